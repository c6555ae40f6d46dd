/** `POST /v1/emails`: from a request to an accepted mail, whatever an earlier try of the same request left behind. */
import type { TenantDirectory, TenantProfile } from '../../ports/tenants.ts';
import type { BeginRequest, PostRequest } from '../begin-request.ts';
import type { FillMail } from '../templates/fill-mail.ts';
import type { AcceptMail, AcceptOutcome } from './accept-mail.ts';
import type { NameRecipients, WrittenMail } from './name-recipients.ts';
import type { Wishes } from './submit-mail.ts';

export type PostMailOutcome = AcceptOutcome | { readonly kind: 'other-body' | 'no-tenant' };

/** What the user has set for all their mails; a request that says something else is right (FEATURES 132). */
const asPreferred = (profile: TenantProfile, user: string, mail: WrittenMail): WrittenMail => {
  const preferred = profile.sendingPreferences?.get(user);
  const isToAll = mail.cc.length + mail.bcc.length > 0;
  return {
    ...mail,
    from: mail.from ?? preferred?.from,
    separate: mail.separate ?? (preferred?.separate === true && !isToAll),
  };
};

export const makePostMail =
  (deps: {
    readonly begin: BeginRequest;
    readonly tenants: Pick<TenantDirectory, 'profile'>;
    readonly nameRecipients: NameRecipients;
    readonly fillMail: FillMail;
    readonly acceptMail: AcceptMail;
  }) =>
  async (
    request: PostRequest,
    { sendWhenQuotaResets, undoSeconds, ...asked }: WrittenMail & Wishes,
  ): Promise<PostMailOutcome> => {
    const begun = await deps.begin(request);
    if (begun.kind === 'other-body') return begun;
    const profile = await deps.tenants.profile(request.tenant);
    if (profile === undefined) return { kind: 'no-tenant' };
    const named = await deps.nameRecipients(request.tenant, asPreferred(profile, request.user, asked));
    if (named.kind !== 'named') return named;
    const filled = await deps.fillMail(profile, request.user, begun, named.request);
    if (filled.kind !== 'filled') return filled;
    return deps.acceptMail(profile, request.user, begun, filled.wanted, { sendWhenQuotaResets, undoSeconds });
  };

export type PostMail = ReturnType<typeof makePostMail>;

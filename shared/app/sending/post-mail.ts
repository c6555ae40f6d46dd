/** `POST /v1/emails`: from a request to an accepted mail, whatever an earlier try of the same request left behind. */
import type { OutgoingMail } from '../../domain/sending/outgoing-mail.ts';
import type { Ids } from '../../ports/clock.ts';
import type { TenantDirectory } from '../../ports/tenants.ts';
import type { BeginRequest, PostRequest } from '../begin-request.ts';
import type { DraftMail, DraftOutcome, WantedMail } from './draft-mail.ts';
import type { makeSubmitMail, SubmitOutcome } from './submit-mail.ts';

export type PostMailOutcome =
  | { readonly kind: 'accepted'; readonly mail: OutgoingMail }
  | Extract<SubmitOutcome, { kind: 'over-quota' }>
  | Extract<DraftOutcome, { kind: 'invalid' }>
  | { readonly kind: 'other-body' | 'no-tenant' };

/** Each try of one request that was given up on needs another id; more than that many is a client in a crash loop. */
const MAX_GENERATIONS = 20;

export const makePostMail =
  (deps: {
    readonly begin: BeginRequest;
    readonly ids: Ids;
    readonly tenants: Pick<TenantDirectory, 'profile'>;
    readonly draftMail: DraftMail;
    readonly submitMail: ReturnType<typeof makeSubmitMail>;
  }) =>
  async (request: PostRequest, wanted: WantedMail): Promise<PostMailOutcome> => {
    const begun = await deps.begin(request);
    if (begun.kind === 'other-body') return begun;
    const profile = await deps.tenants.profile(request.tenant);
    if (profile === undefined) return { kind: 'no-tenant' };
    let mailId = begun.id;
    for (let generation = 1; generation <= MAX_GENERATIONS; generation += 1) {
      const drafted = await deps.draftMail(profile, request.user, mailId, wanted);
      if (drafted.kind === 'invalid') return drafted;
      const submitted = await deps.submitMail(drafted.draft, drafted.content, profile.plan, begun.atMs);
      if (submitted.kind !== 'abandoned') return submitted;
      mailId = deps.ids.derived(begun.atMs, begun.id, String(generation));
    }
    return {
      kind: 'invalid',
      field: 'Idempotency-Key',
      message: 'too many tries of this request were cut off; use a new key',
    };
  };

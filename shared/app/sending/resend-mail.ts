/** "Send again" of a mail that failed (FEATURES 135): a new mail with the same content, to those who did not get it. The failed one stays as it is. */
import { type OutgoingMail, recipientFailure } from '../../domain/sending/outgoing-mail.ts';
import type { Contents } from '../../ports/sending.ts';
import type { TenantDirectory } from '../../ports/tenants.ts';
import type { BeginRequest, PostRequest } from '../begin-request.ts';
import type { AcceptMail } from './accept-mail.ts';
import type { PostMailOutcome } from './post-mail.ts';

export type ResendOutcome = PostMailOutcome | { readonly kind: 'not-failed' } | { readonly kind: 'content-missing' };

export const makeResendMail =
  (deps: {
    readonly begin: BeginRequest;
    readonly tenants: Pick<TenantDirectory, 'profile'>;
    readonly contents: Pick<Contents, 'load'>;
    readonly acceptMail: AcceptMail;
  }) =>
  async (request: PostRequest, mail: OutgoingMail): Promise<ResendOutcome> => {
    const without = mail.recipients.filter((recipient) => recipientFailure(mail, recipient) !== undefined);
    if (without.length === 0 && mail.failed !== 'abandoned') return { kind: 'not-failed' };
    const content = mail.content === '' ? undefined : await deps.contents.load(mail.content);
    if (content === undefined) return { kind: 'content-missing' };
    const begun = await deps.begin(request);
    if (begun.kind === 'other-body') return begun;
    const profile = await deps.tenants.profile(request.tenant);
    if (profile === undefined) return { kind: 'no-tenant' };
    const addressed = (role: 'to' | 'cc' | 'bcc') =>
      without.filter((recipient) => recipient.role === role).map(({ address }) => address);
    const { from, replyTo, subject, record, id: resendOf } = mail;
    const wanted = {
      ...{ from, replyTo, subject, record, resendOf, separate: mail.separate },
      ...{ to: addressed('to'), cc: addressed('cc'), bcc: addressed('bcc') },
      html: content.html,
      // A text that was made of the HTML is made again.
      text: content.textOfHtml === true ? undefined : content.text,
      attachments: content.attachments.map((stored) => ({ stored })),
    };
    return deps.acceptMail(profile, request.user, begun, wanted, {});
  };

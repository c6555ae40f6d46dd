/** Turns a request into a draft: who it is from, who gets nothing, where its attachments lie. Nothing is stored but attachments that came inline. */
import { normaliseAddress } from '../../domain/address/address.ts';
import { firstFollowUp } from '../../domain/sending/follow-up.ts';
import { lookOf } from '../../domain/sending/look.ts';
import type { Recipient } from '../../domain/sending/outgoing-mail.ts';
import type { PreferencesStore } from '../../ports/preferences.ts';
import type { Content, ContentPart, Contents, HtmlTools, Suppressions } from '../../ports/sending.ts';
import type { TenantProfile } from '../../ports/tenants.ts';
import { refuseSender } from '../domains/refuse-sender.ts';
import type { DecideTracking } from '../tracking/decide-tracking.ts';
import type { DocumentPart } from './document-part.ts';
import { type InvalidSender, type makeSenderOfMail, withCopy } from './sender-of-mail.ts';
import type { Draft } from './submit-mail.ts';
import { tidied } from './tidy-content.ts';

export interface WantedMail {
  readonly from?: string | undefined;
  readonly replyTo?: string | undefined;
  readonly account?: string | undefined;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly subject: string;
  readonly html?: string | undefined;
  readonly text?: string | undefined;
  readonly attachments: readonly (
    | { readonly name: string; readonly contentType: string; readonly content: string; readonly cid?: string }
    | { readonly uploadId: string }
    | { readonly documentId: string }
    | { readonly stored: ContentPart }
  )[];
  /** Normal forms of the addresses whose records say that they want no mail. */
  readonly optedOut?: ReadonlySet<string> | undefined;
  readonly separate?: boolean | undefined;
  readonly resendOf?: string | undefined;
  readonly record?: { readonly module: string; readonly id: string } | undefined;
  readonly sendAt?: string | undefined;
  /** When its writer is to be reminded, if nobody has answered (FEATURES 130, 241). */
  readonly followUpAt?: string | undefined;
  readonly track?: boolean | undefined;
  /** false: without the company's signature (FEATURES 97). */
  readonly signature?: boolean | undefined;
}

export type DraftOutcome =
  | { readonly kind: 'drafted'; readonly draft: Draft; readonly content: Content }
  | InvalidSender;

/** All parts together before base 64; SES takes 40 MB after it (SES quotas). Text that grows more than that is the transport's `too-large`. */
const MAX_MAIL_BYTES = 30_000_000;

const invalid = (field: string, message: string): DraftOutcome => ({ kind: 'invalid', field, message });

export const makeDraftMail = (deps: {
  readonly suppressions: Pick<Suppressions, 'find'>;
  readonly contents: Pick<Contents, 'saveAttachment' | 'upload'>;
  readonly senderOfMail: ReturnType<typeof makeSenderOfMail>;
  readonly decideTracking: DecideTracking;
  readonly htmlTools: HtmlTools;
  readonly documentPart: DocumentPart;
  readonly preferences: Pick<PreferencesStore, 'signature'>;
}) => {
  const recipientsOf = async (tenant: string, wanted: WantedMail): Promise<readonly Recipient[]> => {
    const named = (['to', 'cc', 'bcc'] as const).flatMap((role) => wanted[role].map((address) => ({ role, address })));
    // Named twice, it is one mail and one place in the quota; the first role counts.
    const once = named.filter(
      ({ address }, at) =>
        named.findIndex((other) => normaliseAddress(other.address) === normaliseAddress(address)) === at,
    );
    const suppressed = await deps.suppressions.find(
      tenant,
      once.map(({ address }) => address),
    );
    return once.map(({ role, address }) => {
      const isBlocked = suppressed.get(normaliseAddress(address))?.scope === 'all';
      const isOptedOut = wanted.optedOut?.has(normaliseAddress(address)) === true;
      const failed = isBlocked ? 'suppressed' : 'opted-out';
      return { role, address, facts: [], ...(isBlocked || isOptedOut ? { failed } : {}) };
    });
  };

  const partsOf = async (
    tenant: string,
    mailId: string,
    wanted: WantedMail,
  ): Promise<readonly ContentPart[] | DraftOutcome> => {
    const parts: ContentPart[] = [];
    for (const [n, attachment] of wanted.attachments.entries()) {
      if ('uploadId' in attachment) {
        const part = await deps.contents.upload(tenant, attachment.uploadId);
        if (part === undefined) return invalid(`attachments.${n}.uploadId`, 'nothing was uploaded under this id');
        parts.push(part);
      } else if ('documentId' in attachment) {
        const part = await deps.documentPart(tenant, attachment.documentId);
        if ('wrong' in part) return invalid(`attachments.${n}.documentId`, part.wrong);
        parts.push(part);
      } else if ('stored' in attachment) {
        parts.push(attachment.stored);
      } else {
        const content = Buffer.from(attachment.content, 'base64');
        parts.push(await deps.contents.saveAttachment(tenant, mailId, n, { ...attachment, content }));
      }
    }
    const size = parts.reduce(
      (sum, { sizeBytes }) => sum + sizeBytes,
      Buffer.byteLength(wanted.html ?? '') + Buffer.byteLength(wanted.text ?? ''),
    );
    return size > MAX_MAIL_BYTES
      ? invalid('attachments', 'together with the text at most 30 MB, which is 40 MB as a mail')
      : parts;
  };

  return async (profile: TenantProfile, user: string, mailId: string, asked: WantedMail): Promise<DraftOutcome> => {
    const { tenant } = profile;
    const wanted = withCopy(profile, asked);
    if ('kind' in wanted) return wanted;
    const addressed = await deps.senderOfMail(profile, user, wanted);
    if (addressed.kind === 'invalid') return addressed;
    const refused = refuseSender(profile, addressed);
    if (refused !== undefined) return refused;
    const { kind: _sender, ...sender } = addressed;
    const parts = await partsOf(tenant, mailId, wanted);
    if ('kind' in parts) return parts;
    const tracking = await deps.decideTracking(profile, wanted);
    if (tracking === 'switched-off')
      return invalid('track', 'must be left out: tracking of single mails is switched off in the settings');
    const { html, text, record, sendAt, subject, resendOf } = wanted;
    const recipients = await recipientsOf(tenant, wanted);
    const withSignature = wanted.signature ?? true;
    const isSigned = withSignature && profile.sendingPreferences?.get(user)?.signed === true;
    const look = lookOf(
      profile.outgoingEmail,
      withSignature,
      isSigned ? await deps.preferences.signature(tenant, user) : undefined,
    );
    return {
      kind: 'drafted',
      draft: {
        id: mailId,
        tenant,
        user,
        lane: 'adhoc',
        ...sender,
        subject,
        recipients,
        ...(wanted.separate === true && recipients.length > 1 ? { separate: true as const } : {}),
        ...(resendOf === undefined ? {} : { resendOf }),
        ...(record === undefined ? {} : { record }),
        ...(tracking === 'tracked' ? { tracked: true as const } : {}),
        ...(sendAt === undefined ? {} : { sendAt: new Date(sendAt).toISOString() }),
        ...(wanted.followUpAt === undefined ? {} : { followUp: firstFollowUp(wanted.followUpAt) }),
      },
      content: {
        ...tidied(deps.htmlTools, {
          attachments: parts,
          ...(html === undefined ? {} : { html }),
          ...(text === undefined ? {} : { text }),
        }),
        ...(look === undefined ? {} : { look }),
      },
    };
  };
};

export type DraftMail = ReturnType<typeof makeDraftMail>;

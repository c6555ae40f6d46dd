/** Turns a request into a draft: who it is from, who gets nothing, where its attachments lie. Nothing is stored but attachments that came inline. */
import { asciiAddress, normaliseAddress } from '../../domain/address/address.ts';
import { forcedFrom, senderThrough } from '../../domain/outgoing-server/server.ts';
import type { Recipient } from '../../domain/sending/outgoing-mail.ts';
import type { Content, ContentPart, Contents, Suppressions } from '../../ports/sending.ts';
import type { TenantProfile } from '../../ports/tenants.ts';
import type { RecordMailboxOf } from '../mailroom/record-mailbox.ts';
import type { Draft } from './submit-mail.ts';

export interface WantedMail {
  readonly from?: string | undefined;
  readonly replyTo?: string | undefined;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly subject: string;
  readonly html?: string | undefined;
  readonly text?: string | undefined;
  readonly attachments: readonly (
    | { readonly name: string; readonly contentType: string; readonly content: string }
    | { readonly uploadId: string }
  )[];
  readonly record?: { readonly module: string; readonly id: string } | undefined;
  readonly sendAt?: string | undefined;
}

export type DraftOutcome =
  | { readonly kind: 'drafted'; readonly draft: Draft; readonly content: Content }
  | { readonly kind: 'invalid'; readonly field: string; readonly message: string };

/** All parts together before base 64; SES takes 40 MB after it (SES quotas). Text that grows more than that is the transport's `too-large`. */
const MAX_MAIL_BYTES = 30_000_000;

const invalid = (field: string, message: string): DraftOutcome => ({ kind: 'invalid', field, message });

/** Until domains can be set up, the addresses of the tenant's users are its verified senders (Decisions 104), and what its own server has shown to send as. */
const isSender = ({ users, outgoingServer }: TenantProfile, address: string): boolean =>
  [...users.map(({ email }) => email), outgoingServer === undefined ? undefined : forcedFrom(outgoingServer)].some(
    (one) => one !== undefined && normaliseAddress(one) === normaliseAddress(address),
  );

export const makeDraftMail = (deps: {
  readonly suppressions: Pick<Suppressions, 'find'>;
  readonly contents: Pick<Contents, 'saveAttachment' | 'upload'>;
  readonly recordMailbox: RecordMailboxOf;
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
      return { role, address, facts: [], ...(isBlocked ? { failed: 'suppressed' as const } : {}) };
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

  return async (profile: TenantProfile, user: string, mailId: string, wanted: WantedMail): Promise<DraftOutcome> => {
    const { tenant } = profile;
    const own = profile.users.find((one) => one.id === user || normaliseAddress(one.email) === normaliseAddress(user));
    const asked = wanted.from ?? asciiAddress(own?.email ?? '');
    const server = profile.outgoingServer;
    const { from, answersTo } =
      server === undefined
        ? { from: asked, answersTo: undefined }
        : senderThrough(server, { wantedFrom: wanted.from, own: asked });
    if (from === undefined) return invalid('from', 'this user has no address that can send; name the sender');
    if (!isSender(profile, asked ?? from))
      return invalid('from', 'is not a verified sender of yours; use the address of one of your users');
    const parts = await partsOf(tenant, mailId, wanted);
    if ('kind' in parts) return parts;
    const { html, text, record, sendAt, subject } = wanted;
    const mailbox = record === undefined ? undefined : await deps.recordMailbox(profile, record);
    const toRecord = profile.mailroom.replyToRecord ? mailbox?.signedAddress : undefined;
    const replyTo = wanted.replyTo ?? toRecord ?? answersTo;
    return {
      kind: 'drafted',
      draft: {
        id: mailId,
        tenant,
        user,
        lane: 'adhoc',
        from,
        ...(server === undefined ? {} : { via: 'own-server' as const }),
        subject,
        recipients: await recipientsOf(tenant, wanted),
        ...(replyTo === undefined ? {} : { replyTo }),
        ...(record === undefined ? {} : { record }),
        ...(mailbox === undefined ? {} : { references: [mailbox.token] }),
        ...(sendAt === undefined ? {} : { sendAt: new Date(sendAt).toISOString() }),
      },
      content: { attachments: parts, ...(html === undefined ? {} : { html }), ...(text === undefined ? {} : { text }) },
    };
  };
};

export type DraftMail = ReturnType<typeof makeDraftMail>;

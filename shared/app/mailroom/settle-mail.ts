/** Decides what becomes of one mail in one mailbox and does it; answers the log entry, which the caller records last. */
import type { MailAddress } from '../../domain/address/address.ts';
import { tidyName } from '../../domain/address/person-name.ts';
import { Failure } from '../../domain/failure.ts';
import { isConfidential } from '../../domain/mailroom/confidential.ts';
import { fingerprintOf } from '../../domain/mailroom/fingerprint.ts';
import type { Outcome } from '../../domain/mailroom/outcome.ts';
import { reasonOf } from '../../domain/mailroom/reason.ts';
import { type MailKind, recognise } from '../../domain/mailroom/recognise.ts';
import { cut } from '../../domain/message/cut.ts';
import { type Message, UNTITLED } from '../../domain/message/message.ts';
import type { Ids } from '../../ports/clock.ts';
import type { MailFiles } from '../../ports/mail-files.ts';
import type { LoggedMail, MailLog } from '../../ports/mail-log.ts';
import type { ReadMail } from '../../ports/mail-parser.ts';
import type { TenantDirectory } from '../../ports/tenants.ts';
import type { Act } from './act.ts';
import type { Delivery } from './delivery.ts';
import { TOO_MANY } from './hold-to-rate.ts';
import type { MailOpener } from './open-mail.ts';
import type { MatchRules } from './rules-of.ts';

/**
 * From this hand-over on a mail is set aside unread: something in it ended the worker that many times. The queue gives up after ten
 * (cdk/constructs/queue-worker.ts), so the last ones are left for writing that down.
 */
export const LAST_TRY = 6;

/** A header may be a megabyte; what is shown of it need not be. */
const MAX_SUBJECT_LENGTH = 998;

export interface Incoming extends Delivery {
  readonly tenant: string;
  readonly mailId: string;
  readonly mailbox: string;
  readonly suffix: string;
}

export type SettleMail = (incoming: Incoming, open: MailOpener['open']) => Promise<LoggedMail>;

interface Seen {
  readonly outcome: Outcome;
  readonly from?: MailAddress | undefined;
  readonly subject?: string;
  readonly kind?: MailKind;
  readonly confidential?: boolean;
  readonly attachments?: LoggedMail['attachments'];
}

const quarantined = (reason: ReturnType<typeof reasonOf>): Outcome => ({ kind: 'quarantined', reason });

export const makeSettleMail = (deps: {
  readonly ids: Ids;
  readonly tenants: Pick<TenantDirectory, 'profile'>;
  readonly log: Pick<MailLog, 'claimFirst'>;
  readonly files: Pick<MailFiles, 'saveAttachment'>;
  readonly act: Act;
  readonly matchRules: MatchRules;
}): SettleMail => {
  const actOn = async (incoming: Incoming, message: Message, kind: MailKind, mayReopen: boolean): Promise<Outcome> => {
    const profile = await deps.tenants.profile(incoming.tenant);
    if (profile === undefined) return quarantined(reasonOf('unknown-handle'));
    const mail = {
      id: incoming.mailId,
      receivedAt: incoming.receivedAt,
      message,
      kind,
      mayReopen,
      mailbox: incoming.mailbox,
      replayed: incoming.replayed,
    };
    const { recipients, verdicts } = incoming;
    try {
      const matches = await deps.matchRules(profile, { message, recipients, verdicts: { ...verdicts } });
      return await deps.act({ profile, mail, suffix: incoming.suffix, matches });
    } catch (failure) {
      if (failure instanceof Failure && failure.code === TOO_MANY) return quarantined(reasonOf(TOO_MANY));
      if (failure instanceof Failure && failure.kind === 'invalid-input')
        return quarantined(reasonOf('record-store-refused', `(${failure.code})`));
      throw failure;
    }
  };

  /** One after the other: together they may be larger than the worker. */
  const saveAttachments = async ({ tenant, mailId }: Incoming, mail: ReadMail) => {
    for (const [n, { contentType, sizeBytes }] of mail.message.attachments.entries())
      await deps.files.saveAttachment(tenant, mailId, n, { contentType, sizeBytes, content: mail.attachment(n) });
    return mail.message.attachments.map(({ name, contentType, sizeBytes }) => ({ name, contentType, sizeBytes }));
  };

  const settleMessage = async (incoming: Incoming, mail: ReadMail): Promise<Seen> => {
    const { message } = mail;
    const { kind, mayAnswer } = recognise(message);
    const seen = { from: message.from, subject: message.subject, kind, confidential: isConfidential(message.headers) };
    const fingerprint = deps.ids.digest(...fingerprintOf(message, incoming.mailbox));
    const self = { id: incoming.mailId, rawKey: incoming.rawKey };
    const first = await deps.log.claimFirst(incoming.tenant, fingerprint, self);
    const attachments = await saveAttachments(incoming, mail);
    if (first.rawKey !== incoming.rawKey)
      return {
        ...seen,
        attachments,
        outcome: { kind: 'skipped', reason: reasonOf('duplicate', `It is mail ${first.id}.`) },
      };
    return { ...seen, attachments, outcome: await actOn(incoming, message, kind, mayAnswer) };
  };

  const settle = async (incoming: Incoming, open: MailOpener['open']): Promise<Seen> => {
    if (incoming.tenant === 'platform') return { outcome: quarantined(reasonOf('unknown-handle')) };
    if (incoming.attempt >= LAST_TRY) return { outcome: quarantined(reasonOf('processing-failed')) };
    if (incoming.verdicts.virus === 'FAIL') return { outcome: quarantined(reasonOf('virus')) };
    if (incoming.verdicts.spam === 'FAIL' && !incoming.replayed) return { outcome: quarantined(reasonOf('spam')) };
    const opened = await open();
    if (opened.kind === 'unfit') return { outcome: quarantined(opened.reason) };
    return settleMessage(incoming, opened.mail);
  };

  return async (incoming, open) => {
    const seen = await settle(incoming, open);
    const subject = seen.subject ?? incoming.outside.subject;
    return {
      id: incoming.mailId,
      rawKey: incoming.rawKey,
      mailbox: incoming.mailbox,
      recipients: incoming.recipients,
      from: {
        address: cut(seen.from?.address ?? incoming.outside.from, 320),
        name: tidyName(seen.from?.name ?? ''),
      },
      subject: cut(subject.trim() === '' ? UNTITLED : subject, MAX_SUBJECT_LENGTH),
      receivedAt: incoming.receivedAt,
      kind: seen.kind ?? 'ordinary',
      outcome: seen.outcome,
      attachments: seen.attachments ?? [],
      verdicts: incoming.verdicts,
      ...(seen.confidential === true ? { confidential: true } : {}),
    };
  };
};

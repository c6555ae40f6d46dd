/** Decides what becomes of one mail in one mailbox and does it; answers the log entry, which the caller records last. */
import type { MailAddress } from '../../domain/address/address.ts';
import { tidyName } from '../../domain/address/person-name.ts';
import { Failure } from '../../domain/failure.ts';
import { isConfidential, NEVER_LOGGED } from '../../domain/mailroom/confidential.ts';
import type { OwnAddresses } from '../../domain/mailroom/customer.ts';
import { fingerprintOf } from '../../domain/mailroom/fingerprint.ts';
import { isForged } from '../../domain/mailroom/forged.ts';
import type { Outcome } from '../../domain/mailroom/outcome.ts';
import { reasonOf } from '../../domain/mailroom/reason.ts';
import { type MailKind, type Recognised, recognise } from '../../domain/mailroom/recognise.ts';
import { isHistory } from '../../domain/mailroom/settings.ts';
import { cut } from '../../domain/message/cut.ts';
import { type Message, UNTITLED } from '../../domain/message/message.ts';
import type { Ids } from '../../ports/clock.ts';
import type { MailFiles } from '../../ports/mail-files.ts';
import type { LoggedAttachment, LoggedMail, MailLog } from '../../ports/mail-log.ts';
import type { ReadMail } from '../../ports/mail-parser.ts';
import type { TenantDirectory, TenantProfile } from '../../ports/tenants.ts';
import type { RecordReport } from '../feedback/record-report.ts';
import type { Act } from './act.ts';
import type { Delivery } from './delivery.ts';
import { TOO_MANY } from './hold-to-rate.ts';
import type { KeepDocuments } from './keep-documents.ts';
import type { NoteAnswer } from './note-answer.ts';
import type { MailOpener } from './open-mail.ts';
import { isPrivateCopy } from './private-copy.ts';
import type { Read, RefuseMail } from './refuse-mail.ts';
import { reportSourceOf } from './report-source.ts';
import type { MatchRules } from './rules-of.ts';
import type { SenderGate } from './sender-gate.ts';
import type { FindUserMailbox, UserMailbox } from './user-mailbox.ts';

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
  /** The raw mail came to no other mailbox. */
  readonly soleMailbox?: boolean;
}

export type SettleMail = (incoming: Incoming, open: MailOpener['open']) => Promise<LoggedMail>;

interface Seen {
  readonly outcome: Outcome;
  readonly from?: MailAddress | undefined;
  readonly subject?: string;
  readonly kind?: MailKind;
  readonly confidential?: boolean;
  readonly neverLogged?: boolean;
  readonly imported?: boolean;
  readonly mayAnswer?: boolean;
  readonly attachments?: LoggedMail['attachments'];
  readonly read?: Read;
}

/** Of imported mail its own date, which is long past (FEATURES 40); any other mail has no say in when it came. */
const timeOf = ({ receivedAt }: Incoming, { date }: Message, imported: boolean): string =>
  imported ? (date ?? receivedAt) : receivedAt;

const quarantined = (reason: ReturnType<typeof reasonOf>): Outcome => ({ kind: 'quarantined', reason });

export const makeSettleMail = (deps: {
  readonly ids: Ids;
  readonly tenants: Pick<TenantDirectory, 'profile'>;
  readonly mayEnter: SenderGate;
  readonly log: Pick<MailLog, 'claimFirst'>;
  readonly files: Pick<MailFiles, 'saveAttachment' | 'readRaw'>;
  readonly recordReport: RecordReport;
  readonly act: Act;
  readonly matchRules: MatchRules;
  readonly keepDocuments: KeepDocuments;
  readonly refuseMail: RefuseMail;
  readonly findUserMailbox: FindUserMailbox;
  readonly noteAnswer: NoteAnswer;
  readonly ownOf: (profile: TenantProfile) => OwnAddresses;
}): SettleMail => {
  const actOn = async (
    incoming: Incoming,
    profile: TenantProfile,
    message: Message,
    { kind, mayAnswer }: Recognised,
    copyTo: UserMailbox | undefined,
  ): Promise<Outcome> => {
    const imported = isHistory(message, profile.mailroom);
    const mail = {
      id: incoming.mailId,
      receivedAt: timeOf(incoming, message, imported),
      message,
      kind,
      mayReopen: mayAnswer && !imported,
      imported,
      mailbox: incoming.mailbox,
      forged: isForged(incoming.verdicts),
      replayed: incoming.replayed,
    };
    const { recipients, verdicts } = incoming;
    try {
      const matches = await deps.matchRules(profile, { message, recipients, verdicts: { ...verdicts } });
      return await deps.act({ profile, mail, suffix: incoming.suffix, matches, copyTo });
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
    return mail.message.attachments.map(({ digest: _digest, ...shown }): LoggedAttachment => shown);
  };

  /** Not before it is known to be no spam and no copy; before its outcome is written, so that a try that is cut off does it again. */
  const recordReport = async ({ tenant, rawKey, receivedAt, replayed }: Incoming, mail: ReadMail) => {
    const source = await reportSourceOf(mail, await deps.files.readRaw(rawKey));
    await deps.recordReport({ tenant, message: mail.message, source, receivedAt, replayed });
  };

  const settleMessage = async (incoming: Incoming, mail: ReadMail): Promise<Seen> => {
    const { message } = mail;
    const recognised = recognise(message);
    const { kind } = recognised;
    const profile = await deps.tenants.profile(incoming.tenant);
    if (profile === undefined) return { outcome: quarantined(reasonOf('unknown-handle')) };
    const userMailbox = await deps.findUserMailbox(profile, incoming.suffix);
    const refused = isPrivateCopy(profile, message, incoming.suffix, userMailbox, deps.ownOf(profile))
      ? 'not-logged'
      : await deps.mayEnter({ ...incoming, profile, message, kind });
    if (refused === 'not-logged') return { neverLogged: true, outcome: { kind: 'skipped', reason: reasonOf(refused) } };
    const imported = isHistory(message, profile.mailroom);
    const confidential = isConfidential(message.headers);
    const read = { profile, message, recognised, imported };
    const seen = { from: message.from, subject: message.subject, kind, confidential, imported, read };
    if (refused !== undefined) return { ...seen, outcome: quarantined(reasonOf(refused)) };
    // A copy is no part of a conversation: it would silence the mailbox that the mail itself went to.
    const sharedConversation = profile.mailroom.sharedConversation && userMailbox === undefined;
    const where = sharedConversation ? profile.inboundHandle : incoming.mailbox;
    const fingerprint = deps.ids.digest(...fingerprintOf(message, where));
    const self = { id: incoming.mailId, rawKey: incoming.rawKey };
    const first = await deps.log.claimFirst(incoming.tenant, fingerprint, self);
    const attachments = await saveAttachments(incoming, mail);
    if (first.rawKey !== incoming.rawKey)
      return {
        ...seen,
        attachments,
        outcome: { kind: 'skipped', reason: reasonOf('duplicate', `It is mail ${first.id}.`) },
      };
    if (sharedConversation && first.id !== incoming.mailId)
      return {
        ...seen,
        attachments,
        outcome: { kind: 'skipped', reason: reasonOf('one-conversation', `There it is mail ${first.id}.`) },
      };
    if (kind === 'bounce' || kind === 'complaint') await recordReport(incoming, mail);
    const outcome = await actOn(incoming, profile, message, recognised, userMailbox);
    const { tenant, mailId, receivedAt } = incoming;
    const arrived = { tenant, mailId, receivedAt, at: timeOf(incoming, message, imported), confidential, attachments };
    const records = outcome.kind === 'acted' ? outcome.records : [];
    // History answers nothing that was sent from here, and of a forged mail nobody knows who wrote it.
    if (!imported && !isForged(incoming.verdicts))
      await deps.noteAnswer({ tenant, message, receivedAt, recognised, own: deps.ownOf(profile), records });
    // Who passes a mail on or copies one in wants no answer to it.
    const mayAnswer =
      userMailbox === undefined &&
      recognised.mayAnswer &&
      !imported &&
      outcome.kind === 'acted' &&
      outcome.looksLikeLoop !== true;
    return { ...seen, mayAnswer, attachments: await deps.keepDocuments(arrived, records), outcome };
  };

  const settle = async (incoming: Incoming, open: MailOpener['open']): Promise<Seen> => {
    if (incoming.tenant === 'platform') return { outcome: quarantined(reasonOf('unknown-handle')) };
    if (incoming.attempt >= LAST_TRY) return { outcome: quarantined(reasonOf('processing-failed')) };
    if (incoming.verdicts.virus === 'FAIL') return { outcome: quarantined(reasonOf('virus')) };
    const opened = await open();
    if (opened.kind === 'unfit') return { outcome: quarantined(opened.reason) };
    return settleMessage(incoming, opened.mail);
  };

  return async (incoming, open) => {
    const seen = await settle(incoming, open);
    const { neverLogged = false } = seen;
    const kept = await deps.refuseMail(incoming, seen.outcome, seen.attachments ?? [], seen.read);
    const subject = neverLogged ? NEVER_LOGGED : (seen.subject ?? incoming.outside.subject);
    return {
      id: incoming.mailId,
      rawKey: incoming.rawKey,
      mailbox: incoming.mailbox,
      recipients: incoming.recipients,
      from: {
        address: neverLogged ? '' : cut(seen.from?.address ?? incoming.outside.from, 320),
        name: tidyName(seen.from?.name ?? ''),
      },
      subject: cut(subject.trim() === '' ? UNTITLED : subject, MAX_SUBJECT_LENGTH),
      receivedAt: incoming.receivedAt,
      kind: seen.kind ?? 'ordinary',
      ...kept,
      attachments: seen.attachments ?? [],
      verdicts: incoming.verdicts,
      ...(seen.confidential === true ? { confidential: true } : {}),
      ...(neverLogged ? { neverLogged } : {}),
      ...(seen.imported === true ? { imported: true } : {}),
      ...(incoming.soleMailbox === true ? { soleMailbox: true } : {}),
      ...(seen.mayAnswer === true ? { mayAnswer: true } : {}),
    };
  };
};

/**
 * What follows on a mail that was not taken, by the tenant's wishes (settings, `refusals`): kept, discarded or answered, and until when it is kept. For settle-mail.ts, once the
 * outcome is known and before it is logged. Repeated it answers the same.
 */
import type { Outcome } from '../../domain/mailroom/outcome.ts';
import type { Recognised } from '../../domain/mailroom/recognise.ts';
import { answeredCause, choiceFor, type ToldCause } from '../../domain/mailroom/refusals.ts';
import { DEFAULT_SETTINGS } from '../../domain/mailroom/settings.ts';
import type { Message } from '../../domain/message/message.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LoggedAttachment, LoggedMail, Verdicts } from '../../ports/mail-log.ts';
import type { TenantDirectory, TenantProfile } from '../../ports/tenants.ts';
import type { TellSender } from './tell-sender.ts';

const DAY_MS = 24 * 60 * 60_000;

export interface Settling {
  readonly tenant: string;
  readonly mailId: string;
  /** ISO 8601, by SES's clock. */
  readonly receivedAt: string;
  readonly verdicts: Verdicts;
  readonly replayed: boolean;
}

/** What was found out of a mail that could be read. */
export interface Read {
  readonly profile: TenantProfile;
  readonly message: Message;
  readonly recognised: Recognised;
  readonly imported: boolean;
}

export type Refused = Pick<LoggedMail, 'outcome' | 'told' | 'whyNot' | 'discarded' | 'keptUntil'>;

/** `read` undefined: the mail was not read. */
export type RefuseMail = (
  incoming: Settling,
  outcome: Outcome,
  attachments: readonly LoggedAttachment[],
  read: Read | undefined,
) => Promise<Refused>;

/** Those for which there was no room; one that somebody deleted was wanted gone. */
const leftOutOf = (attachments: readonly LoggedAttachment[]): readonly string[] =>
  attachments
    .filter(({ notKept }) => notKept === 'too-large-for-record' || notKept === 'too-many-documents')
    .map(({ name }) => name);

export const makeRefuseMail = (deps: {
  readonly clock: Clock;
  readonly tenants: Pick<TenantDirectory, 'profile'>;
  readonly tellSender: TellSender;
}): RefuseMail => {
  const tell = async (
    { mailId, receivedAt, verdicts, replayed }: Settling,
    read: Read | undefined,
    cause: ToldCause,
    leftOut: readonly string[],
  ): Promise<Pick<LoggedMail, 'told' | 'whyNot'>> => {
    // Whoever asks for a replay is one of the tenant's people: the sender heard of it when the mail came, or nobody wanted that.
    if (read === undefined || replayed) return {};
    return deps.tellSender({ ...read, mailId, receivedAt, verdicts, cause, leftOut });
  };

  return async (incoming, outcome, attachments, read) => {
    if (outcome.kind === 'acted') {
      const leftOut = leftOutOf(attachments);
      const isWanted = read?.profile.mailroom.refusals['documents-left-out'] === 'answer';
      if (leftOut.length === 0 || !isWanted) return { outcome };
      return { outcome, ...(await tell(incoming, read, 'documents-left-out', leftOut)) };
    }
    if (outcome.kind === 'skipped') return { outcome };
    const profile = read?.profile ?? (await deps.tenants.profile(incoming.tenant));
    const { refusals, quarantineDays } = profile?.mailroom ?? DEFAULT_SETTINGS;
    const { reason } = outcome;
    const choice = choiceFor(refusals, reason.code);
    // By when the mail came, so that a repeat has the same; of a replay by now, or a mail of long ago would be gone before anybody looks.
    const fromMs = incoming.replayed ? deps.clock.nowMs() : Date.parse(incoming.receivedAt);
    const keptUntil = new Date(fromMs + quarantineDays * DAY_MS).toISOString();
    if (choice === 'discard') return { outcome: { kind: 'skipped', reason }, discarded: true, keptUntil };
    const cause = answeredCause(reason.code);
    const told = choice === 'answer' && cause !== undefined ? await tell(incoming, read, cause, []) : {};
    return { outcome, keptUntil, ...told };
  };
};

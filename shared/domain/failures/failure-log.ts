/** Failures of a tenant by reason and day, and when one reason stands out (FEATURES 236). */
import type { FailureCode } from '../sending/failure-reason.ts';
import type { OutgoingMail } from '../sending/outgoing-mail.ts';

export interface LoggedFailure {
  /** ISO 8601; a repeated step has the same. */
  readonly at: string;
  readonly code: FailureCode;
  readonly mailId: string;
  /** Place among the mail's recipients. */
  readonly recipient: number;
}

/** Nobody failed: a person took it back, or has all mail held. */
const WANTED: ReadonlySet<FailureCode> = new Set(['cancelled', 'held']);

/** Of a mail that nobody got, or that some did not get. */
export const failuresOf = (mail: Pick<OutgoingMail, 'id' | 'failed' | 'recipients'>, at: string): LoggedFailure[] =>
  mail.failed !== undefined && WANTED.has(mail.failed)
    ? []
    : mail.recipients.flatMap(({ failed = mail.failed }, recipient) =>
        failed === undefined ? [] : [{ at, code: failed, mailId: mail.id, recipient }],
      );

/** Fewer than that in an hour are chance. */
export const SPIKE_AT_LEAST = 10;
/** As many times more than in the hour before. */
const SPIKE_FACTOR = 5;

export const isSpike = (thisHour: number, hourBefore: number): boolean =>
  thisHour >= SPIKE_AT_LEAST && thisHour >= SPIKE_FACTOR * hourBefore;

export const hourOf = (at: string): string => at.slice(0, 13);

export const hourBefore = (hour: string): string =>
  hourOf(new Date(Date.parse(`${hour}:00:00Z`) - 60 * 60 * 1000).toISOString());

export interface FailureCount {
  /** UTC. */
  readonly day: string;
  readonly code: FailureCode;
  readonly count: number;
  /** The last mails it happened to. */
  readonly mailIds: readonly string[];
}

/** To look at; all of them are in the list of mails. */
const MAX_EXAMPLES = 10;

/** Newest day first, within it the most frequent first. The same failure told twice, in two hours, is one. */
export const countedByDay = (failures: readonly LoggedFailure[]): readonly FailureCount[] => {
  const groups = new Map<string, Map<string, LoggedFailure>>();
  for (const failure of failures) {
    const key = `${failure.at.slice(0, 10)} ${failure.code}`;
    const group = groups.get(key) ?? new Map<string, LoggedFailure>();
    groups.set(key, group.set(`${failure.mailId}#${failure.recipient}`, failure));
  }
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group.values();
      if (first === undefined) return [];
      // Ids sort by time.
      const mailIds = [...new Set([...group.values()].map(({ mailId }) => mailId))].sort().reverse();
      return [
        { day: first.at.slice(0, 10), code: first.code, count: group.size, mailIds: mailIds.slice(0, MAX_EXAMPLES) },
      ];
    })
    .sort((a, b) => (a.day === b.day ? b.count - a.count : a.day < b.day ? 1 : -1));
};

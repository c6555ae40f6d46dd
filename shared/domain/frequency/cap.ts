/**
 * At most so many mails to one person in so many days, and not too soon after one another (FEATURES 128). For mail of workflows and campaigns; what people write
 * by hand is neither held back nor counted: who answers a customer five times a day would use up what the newsletter has, and the other way round.
 */
import type { Lane } from '../sending/outgoing-mail.ts';

export interface FrequencyCap {
  readonly maxMails: number;
  /** Of 24 hours each, back from when a mail is about to go. */
  readonly days: number;
  readonly minimumGapHours: number | null;
}

export interface CountedSend {
  readonly mailId: string;
  /** ISO 8601. */
  readonly at: string;
}

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
/** Both wait for the same place: mail of a workflow was set off by what the person did, so it comes first. */
const CAMPAIGN_LAG_MS = 10 * 60 * 1000;

export const isCapped = (lane: Lane): boolean => lane !== 'adhoc';

/** What was sent before that says nothing any more. */
export const forgottenAfterMs = ({ days, minimumGapHours }: FrequencyCap): number =>
  Math.max(days * DAY_MS, (minimumGapHours ?? 0) * HOUR_MS);

export type CapVerdict =
  /** This mail was counted before: it may have been cut off since. */
  | { readonly kind: 'counted' }
  /** It is one more. */
  | { readonly kind: 'count'; readonly sends: readonly CountedSend[] }
  | { readonly kind: 'wait'; readonly untilMs: number };

/** @param sends what was counted for this person before, in any order. */
export const judgeCap = (
  sends: readonly CountedSend[],
  mail: { readonly mailId: string; readonly atMs: number },
  cap: FrequencyCap,
): CapVerdict => {
  const { mailId, atMs } = mail;
  const recent = sends
    .filter(({ at }) => Date.parse(at) > atMs - forgottenAfterMs(cap))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  if (recent.some((one) => one.mailId === mailId)) return { kind: 'counted' };
  const windowMs = cap.days * DAY_MS;
  const inWindow = recent.filter(({ at }) => Date.parse(at) > atMs - windowMs);
  // The cap may have been lowered since: then more than one have to get old.
  const inTheWay = inWindow.at(-cap.maxMails);
  const last = recent.at(-1);
  const untilMs = Math.max(
    inTheWay === undefined ? 0 : Date.parse(inTheWay.at) + windowMs,
    last === undefined ? 0 : Date.parse(last.at) + (cap.minimumGapHours ?? 0) * HOUR_MS,
  );
  if (untilMs > atMs) return { kind: 'wait', untilMs };
  return { kind: 'count', sends: [...recent, { mailId, at: new Date(atMs).toISOString() }] };
};

export const comesBackAtMs = (lane: Lane, untilMs: number): number =>
  lane === 'campaign' ? untilMs + CAMPAIGN_LAG_MS : untilMs;

const counted = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;

export const capInWords = ({ maxMails, days, minimumGapHours }: FrequencyCap): string =>
  `At most ${counted(maxMails, 'mail')} in ${counted(days, 'day')} may go to one person${
    minimumGapHours === null ? '' : `, ${counted(minimumGapHours, 'hour')} apart`
  }.`;

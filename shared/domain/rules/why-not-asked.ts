/** Why no rule is asked about a mail, whatever its criteria (FEATURES 41). For try-rule.ts, which must not promise what a mail that comes in does not get. */
import { type Reason, type ReasonCode, reasonOf } from '../mailroom/reason.ts';

/** As `Reason`, with codes of its own: nothing went wrong with such a mail. */
export interface WhyNotAsked {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

const GOES_ELSEWHERE = {
  'user-address': {
    message: "The mail came to a user's own address: it is logged as that user set it up, and no rule is asked.",
    remedy: 'Nothing to do. For rules, forward such mail to the Mailroom address or to one with a suffix.',
  },
  'record-mailbox': {
    message: 'The mail came to the mailbox of a record: it goes to that record, and no rule is asked.',
    remedy: 'Nothing to do. For rules, forward such mail to the Mailroom address or to one with a suffix.',
  },
  'known-thread': {
    message: 'The mail continues a thread: it goes to the record of the thread before any rule.',
    remedy: 'Give the rule a followUpAction if it is to deal with replies.',
  },
  confidential: {
    message: 'The mail is confidential: what this rule would do with it would tell what the mail says.',
    remedy: 'Try the rule with another mail. Mail that comes in is dealt with by the rule all the same.',
  },
  discarded: {
    message: 'Your setting refusals discards such mail, so nothing of what it says is looked at.',
    remedy: 'Replay the mail if it is wanted.',
  },
} as const satisfies Record<string, Omit<WhyNotAsked, 'code'>>;

export const goesElsewhere = (code: keyof typeof GOES_ELSEWHERE): WhyNotAsked => ({ code, ...GOES_ELSEWHERE[code] });

/** Nothing of the mail is looked at: it is nobody's, nobody is to see it, or it cannot be read. */
const CLOSED: ReadonlySet<ReasonCode> = new Set([
  'not-logged',
  'unknown-handle',
  'virus',
  'processing-failed',
  'too-complex',
  'unreadable-mail',
]);

/** Kept aside or left out before any rule; a replay ends the same. */
const BEFORE_RULES: ReadonlySet<ReasonCode> = new Set(['duplicate', 'one-conversation']);

/** A person who replays such a mail overrules what kept it (sender-gate.ts, create-record.ts). */
const OVERRULED: ReadonlySet<ReasonCode> = new Set([
  'spam',
  'blocked-sender',
  'not-allowed',
  'too-many-records',
  'forged-sender',
]);

export interface Kept {
  readonly kind: 'closed' | 'for-good' | 'until-replayed';
  readonly reason: WhyNotAsked;
}

const saying = (reason: Reason, more: string): WhyNotAsked => ({ ...reason, message: `${reason.message} ${more}` });

/** @param reason of the mail's outcome; undefined: rules were asked. */
export const keptBeforeRules = (reason: Reason | undefined): Kept | undefined => {
  if (reason === undefined) return undefined;
  if (CLOSED.has(reason.code)) return { kind: 'closed', reason: saying(reason, 'No rule is asked.') };
  if (BEFORE_RULES.has(reason.code)) return { kind: 'for-good', reason: saying(reason, 'No rule is asked.') };
  return OVERRULED.has(reason.code)
    ? {
        kind: 'until-replayed',
        reason: saying(
          reason,
          'It is kept aside whatever the rules say, until it is replayed: a replay overrules that.',
        ),
      }
    : undefined;
};

/** Kinds of mail that end before any rule, also before one without criteria, which matches every other mail. */
export const noRuleFor = (code: ReasonCode): WhyNotAsked =>
  saying(reasonOf(code), 'No rule is asked about such mail, not even one without criteria.');

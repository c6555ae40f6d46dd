/** What a tenant wants done with mail that its Mailroom does not take, by cause (FEATURES 37; Salesforce has the same three for each cause). */

/** `keep`: listed in quarantine. `discard`: listed as skipped, without content. `answer`: kept, and its sender is told. */
export type RefusalChoice = 'keep' | 'discard' | 'answer';

/** Causes of which the sender can be told: the mail was read, so it is known who wrote it and whether a machine did. */
export const ANSWERED_CAUSES = [
  'not-allowed',
  'blocked-sender',
  'case-closed',
  'too-many-records',
  'unknown-record',
  'not-related',
] as const;

export type AnsweredCause = (typeof ANSWERED_CAUSES)[number];

/** What the sender can be told of. `documents-left-out`: the mail was dealt with, some of its attachments were not kept (FEATURES 14). */
export type ToldCause = AnsweredCause | 'documents-left-out';

/** What is not named is kept. */
export type Refusals = { readonly [Cause in AnsweredCause]?: RefusalChoice | undefined } & {
  readonly 'too-complex'?: Exclude<RefusalChoice, 'answer'> | undefined;
  readonly 'documents-left-out'?: Exclude<RefusalChoice, 'discard'> | undefined;
};

/** HubSpot deletes spam after 90 days (FEATURES 37); a year is as long as anybody looks for a mail. */
export const DEFAULT_QUARANTINE_DAYS = 90;
export const MAX_QUARANTINE_DAYS = 365;

const isAnswered = (code: string): code is AnsweredCause => ANSWERED_CAUSES.some((cause) => cause === code);

export const answeredCause = (code: string): AnsweredCause | undefined => (isAnswered(code) ? code : undefined);

/** @param code of the reason for which a mail is not taken; most have no setting and are kept. */
export const choiceFor = (refusals: Refusals, code: string): RefusalChoice =>
  (code === 'too-complex' ? refusals[code] : isAnswered(code) ? refusals[code] : undefined) ?? 'keep';

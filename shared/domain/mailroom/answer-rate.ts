/** The rate of automatic answers to one address (FEATURES 35): SuiteCRM's ten in 24 hours, and FreeScout's two for one subject. */

export const MAX_ANSWERS_A_DAY = 10;
export const MAX_ANSWERS_OF_SUBJECT = 2;
export const ANSWER_WINDOW_MS = 24 * 60 * 60_000;

export interface Answered {
  /** The mail that is answered. */
  readonly mailId: string;
  /** ISO 8601, when that mail came: a repeat judges alike. */
  readonly at: string;
  /** Of its subject without `Re:`. */
  readonly subject: string;
}

export type AnswerVerdict =
  | { readonly kind: 'counted' }
  | { readonly kind: 'too-many'; readonly why: 'rate' | 'same-subject' }
  | { readonly kind: 'count'; readonly answered: readonly Answered[] };

/** @param answered what was counted before. `count`: it is one more; what is older than the window is left out. */
export const judgeAnswer = (answered: readonly Answered[], mail: Answered): AnswerVerdict => {
  if (answered.some(({ mailId }) => mailId === mail.mailId)) return { kind: 'counted' };
  const since = Date.parse(mail.at) - ANSWER_WINDOW_MS;
  const recent = answered.filter(({ at }) => Date.parse(at) > since);
  if (recent.length >= MAX_ANSWERS_A_DAY) return { kind: 'too-many', why: 'rate' };
  if (recent.filter(({ subject }) => subject === mail.subject).length >= MAX_ANSWERS_OF_SUBJECT)
    return { kind: 'too-many', why: 'same-subject' };
  return { kind: 'count', answered: [...recent, mail] };
};

/**
 * Whether an answer to a closed case looks like one more of a machine that does not say so (FEATURES 33, 35): a responder that marks nothing quotes the right
 * Message-ID, so nothing but what it wrote before tells it from a person. For thread-record.ts: such an answer is kept, opens no case again and makes none.
 */
import { normaliseAddress } from '../address/address.ts';
import type { TimelineEntry } from '../record/record.ts';

/** FreeScout's bound for answers to one customer (FEATURES 35): 10 in 180 minutes. A person who writes that often is read without the case being opened. */
export const MAX_ANSWERS = 10;
const WINDOW_MS = 180 * 60_000;

/** Newest entries of the case that are looked at: the window's ten, with the mails, the sent mails and the events between them. */
export const LOOKED_AT = 50;

/** As two texts are compared. */
export const inOneLine = (text: string) => text.trim().replace(/\s+/g, ' ');

/** A reply is a comment, or only a mail, which then says by whom it is. */
const isReply = ({ kind, by }: TimelineEntry): boolean => kind === 'comment' || (kind === 'mail' && by !== undefined);

/**
 * @param entries of the case, in any order; only replies from before the mail count, so that a replay judges as the mail itself was judged.
 * @param mail `said`: digest of its words, to compare with replies that left no comment
 */
export const looksLikeLoop = (
  entries: readonly TimelineEntry[],
  mail: {
    readonly id: string;
    readonly at: string;
    readonly by: string;
    readonly text: string;
    readonly said?: string | undefined;
  },
): boolean => {
  const by = normaliseAddress(mail.by);
  const earlier = entries.filter(
    (entry) =>
      isReply(entry) &&
      entry.emailId !== undefined &&
      entry.emailId !== mail.id &&
      entry.at <= mail.at &&
      normaliseAddress(entry.by ?? '') === by,
  );
  const text = inOneLine(mail.text);
  const since = Date.parse(mail.at) - WINDOW_MS;
  return (
    (text !== '' && earlier.some((entry) => entry.kind === 'comment' && inOneLine(entry.text ?? '') === text)) ||
    (mail.said !== undefined && earlier.some(({ said }) => said === mail.said)) ||
    earlier.filter(({ at }) => Date.parse(at) > since).length >= MAX_ANSWERS
  );
};

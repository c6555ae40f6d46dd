/**
 * The number of a case in a subject: `[Case 12]`, or with the tenant's own word before it (FEATURES 53, 73). Only in brackets: `Case 12` alone is what anybody
 * writes. Who may write to that case is asked elsewhere (thread-record.ts): a number can be guessed.
 */

/** vtiger's own form, `[ Ticket Id : 345 ]`: subjects of before a move to Postroom. A tenant with a word of its own wants no other. */
const DEFAULT_WORDS = ['case', 'ticket id', 'ticket'];

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** @param prefix as in the settings; `Case` is the default */
export const caseNumberIn = (subject: string, prefix: string): number | undefined => {
  const words = prefix.toLowerCase() === 'case' ? DEFAULT_WORDS : [prefix];
  const found = new RegExp(`\\[ ?(?:${words.map(escaped).join('|')}) ?[:#]? ?(\\d{1,9}) ?\\]`, 'i').exec(
    subject.slice(0, 1000),
  );
  return found?.[1] === undefined ? undefined : Number(found[1]);
};

/** When a domain sends so much that receivers have stricter rules for it (FEATURES 104-106). */

/** "Close to 5,000 messages or more to personal Gmail accounts within 24 hours" (Google, Email sender guidelines FAQ), with room to do something. */
export const BULK_WARNING = 4_000;

/** Each counted mail stands for so many. */
export const SAMPLE = 32;

/** The last of an id's letters is random, one of 32. */
export const isSampled = (mailId: string): boolean => mailId.endsWith('0');

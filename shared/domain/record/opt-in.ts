/** The field *Email opt-in* of leads and contacts (FEATURES 185), `emailOptIn`: who opted out is written no mail by picking the record (FEATURES 133). */
import type { Fields } from './record.ts';

/** `Opted out (user)`, `Opted out (contact)`, as people or programs write it. */
export const hasOptedOut = (fields: Fields): boolean =>
  typeof fields['emailOptIn'] === 'string' && /^opted[\s_-]?out\b/i.test(fields['emailOptIn'].trim());

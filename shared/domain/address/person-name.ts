/** First and last name of a new person from the display name of a mail (FEATURES 17). */
import type { MailAddress } from './address.ts';

export interface PersonName {
  readonly firstname?: string;
  readonly lastname: string;
}

/** A display name longer than this is no name; the record's field would refuse it. */
const MAX_NAME_LENGTH = 255;

/** Control characters and line ends out, quotes round the whole out, runs of white space to one space, cut to what a field takes. */
export const tidyName = (name: string): string =>
  name
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .replace(/^(["'])(.*)\1$/u, '$2')
    .trim()
    .slice(0, MAX_NAME_LENGTH);

/** First word = first name, the rest = last name; one word = last name; no name = the address as last name. */
export const personNameOf = (from: MailAddress): PersonName => {
  const [first, ...rest] = tidyName(from.name)
    .split(' ')
    .filter((word) => word !== '');
  if (first === undefined) return { lastname: from.address.trim().slice(0, MAX_NAME_LENGTH) };
  return rest.length === 0 ? { lastname: first } : { firstname: first, lastname: rest.join(' ') };
};

/** First and last name of a new person from the display name of a mail (FEATURES 17). */
import { cut } from '../message/cut.ts';
import type { MailAddress } from './address.ts';

export interface PersonName {
  readonly firstname?: string;
  readonly lastname: string;
}

/** A display name longer than this is no name; the record's field would refuse it. */
const MAX_NAME_LENGTH = 255;

/** Zero width non-joiner and joiner stand inside Persian and Indic words and emoji; at the edge of a word they are nothing. */
const JOINERS = '\\u200c\\u200d';
const EDGE_JOINERS = new RegExp(`(^|\\s)[${JOINERS}]+|[${JOINERS}]+(?=\\s|$)`, 'gu');

/** Other format characters: marks of direction, which would turn a page's text round, soft hyphens, tags. */
const FORMAT = new RegExp(`(?![${JOINERS}])\\p{Cf}`, 'gu');

/**
 * Control characters, line ends and format characters out, quotes round the whole out, runs of white space to one space, cut to what a field
 * takes.
 */
export const tidyName = (name: string): string =>
  cut(
    name
      .toWellFormed()
      .replace(FORMAT, '')
      .replace(/[\p{Cc}\s]+/gu, ' ')
      .replace(EDGE_JOINERS, '$1')
      .trim()
      .replace(/^(["'])(.*)\1$/u, '$2')
      .trim(),
    MAX_NAME_LENGTH,
  ).trimEnd();

/** `Lovelace, Ada` as address books of companies write it; with a second comma it is a list or a title, and stays. */
const inOrder = (name: string): string => name.replace(/^([^,]+), ?([^,]+)$/u, '$2 $1');

/** First word = first name, the rest = last name; one word = last name; no name = the address as last name. */
export const personNameOf = (from: MailAddress): PersonName => {
  const [first, ...rest] = inOrder(tidyName(from.name))
    .split(' ')
    .filter((word) => word !== '');
  if (first === undefined) return { lastname: cut(from.address.trim(), MAX_NAME_LENGTH) };
  return rest.length === 0 ? { lastname: first } : { firstname: first, lastname: rest.join(' ') };
};

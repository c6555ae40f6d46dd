/**
 * Cards that put a user's own addresses into an address book (FEATURES 78). Version 3.0, which Outlook, Google and Apple all read; folded and escaped as RFC 6350
 * sections 3.2 and 3.4 say, which is how RFC 2426 has it too.
 */

export interface Card {
  readonly name: string;
  readonly address: string;
  readonly note: string;
}

/** A line break in a value would begin another property. */
const escaped = (value: string): string => value.replace(/[\\,;]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n');

/** RFC 6350 section 3.2: 75 octets a line without its break, the blank of a continuation counted, and no character of several octets cut. */
const MAX_OCTETS = 75;

const folded = (line: string): string => {
  const lines: string[] = [];
  let current = '';
  for (const character of line) {
    if (Buffer.byteLength(current + character) > MAX_OCTETS) {
      lines.push(current);
      current = ' ';
    }
    current += character;
  }
  return [...lines, current].join('\r\n');
};

const cardLines = ({ name, address, note }: Card): readonly string[] => [
  'BEGIN:VCARD',
  'VERSION:3.0',
  `FN:${escaped(name)}`,
  // RFC 2426 section 3.1.2 demands it; the whole name as family name, as of any address that is no person.
  `N:${escaped(name)};;;;`,
  `EMAIL;TYPE=INTERNET:${escaped(address)}`,
  `NOTE:${escaped(note)}`,
  'END:VCARD',
];

export const vCards = (cards: readonly Card[]): string =>
  cards
    .flatMap(cardLines)
    .map((line) => `${folded(line)}\r\n`)
    .join('');

/** The people in a header field as mail programs print it for people: looser than RFC 5322, with links in it and names alone. For forwarded.ts. */

export interface Mailbox {
  /** Null where the program shows the name only (Outlook within a company). */
  readonly address: string | null;
  /** Empty when there is none but the address. */
  readonly name: string;
}

/** RFC 5321 section 4.5.3.1.3. */
const MAX_ADDRESS_LENGTH = 254;

/** As for the header of the mail itself: nobody reads more recipients. */
const MAX_MAILBOXES = 1_000;

/** No name and address together are longer; what is cut makes every pattern below run over a short text. */
const MAX_MAILBOX_LENGTH = 1_000;

/** All but the brackets, quotes and separators that stand round an address in print. */
const ADDRESS = /[^\s<>()[\]"“”„«»,;:|]{1,64}@[^\s<>()[\]"“”„«»,;:|@]{1,250}/u;

/** Outlook writes links into the text: `Ada <ada@example.com<mailto:ada@example.com>>`; html-to-text so: `<ada@example.com [ada@example.com]>`. */
const withoutLinks = (text: string): string =>
  text
    .replace(/(\S)[<[(]mailto:[^<>[\]()\s]{1,300}[>\])]/gi, '$1')
    .replace(/(@\S{1,250})\s\[(?:mailto:)?[^\]\s]{1,300}\]/gi, '$1')
    .replace(/mailto:/gi, '');

const tidyName = (name: string): string =>
  name
    .replace(/[<([][^<>()[\]]{0,20}$/u, '')
    .replace(/^[\s"'“”„«»‘’<(*_,;]+|[\s"'“”„«»‘’<([*_,;]+$/gu, '')
    .replace(/[\s\u00a0]+/gu, ' ')
    .replaceAll('\\"', '"');

/** What stands behind the first address in brackets is another's: `Ada <ada@example.com> on behalf of desk@example.com`. */
const mailboxOf = (whole: string): Mailbox | undefined => {
  const cut = whole.slice(0, MAX_MAILBOX_LENGTH);
  const tidied = withoutLinks(cut);
  const text = ADDRESS.test(tidied) ? tidied : cut.replace(/mailto:/gi, ' ');
  const bracketed = new RegExp(`[<([]\\s?(${ADDRESS.source})`, 'u').exec(text);
  const found = bracketed ?? ADDRESS.exec(text);
  if (found === null) {
    const name = tidyName(text);
    return name === '' ? undefined : { address: null, name };
  }
  const address = (bracketed?.[1] ?? found[0]).replace(/^['‘]+|['’.]+$/gu, '');
  if (address.length > MAX_ADDRESS_LENGTH) return undefined;
  const name = tidyName(text.slice(0, found.index));
  return { address, name: name.toLowerCase() === address.toLowerCase() ? '' : name };
};

const CLOSES: Readonly<Record<string, string>> = { '"': '"', '<': '>', '(': ')', '[': ']', '“': '”', '«': '»' };

/** Parts between separators that stand neither in quotes nor in brackets; a bracket that never closes ends with its line's next `;`. */
const splitAt = (text: string, separator: string): readonly string[] => {
  const parts: string[] = [];
  let closing = '';
  let start = 0;
  for (let at = 0; at < text.length && parts.length < MAX_MAILBOXES; at += 1) {
    const character = text[at] ?? '';
    if (closing !== '') closing = character === closing || character === ';' ? '' : closing;
    else closing = CLOSES[character] ?? '';
    if (closing === '' && character === separator) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)].filter((part) => part.trim() !== '');
};

const hasAddress = (part: string): boolean => ADDRESS.test(part.slice(0, MAX_MAILBOX_LENGTH));

/**
 * `Lovelace, Ada <ada@example.com>`: a part without an address is the beginning of the next one's name. Without any address it is one person's name:
 * who shows names alone is Outlook, and that parts people with semicolons.
 */
const joinNames = (parts: readonly string[]): readonly string[] => {
  if (!parts.some(hasAddress)) return parts.length === 0 ? [] : [parts.join(',')];
  const joined: string[] = [];
  let held = '';
  for (const part of parts) {
    if (hasAddress(part)) {
      joined.push(`${held}${part}`);
      held = '';
    } else held += `${part.trim()}, `;
  }
  return held === '' ? joined : [...joined, ...held.split(', ').filter((name) => name !== '')];
};

/** Outlook parts people with semicolons and has commas in names, all others part them with commas. */
export const mailboxesIn = (value: string): readonly Mailbox[] => {
  const bySemicolon = splitAt(value, ';');
  const parts = bySemicolon.length > 1 ? bySemicolon : joinNames(splitAt(value, ','));
  return parts.map(mailboxOf).filter((mailbox) => mailbox !== undefined);
};

/** The only one, or the first. */
export const mailboxIn = (value: string): Mailbox | undefined => {
  const parts = joinNames(splitAt(value, ','));
  return mailboxOf(parts.length > 0 && hasAddress(parts[0] ?? '') ? (parts[0] ?? '') : value);
};

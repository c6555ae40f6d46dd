/** Address lists in header fields and envelope addresses, as far as SES looks at them. Linear in the length of the text. */
import { domainToASCII } from 'node:url';

export interface ListedAddress {
  /** The whole entry: `Ada <ada@example.com>`. */
  readonly text: string;
  /** Only the address: `ada@example.com`; not checked. */
  readonly address: string;
}

/** Entries read of one list. SES accepts 50 recipients a message when sending; a received header can claim any number. */
const MOST_ENTRIES = 1000;

/** Comments nest (RFC 5322 section 3.2.2); quoted strings were seen to by the splitting. */
const withoutComments = (text: string): string => {
  let depth = 0;
  let kept = '';
  for (const character of text) {
    if (character === '(') depth += 1;
    else if (character === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) kept += character;
  }
  return kept.trim();
};

const readEntry = (text: string): ListedAddress | undefined => {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const open = trimmed.lastIndexOf('<');
  if (open !== -1) {
    const close = trimmed.indexOf('>', open);
    return { text: trimmed, address: trimmed.slice(open + 1, close === -1 ? undefined : close).trim() };
  }
  return { text: trimmed, address: withoutComments(trimmed) };
};

/** Reads RFC 5322 section 3.4 lists: quoted strings, comments, and groups (`Friends: a@x, b@y;`, whose name is dropped). */
export const readAddressList = (value: string): ListedAddress[] => {
  const entries: ListedAddress[] = [];
  let from = 0;
  let quoted = false;
  let inAngle = false;
  let comments = 0;
  let inLiteral = false;
  const take = (to: number) => {
    const entry = readEntry(value.slice(from, to));
    if (entry !== undefined) entries.push(entry);
    from = to + 1;
  };
  for (let at = 0; at < value.length && entries.length < MOST_ENTRIES; at += 1) {
    const character = value[at];
    if (character === '\\') at += 1;
    else if (quoted) quoted = character !== '"';
    else if (character === '"') quoted = true;
    else if (character === '(') comments += 1;
    else if (character === ')') comments = Math.max(0, comments - 1);
    else if (comments > 0) continue;
    else if (character === '<') inAngle = true;
    else if (character === '>') inAngle = false;
    else if (character === '[') inLiteral = true;
    else if (character === ']') inLiteral = false;
    else if (character === ':' && !inAngle && !inLiteral) from = at + 1;
    else if ((character === ',' || character === ';') && !inAngle) take(at);
  }
  if (from < value.length && entries.length < MOST_ENTRIES) take(value.length);
  return entries;
};

/** Lower case and Punycode, so that `in.Example` and `IN.EXAMPLE` are one domain; empty when there is none. */
export const domainOf = (address: string): string => {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  return address.includes('@') ? domainToASCII(domain) || domain : '';
};

/** An identity covers an address when it is that address, its domain or a parent of its domain (SES guide, "Verified identities"). */
export const coveringIdentity = (address: string, isVerified: (identity: string) => boolean): string | undefined => {
  const domain = domainOf(address);
  const normal = `${address.slice(0, address.lastIndexOf('@'))}@${domain}`;
  if (isVerified(normal)) return normal;
  const labels = domain.split('.');
  for (let first = 0; first < labels.length - 1; first += 1) {
    const parent = labels.slice(first).join('.');
    if (isVerified(parent)) return parent;
  }
  return undefined;
};

/** The codes in what a server said: the reply of RFC 5321 section 4.2 (`550`) and the enhanced status of RFC 3463 (`5.1.1`). */

export interface Codes {
  readonly status: string | undefined;
  /** The class of the reply, where there is one. */
  readonly permanent: boolean | undefined;
}

/** Not within an IP address, a version or a date: no digit or dot on either side. */
const STATUS = /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?!\.?\d)/g;

/** RFC 5321 section 4.2.1: the second digit is 0 to 5. No part of a telephone number (`(415) 555-0100`), a port or a fraction. */
const REPLY = /(?<![\d.,/#+-]|[\d\]]:)([45])[0-5]\d(?=[\s:,;'"\]]|\)(?! ?\d{3}-)|-(?!\d{3})|$)/;

/** How much a code says: `5.0.0` nothing, `5.1.0` the field, `4.4.7` only that time ran out, the rest what happened. */
const weightOf = (status: string): number => {
  if (/\.0\.0$/.test(status)) return 0;
  if (/\.0$/.test(status)) return 1;
  return status === '4.4.7' ? 2 : 3;
};

/** Undefined when there is none; the first of the most telling ones, of the class of `field` (RFC 3464 section 2.3.4) if that has one. */
const statusIn = (field: string, said: string): string | undefined => {
  const own = field.match(STATUS)?.[0];
  const all = [...(own === undefined ? [] : [own]), ...(said.match(STATUS) ?? [])];
  const fitting = all.filter((status) =>
    own === undefined ? !status.startsWith('2') : status.charAt(0) === own.charAt(0),
  );
  return fitting.reduce<string | undefined>(
    (best, status) => (best === undefined || weightOf(status) > weightOf(best) ? status : best),
    undefined,
  );
};

export interface Words {
  /** A Status field, or empty; its class is believed more than any text's. */
  readonly field: string;
  /** A Diagnostic-Code field, or empty. */
  readonly diagnostic: string;
  /** What the report says for people. */
  readonly text: string;
}

/** The text is asked only when the fields say nothing: an advice in it may name other codes. */
export const codesIn = ({ field, diagnostic, text }: Words): Codes => {
  const first = statusIn(field, diagnostic);
  const isVague = first === undefined || (weightOf(first) === 0 && diagnostic.match(STATUS) === null);
  const status = isVague ? (statusIn(field, `${diagnostic} ${text}`) ?? first) : first;
  const digit = status?.charAt(0) ?? REPLY.exec(`${diagnostic} ${text}`)?.[1];
  return { status, permanent: digit === undefined || digit === '2' ? undefined : digit === '5' };
};

/** Text of a TNEF stream by the number of its code page, for read-tnef.ts. */
import { clean } from '../clean.ts';

/** Those whose label is not `windows-` and the number. The encodings are the browsers' (WHATWG); code pages of DOS are not among them. */
const LABELS: ReadonlyMap<number, string> = new Map([
  ...([
    [874, 'windows-874'],
    [932, 'shift_jis'],
    [936, 'gbk'],
    [949, 'euc-kr'],
    [950, 'big5'],
    [866, 'ibm866'],
  ] as const),
  ...([
    [1200, 'utf-16le'],
    [1201, 'utf-16be'],
    [10000, 'macintosh'],
    [20127, 'us-ascii'],
    [20866, 'koi8-r'],
  ] as const),
  ...([
    [20932, 'euc-jp'],
    [21866, 'koi8-u'],
    [50220, 'iso-2022-jp'],
    [50221, 'iso-2022-jp'],
    [50222, 'iso-2022-jp'],
  ] as const),
  ...([
    [51932, 'euc-jp'],
    [51936, 'gbk'],
    [51949, 'euc-kr'],
    [52936, 'gbk'],
    [54936, 'gb18030'],
    [65001, 'utf-8'],
  ] as const),
]);

/** What browsers read undeclared Western text as; it has a character for every byte. */
const FALLBACK = 'windows-1252';

const labelOf = (codePage: number): string => {
  if (codePage >= 1250 && codePage <= 1258) return `windows-${codePage}`;
  if (codePage >= 28591 && codePage <= 28606) return `iso-8859-${codePage - 28590}`;
  return LABELS.get(codePage) ?? FALLBACK;
};

/** Without the zero that ends strings in MAPI and all behind it. */
const untilZero = (text: string): string => {
  const zero = text.indexOf('\u0000');
  return zero < 0 ? text : text.slice(0, zero);
};

const decode = (bytes: Uint8Array, label: string): string => {
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    // iso-8859-12 was never published.
    return new TextDecoder(FALLBACK).decode(bytes);
  }
};

export const textIn = (bytes: Uint8Array, codePage: number): string =>
  clean(untilZero(decode(bytes, labelOf(codePage))));

export const UTF_16 = 1200;

/**
 * For parse-mail.ts: makes UTF-8 of header fields, and of a plain body, that hold 8-bit text whose charset nobody declared. RFC 5322 section 2.2
 * allows no such header, web forms and old programs send it daily, and the parser behind would put U+FFFD for every umlaut of a
 * customer's name. What is UTF-8 already stays as it is. From chunk to chunk, linear in the length of the mail.
 */
import { isUtf8 } from 'node:buffer';

/** What browsers and mail programs read undeclared Western text as; it has a character for every byte, so it cannot fail. */
const FALLBACK = 'windows-1252';

/** Where the empty line begins; undefined: not yet. */
const endOfHeader = (raw: Buffer): number | undefined => {
  const ends = [raw.indexOf('\n\n'), raw.indexOf('\n\r\n')].filter((at) => at >= 0);
  return ends.length === 0 ? undefined : Math.min(...ends) + 1;
};

/** A charset that a browser knows and that ASCII is a part of; else undefined. */
const knownCharset = (label: string | undefined): string | undefined => {
  try {
    const { encoding } = new TextDecoder(label ?? '');
    return encoding.startsWith('utf-16') ? undefined : encoding;
  } catch {
    return undefined;
  }
};

const decode = (bytes: Uint8Array, charset: string): Buffer => {
  try {
    return Buffer.from(new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return Buffer.from(new TextDecoder(FALLBACK).decode(bytes));
  }
};

/** RFC 2047 section 4.2 wants `=E4` in an encoded word; some programs leave the byte, in the charset the word itself names. */
const escapeInWords = (field: string): string =>
  field.replace(/=\?[^?\s]{1,60}\?q\?[^?]*\?=/gi, (word) =>
    word.replace(/[\x80-\xff]/g, (byte) => `=${byte.charCodeAt(0).toString(16).toUpperCase()}`),
  );

const mendField = (field: string, charset: string): Buffer => {
  if (isUtf8(Buffer.from(field, 'latin1'))) return Buffer.from(field, 'latin1');
  const bytes = Buffer.from(escapeInWords(field), 'latin1');
  return isUtf8(bytes) ? bytes : decode(bytes, charset);
};

const fieldValue = (fields: readonly string[], name: string): string =>
  fields
    .find((field) => field.toLowerCase().startsWith(`${name}:`))
    ?.slice(name.length + 1)
    .trim() ?? '';

const charsetOf = (contentType: string): string | undefined => /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1];

const isPlainText = (contentType: string, encoding: string): boolean =>
  /^($|text\/)/i.test(contentType) && /^($|7bit|8bit|binary)/i.test(encoding);

/** HTML says it of itself where the header does not (HTML Standard, "prescan a byte stream": within the first 1,024 bytes). */
const charsetOfMeta = (body: Buffer): string | undefined =>
  /<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]+)/i.exec(body.subarray(0, 1024).toString('latin1'))?.[1];

/** Header fields in UTF-8, and whether the body is text whose charset nobody declared. */
const mendHeader = (header: Buffer): { readonly mended: Buffer; readonly bodyHasNoCharset: boolean } => {
  const fields = header.toString('latin1').split(/(?<=\n)(?![ \t])/);
  const contentType = fieldValue(fields, 'content-type');
  const declared = charsetOf(contentType);
  const undeclared = declared === undefined || /^us-ascii$/i.test(declared);
  return {
    mended: isUtf8(header)
      ? header
      : Buffer.concat(fields.map((field) => mendField(field, knownCharset(declared) ?? FALLBACK))),
    bodyHasNoCharset: undeclared && isPlainText(contentType, fieldValue(fields, 'content-transfer-encoding')),
  };
};

const mendBody = (body: Buffer): Buffer =>
  isUtf8(body) ? body : decode(body, knownCharset(charsetOfMeta(body)) ?? FALLBACK);

/** Holds the header, and the body only where it is plain text without a charset. */
export async function* declareEightBit(raw: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let start: Buffer | undefined = Buffer.alloc(0);
  let held: Buffer[] | undefined;
  for await (const bytes of raw) {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    if (start === undefined) {
      if (held === undefined) yield chunk;
      else held.push(chunk);
      continue;
    }
    start = start.length === 0 ? chunk : Buffer.concat([start, chunk]);
    const end = endOfHeader(start);
    if (end === undefined) continue;
    const { mended, bodyHasNoCharset } = mendHeader(start.subarray(0, end));
    const body = start.subarray(end);
    start = undefined;
    yield mended;
    if (bodyHasNoCharset) held = [body];
    else yield body;
  }
  if (start !== undefined) yield mendHeader(start).mended;
  if (held !== undefined) yield mendBody(Buffer.concat(held));
}

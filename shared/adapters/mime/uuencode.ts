/**
 * Files in uuencode (POSIX "uuencode", before MIME): as the transfer encoding of a part, and within the plain text of mails without MIME, as
 * old Outlook and fax gateways send them. For parse-mail.ts. Linear in the length of the text, and no object per line.
 */

export interface UuFile {
  readonly name: string;
  readonly content: Buffer;
}

const BEGIN = /^begin [0-7]{3,4} (\S.*)$/;

/** A length, then groups of four characters of six bits each, space or backtick being zero: at most 1 + 84. */
const LINE = /^[ -`]{1,90}$/;

const sixBits = (line: string, at: number): number => ((line.codePointAt(at) ?? 32) - 32) & 63;

/** Writes what a line holds and answers where the next one goes. Spaces at the end get lost on the way; they are zeros. */
const decodeLine = (line: string, target: Buffer, start: number): number => {
  const length = sixBits(line, 0);
  for (let n = 0; n < length; n += 1) {
    const at = 1 + Math.floor(n / 3) * 4 + (n % 3);
    const shift = 2 + (n % 3) * 2;
    target[start + n] = (sixBits(line, at) << shift) | (sixBits(line, at + 1) >> (6 - shift));
  }
  return start + length;
};

/** Lines of `text` from an index on, without their ends, each with the index of the next. */
function* linesFrom(text: string, from: number): Generator<{ readonly line: string; readonly next: number }> {
  for (let start = from; start < text.length; ) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    yield { line: text.slice(start, text[end - 1] === '\r' ? end - 1 : end), next: end + 1 };
    start = end + 1;
  }
}

/** A line of one character may stand for 63 bytes that are all zeros and got lost; no honest encoder writes less than the length says. */
const roomFor = (text: string): number => text.length + 63;

/** A part whose transfer encoding is uuencode; with or without the lines `begin` and `end`. */
export const decodeUu = (text: string): Buffer => {
  const content = Buffer.alloc(roomFor(text));
  let at = 0;
  for (const { line } of linesFrom(text, 0))
    if (LINE.test(line) && at < text.length) at = decodeLine(line, content, at);
  return content.subarray(0, at);
};

/** More is no line of it, and less than this may still become one. */
const MAX_REST = 91;

/** The same of a part that comes in chunks. */
export async function* decodeUuChunks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let rest = '';
  for await (const chunk of chunks) {
    const text = rest + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString('latin1');
    const end = text.lastIndexOf('\n') + 1;
    rest = text.slice(end, end + MAX_REST);
    yield decodeUu(text.slice(0, end));
  }
  yield decodeUu(rest);
}

/** The file whose `begin` line stands at `from`, and where its `end` line ends; undefined when it is not one. */
const fileAt = (text: string, from: number): { readonly file: UuFile; readonly next: number } | undefined => {
  let name: string | undefined;
  let start = from;
  for (const { line, next } of linesFrom(text, from)) {
    if (name === undefined) {
      name = BEGIN.exec(line)?.[1];
      if (name === undefined) return undefined;
      start = next;
    } else if (line === 'end') {
      return { file: { name: name.trim(), content: decodeUu(text.slice(start, next - 'end'.length - 1)) }, next };
    } else if (line !== '' && !LINE.test(line)) return undefined;
  }
  return undefined;
};

/** As many as mailsplit takes parts of a mail (MAX_CHILD_NODES); a file of no content is 16 bytes of text. */
const MAX_FILES = 1_000;

/** The files in a text, and the text without them; a `begin` that nothing ends stays text. */
export const splitUuFiles = (text: string): { readonly text: string; readonly files: readonly UuFile[] } => {
  const kept: string[] = [];
  const files: UuFile[] = [];
  let rest = 0;
  for (const { index } of text.matchAll(/^begin [0-7]/gm)) {
    const found = index < rest || files.length === MAX_FILES ? undefined : fileAt(text, index);
    if (found === undefined) continue;
    kept.push(text.slice(rest, index));
    files.push(found.file);
    rest = found.next;
  }
  return { text: kept.join('') + text.slice(rest), files };
};

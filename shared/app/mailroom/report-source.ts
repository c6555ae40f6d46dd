/** What the readers of reports want beside a Message: the body as it came, and the parts whose content is text. For settle-mail.ts, of reports only. */
import type { ReportSource } from '../../domain/bounce/report.ts';
import type { FileContent } from '../../ports/mail-files.ts';
import type { ReadMail } from '../../ports/mail-parser.ts';

/** As much as the readers look at (domain/bounce/report.ts). */
const MAX_BYTES = 256 * 1024;

/** A report has three parts. */
const MAX_PARTS = 10;

async function* inPieces(content: FileContent): AsyncIterable<Uint8Array> {
  if (content instanceof Uint8Array) yield content;
  else yield* content;
}

const beginningOf = async (content: FileContent): Promise<string> => {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of inPieces(content)) {
    pieces.push(piece);
    length += piece.length;
    if (length >= MAX_BYTES) break;
  }
  return new TextDecoder().decode(Buffer.concat(pieces).subarray(0, MAX_BYTES));
};

export const reportSourceOf = async (
  { message, attachment }: ReadMail,
  raw: AsyncIterable<Uint8Array>,
): Promise<ReportSource> => {
  const parts: { contentType: string; text: string }[] = [];
  for (const [n, { contentType }] of message.attachments.entries())
    if (parts.length < MAX_PARTS && /^(message|text)\//i.test(contentType))
      parts.push({ contentType, text: await beginningOf(attachment(n)) });
  const whole = await beginningOf(raw);
  const gap = /\r?\n\r?\n/.exec(whole);
  return { parts, body: gap === null ? '' : whole.slice(gap.index + gap[0].length) };
};

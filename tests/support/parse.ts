/** Parses bytes as the functions do, from a stream, with the attachments' contents at hand. */
import { parseMail as parse } from '#shared/adapters/mime/parse-mail.ts';
import type { AttachmentPart, Message } from '#shared/domain/message/message.ts';
import type { FileContent } from '#shared/ports/mail-files.ts';

export interface ParsedAttachment extends AttachmentPart {
  readonly content: Uint8Array;
}

export interface ParsedMessage extends Message {
  readonly attachments: readonly ParsedAttachment[];
}

/** In pieces of `chunkBytes`, as a network delivers it. */
async function* piecesOf(raw: Uint8Array, chunkBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < raw.length; at += chunkBytes) yield raw.subarray(at, at + chunkBytes);
}

export const wholeOf = async (content: FileContent): Promise<Buffer> => {
  if (content instanceof Uint8Array) return Buffer.from(content);
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
};

export const parseMail = async (raw: Uint8Array, chunkBytes = 64 * 1024): Promise<ParsedMessage> => {
  const mail = await parse(async () => piecesOf(raw, chunkBytes));
  try {
    const attachments: ParsedAttachment[] = [];
    for (const [n, part] of mail.message.attachments.entries())
      attachments.push({ ...part, content: await wholeOf(mail.attachment(n)) });
    return { ...mail.message, attachments };
  } finally {
    await mail.close();
  }
};

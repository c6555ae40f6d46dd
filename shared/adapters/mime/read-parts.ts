/**
 * Drives `mailparser` (the customer's choice) over a stream and keeps the attachments in a spool: what `simpleParser` of the same library does, but
 * without holding the mail or its attachments. For parse-mail.ts.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type AttachmentStream, type HeaderLines, type Headers, MailParser, type MessageText } from 'mailparser';
import { MAX_RENDERED_HTML_LENGTH, textOfHtml } from '../html/text-of-html.ts';
import type { FoundFile } from './attachments.ts';
import type { Spool } from './spool.ts';
import { decodeUuChunks } from './uuencode.ts';

/**
 * Off is work that nobody uses here: links and images in a text version of the HTML that is made from the text. SHA-256 instead of MD5 is not for
 * secrecy: it is what tells two attachments apart, and processors have instructions for it.
 */
const OPTIONS = {
  skipTextToHtml: true,
  skipImageLinks: true,
  skipTextLinks: true,
  checksumAlgo: 'sha256',
  maxHtmlLengthToParse: MAX_RENDERED_HTML_LENGTH,
} as const;

export interface ReadParts {
  readonly headers: Headers;
  readonly headerLines: HeaderLines;
  readonly text: string;
  readonly html: string | undefined;
  readonly attachments: readonly FoundFile[];
}

const isUuencoded = (part: AttachmentStream): boolean =>
  /^\s*(x-)?uue?(ncode)?\s*$/i.test(String(part.headers.get('content-transfer-encoding') ?? ''));

const keepPart = async (part: AttachmentStream, spool: Spool): Promise<FoundFile> => {
  if (!(part.content instanceof Readable))
    throw new TypeError('mailparser gives the content of attachments as a stream.');
  const chunks: AsyncIterable<Uint8Array> = part.content;
  const kept = await spool.keep(isUuencoded(part) ? decodeUuChunks(chunks) : chunks);
  const { filename = '', contentType, checksum, cid } = part;
  part.release();
  return { filename, contentType, digest: checksum, contentId: cid, ...kept };
};

/**
 * Text for mail that is HTML alone. mailparser renders only HTML that is the whole mail, so with an attachment beside it there would be no text at all; what it renders between
 * other texts stays.
 */
const textIn = (headers: Headers, { text = '', html }: MessageText): string => {
  if (typeof html !== 'string' || html.length > MAX_RENDERED_HTML_LENGTH) return text;
  const type = headers.get('content-type');
  const isHtml = typeof type === 'object' && 'value' in type && type.value === 'text/html';
  return isHtml || text.trim() === '' ? textOfHtml(html) : text;
};

/** @param rendered whether HTML without a text version becomes text; fails on long or broken HTML. */
export const readParts = async (
  raw: AsyncIterable<Uint8Array>,
  spool: Spool,
  rendered: boolean,
): Promise<ReadParts> => {
  const parser = new MailParser({ ...OPTIONS, skipHtmlToText: !rendered });
  let headers: Headers = new Map();
  let headerLines: HeaderLines = [];
  parser.on('headers', (value) => {
    headers = value;
  });
  parser.on('headerLines', (value: HeaderLines) => {
    headerLines = value;
  });
  const feeding = pipeline(Readable.from(raw, { objectMode: false }), parser);
  const reading = async () => {
    let body: MessageText = { type: 'text' };
    const attachments: FoundFile[] = [];
    const parts: AsyncIterable<AttachmentStream | MessageText> = parser;
    for await (const part of parts) {
      if (part.type === 'text') body = part;
      else attachments.push(await keepPart(part, spool));
    }
    return { body, attachments };
  };
  const [{ body, attachments }] = await Promise.all([reading(), feeding]);
  const { html } = body;
  const text = rendered ? textIn(headers, body) : (body.text ?? '');
  return { headers, headerLines, text, html: typeof html === 'string' ? html : undefined, attachments };
};

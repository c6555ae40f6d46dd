/**
 * For parse-mail.ts: leaves out of a long mail what of its texts nobody will read, before `mailparser` sees it. That holds a text whole, several times over: 40 MB of plain
 * text made a process of 900 MB. Attachments pass as they are. The raw mail in the bucket has all of it.
 */
import { pipeline, Readable, Transform } from 'node:stream';
import { Joiner, type MimeNode, Splitter, type SplitterChunk } from '@zone-eu/mailsplit';

/** Of encoded text: what parse-mail.ts keeps of it (2 MB, HTML 4) in quoted-printable or base64. */
const MAX_TEXT_BYTES = 4 * 1024 * 1024;

/** Of all texts of a mail; mailparser joins them to one. */
const MAX_TEXTS_BYTES = 8 * 1024 * 1024;

/** What mailparser reads as text, and not as an attachment (`textTypes` of its MailParser). */
const TEXT_TYPES = ['text/plain', 'text/html', 'message/delivery-status'];

const isText = ({ contentType, disposition, root }: MimeNode): boolean => {
  if (disposition !== false && disposition !== 'inline') return false;
  return contentType === false ? root : TEXT_TYPES.includes(contentType);
};

/** Keeps the beginning of each text. Parts of what a splitter gives, for a joiner. */
const makeCutter = (): Transform => {
  let leftOfAll = MAX_TEXTS_BYTES;
  let leftOfPart = 0;
  return new Transform({
    objectMode: true,
    transform(chunk: SplitterChunk, _encoding, done) {
      if (chunk.type === 'node') leftOfPart = MAX_TEXT_BYTES;
      if (chunk.type !== 'body' || !isText(chunk.node)) return done(null, chunk);
      const kept = Math.min(chunk.value.length, leftOfPart, leftOfAll);
      leftOfPart -= kept;
      leftOfAll -= kept;
      return kept === chunk.value.length
        ? done(null, chunk)
        : done(null, { ...chunk, value: chunk.value.subarray(0, kept) });
    },
  });
};

async function* after(start: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* start;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

/** A mail that is shorter than one text may be goes through as it is, at no cost. */
export async function* cutTexts(raw: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const start: Uint8Array[] = [];
  const rest = raw[Symbol.asyncIterator]();
  let bytes = 0;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
    start.push(next.value);
    bytes += next.value.length;
    if (bytes <= MAX_TEXT_BYTES) continue;
    const whole = Readable.from(after(start, rest), { objectMode: false });
    // What fails on the way ends the joiner with its error, which whoever reads it gets.
    yield* pipeline(whole, new Splitter(), makeCutter(), new Joiner(), () => undefined);
    return;
  }
  yield* start;
}

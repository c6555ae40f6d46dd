/** What reaches the parser of a long mail. That every mail of the corpus goes through unchanged where nothing is cut is shown once, by hand; here is the form. */
import { expect, test } from 'vitest';
import { cutTexts } from '#shared/adapters/mime/cut-texts.ts';

const MIB = 1024 * 1024;
const LINE = `${'x'.repeat(62)}\r\n`;
const lines = (bytes: number) => LINE.repeat(bytes / LINE.length);
const MIXED = 'Subject: Long\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n';
const part = (type: string, body: string) => `--b\r\nContent-Type: ${type}\r\n\r\n${body}\r\n`;

/** In pieces as S3 gives them. */
async function* inPieces(raw: Buffer) {
  for (let at = 0; at < raw.length; at += 65_000) yield raw.subarray(at, at + 65_000);
}

const all = async (raw: AsyncIterable<Uint8Array>): Promise<string> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of cutTexts(raw)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
};

const through = (mail: string): Promise<string> => all(inPieces(Buffer.from(mail)));

test('[F32] of a long text the first 4 MB go on, whether it has lines or not', async () => {
  const header = 'Subject: Long\r\n\r\n';
  expect(await through(header + lines(6 * MIB))).toBe(header + lines(4 * MIB));
  expect(await through(header + 'x'.repeat(6 * MIB))).toBe(header + 'x'.repeat(4 * MIB));
});

test('[F32] of many texts the first 8 MB go on, with every part still there', async () => {
  const cut = await through(`${MIXED}${part('text/plain', lines(3 * MIB)).repeat(5)}--b--\r\n`);
  const kept = [3, 3, 2, 0, 0].map((size) => part('text/plain', lines(size * MIB)));
  expect(cut.length).toBe(`${MIXED}${kept.join('')}--b--\r\n`.length);
  expect(cut.split('--b\r\n')).toHaveLength(6);
});

test('[F14] an attachment of any length and kind goes on as it is, and so does what stands behind a long text', async () => {
  const files = [
    part('application/pdf', lines(5 * MIB)),
    part('text/plain\r\nContent-Disposition: attachment; filename=log.txt', lines(5 * MIB)),
    part('text/csv', lines(5 * MIB)),
  ].join('');
  const cut = await through(`${MIXED}${part('text/html', lines(6 * MIB))}${files}--b--\r\n`);
  expect(cut).toBe(`${MIXED}${part('text/html', lines(4 * MIB))}${files}--b--\r\n`);
});

test('what fails while it is read fails for who reads it', async () => {
  async function* broken() {
    yield Buffer.from(lines(5 * MIB));
    throw new Error('S3 went away');
  }
  await expect(all(broken())).rejects.toThrow('S3 went away');
});

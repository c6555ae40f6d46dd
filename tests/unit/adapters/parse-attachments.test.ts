import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { decodeUuChunks } from '#shared/adapters/mime/uuencode.ts';
import { parseMail } from '#tests/support/parse.ts';
import { attribute, ID, properties, stream, unicode } from './tnef-stream.ts';

/** One line of uuencode (POSIX): how many bytes, then six bits a character. */
const uuLine = (bytes: Buffer): string => {
  const six = (value: number) => String.fromCharCode(32 + (value & 63));
  let line = six(bytes.length);
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
    line += six(a >> 2) + six((a << 4) | (b >> 4)) + six((b << 2) | (c >> 6)) + six(c);
  }
  return line;
};

const parse = (lines: readonly string[]) => parseMail(Buffer.from(lines.join('\r\n')));

describe('attachments', () => {
  const withPart = (...lines: string[]) =>
    parse([
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'Hello',
      '--b',
      ...lines,
      '--b--',
      '',
    ]);
  const named = async (...fields: string[]) => (await withPart(...fields, '', 'data')).attachments[0]?.name;

  test.each([
    ['a plain name', ['Content-Disposition: attachment; filename=a.pdf'], 'a.pdf'],
    [
      'a name in RFC 2231 pieces',
      ["Content-Disposition: attachment; filename*0*=utf-8''caf%C3%A9; filename*1=.pdf"],
      'café.pdf',
    ],
    [
      'a name in an encoded word',
      ['Content-Disposition: attachment; filename="=?utf-8?q?caf=C3=A9.pdf?="'],
      'café.pdf',
    ],
    ['only a name of the type', ['Content-Type: application/pdf; name=b.pdf'], 'b.pdf'],
    ['a path', ['Content-Disposition: attachment; filename="../../etc/passwd"'], '.._.._etc_passwd'],
    ['a path of Windows', ['Content-Disposition: attachment; filename="C:\\\\dir\\\\a.exe"'], 'C:_dir_a.exe'],
    ['only dots', ['Content-Disposition: attachment; filename=".."'], 'attachment-0'],
    ['none', ['Content-Disposition: attachment'], 'attachment-0'],
    ['control characters', ["Content-Disposition: attachment; filename*=utf-8''a%0D%0Ab%00.txt"], 'ab.txt'],
    ['a name written backwards', ["Content-Disposition: attachment; filename*=utf-8''a%E2%80%AEfdp.exe"], 'afdp.exe'],
  ])('%s', async (_what, fields, expected) => {
    expect(await named(...fields)).toBe(expected);
  });

  test('a name of more than 255 characters is cut', async () => {
    expect(await named(`Content-Disposition: attachment; filename="${'n'.repeat(300)}"`)).toHaveLength(255);
  });

  test('a type that is none becomes application/octet-stream', async () => {
    const { attachments } = await withPart(
      'Content-Type: some<thing>/else',
      'Content-Disposition: attachment',
      '',
      'x',
    );
    expect(attachments[0]?.contentType).toBe('application/octet-stream');
  });

  test('text beside the text is an attachment only when it says so', async () => {
    const both = await withPart(
      'Content-Type: text/plain',
      'Content-Disposition: attachment; filename=a.txt',
      '',
      'data',
    );
    const inline = await withPart('Content-Type: text/plain', '', 'more');
    expect([both.attachments.length, both.text]).toEqual([1, 'Hello']);
    expect([inline.attachments.length, inline.text]).toEqual([0, 'Hello\nmore']);
  });

  test('a part in uuencode is decoded, with or without begin and end', async () => {
    const part = (...lines: string[]) =>
      withPart('Content-Type: application/octet-stream', 'Content-Transfer-Encoding: x-uuencode', '', ...lines);
    const bare = await part('+2&5L;&\\@9F%X(0H`', '`');
    const full = await part('begin 644 a.txt', '+2&5L;&\\@9F%X(0H`', '`', 'end');
    expect([bare, full].map(({ attachments }) => Buffer.from(attachments[0]?.content ?? []).toString())).toEqual([
      'Hello fax!\n',
      'Hello fax!\n',
    ]);
  });

  test('a part in uuencode is the same however it comes in pieces', async () => {
    const content = Buffer.from(Array.from({ length: 45 * 200 }, (_, n) => (n * 31) % 256));
    const lines = Array.from({ length: 200 }, (_, n) => uuLine(content.subarray(n * 45, n * 45 + 45)));
    const raw = Buffer.from(`begin 644 a.bin\n${lines.join('\n')}\n\`\nend\n`, 'latin1');
    for (const size of [1, 61, 62, 63, 1000, raw.length]) {
      const pieces: Buffer[] = [];
      const cut = Array.from({ length: Math.ceil(raw.length / size) }, (_, n) =>
        raw.subarray(n * size, n * size + size),
      );
      for await (const piece of decodeUuChunks(Readable.from(cut))) pieces.push(piece);
      expect(Buffer.concat(pieces).equals(content), `pieces of ${size}`).toBe(true);
    }
  });

  test('[F29] what is in a winmail.dat stands in its place, and its text where the mail has none', async () => {
    const winmail = stream(
      attribute(1, ID.messageProperties, properties(unicode(0x1000, 'Hello from Outlook'))),
      attribute(2, ID.begins, Buffer.alloc(14)),
      attribute(2, ID.data, 'the file'),
      attribute(2, ID.properties, properties(unicode(0x3707, 'Angebot \u00e4.pdf'))),
    );
    const { text, attachments } = await parse([
      'Content-Type: application/ms-tnef; name=winmail.dat',
      'Content-Disposition: attachment; filename=winmail.dat',
      'Content-Transfer-Encoding: base64',
      '',
      winmail.toString('base64'),
    ]);
    expect(text).toBe('Hello from Outlook');
    expect(attachments.map(({ name, content }) => [name, Buffer.from(content).toString()])).toEqual([
      ['Angebot \u00e4.pdf', 'the file'],
    ]);
  });

  test('a picture that the HTML shows stays named by its cid and is not copied into it', async () => {
    const { html, attachments } = await parse([
      'Content-Type: multipart/related; boundary=b',
      '',
      '--b',
      'Content-Type: text/html',
      '',
      '<img src="cid:pic">',
      '--b',
      'Content-Type: image/png',
      'Content-ID: <pic>',
      '',
      'data',
      '--b--',
      '',
    ]);
    expect([html?.trim(), attachments.length]).toEqual(['<img src="cid:pic">', 1]);
  });
});

describe('uuencoded files in the text of a mail', () => {
  const FILE = ['begin 644 a.txt', '+2&5L;&\\@9F%X(0H`', '`', 'end'];
  test.each([
    ['are attachments where the mail has no MIME header', [], 'Look:\n\nBye', 1],
    ['are text where it has one', ['Content-Type: text/plain'], ['Look:', '', ...FILE, 'Bye'].join('\n'), 0],
  ])('%s', async (_what, fields, text, count) => {
    const parsed = await parse([...fields, 'X: y', '', 'Look:', '', ...FILE, 'Bye']);
    expect([parsed.text, parsed.attachments.length]).toEqual([text, count]);
  });

  test.each([
    ['a sentence that begins with begin', ['begin 644 words about it', 'and so on.']],
    ['a file without an end', ['begin 644 a.txt', '+2&5L;&\\@9F%X(0H`']],
    ['a mode that is none', ['begin xyz a.txt', '`', 'end']],
  ])('%s is text', async (_what, lines) => {
    const parsed = await parse(['X: y', '', ...lines]);
    expect([parsed.text, parsed.attachments]).toEqual([lines.join('\n'), []]);
  });
});

import { describe, expect, test } from 'vitest';
import { composeMail } from '#shared/adapters/mime/compose-mail.ts';
import type { OutgoingMail } from '#shared/domain/sending/outgoing-mail.ts';
import type { ComposeMail } from '#shared/ports/sending.ts';
import { anUnfiledMail } from '#tests/support/feedback-world.ts';
import { aPart, type Reparsed, reparsed } from '#tests/support/reparsed.ts';

type Content = Partial<Parameters<ComposeMail>[1]>;

const compose = async (mail: Partial<OutgoingMail>, content: Content = {}) => {
  const raw = await composeMail(anUnfiledMail(mail), { attachments: [], ...content });
  const two = await reparsed(raw);
  return {
    raw,
    longest: Math.max(
      ...raw
        .toString('latin1')
        .split('\r\n')
        .map((line) => line.length),
    ),
    two,
  };
};
/** Both parsers say so. */
const expectBoth = (two: Awaited<ReturnType<typeof reparsed>>, expected: Partial<Reparsed>) => {
  expect(two.mailparser).toMatchObject(expected);
  expect(two['postal-mime']).toMatchObject(expected);
};
const file = (name: string, contentType: string, text: string) => ({ name, contentType, content: Buffer.from(text) });

describe('a composed mail', () => {
  test.each([1, 997, 998, 999, 5000])(
    'with a line of %i characters has none over 998 and says the same',
    async (length) => {
      const text = `start\n${'x'.repeat(length)}\nend`;
      const html = `<p>${'ü '.repeat(length)}</p>`;
      const { two, longest } = await compose({}, { text, html });
      expect(longest).toBeLessThanOrEqual(998);
      expectBoth(two, { text, html });
    },
  );

  test('[F98] without subject and body is a mail all the same', async () => {
    expectBoth((await compose({ subject: '' })).two, { subject: '', text: '', html: '', attachments: [] });
  });

  test('of attachments alone holds each once', async () => {
    const files = [file('a.q7x', 'application/x-a', '\0one'), file('b.q7x', 'text/html', '<p>two')];
    const parts = files.map(({ name, contentType, content }) => aPart(name, contentType, content));
    expectBoth((await compose({}, { attachments: files })).two, { text: '', html: '', attachments: parts });
    expectBoth((await compose({}, { attachments: files.slice(0, 1) })).two, { attachments: parts.slice(0, 1) });
  });

  test.each([
    ['family and flag', '👩‍👩‍👧‍👦 🇩🇪 Angebot'],
    ['right to left', 'הצעה 500 مرحبا\u200f!'],
    ['an encoded word written by hand', 'x =?utf-8?q?a=0D=0ABcc:_evil@evil.example?= y'],
    ['a word of 998 characters', 'x'.repeat(998)],
    ['998 characters outside ASCII', 'ü'.repeat(998)],
    ['inner spaces', 'a  b   c'],
  ])('keeps a subject: %s', async (_title, subject) => {
    const { two, longest } = await compose({ subject });
    expect(longest).toBeLessThanOrEqual(998);
    expectBoth(two, { subject, bcc: [] });
  });

  test.each([
    ['of 255 characters', `${'long name '.repeat(25)}.q7x`],
    ['outside ASCII', 'Übersicht 报告 📎.q7x'],
    ['of everything that quotes', `"a'b*c%41;d=e(f),<g>.q7x`],
  ])('keeps a file name %s (RFC 2231)', async (_title, name) => {
    const { two, raw } = await compose({}, { text: 'Hi', attachments: [file(name, 'application/x-a', 'x')] });
    expect(raw.toString('latin1')).toMatch(/filename(\*0)?(\*)?=/);
    expectBoth(two, { attachments: [aPart(name, 'application/x-a', Buffer.from('x'))] });
  });

  test('carries a mail as a file, byte by byte: no line of it can make the mail one that SES refuses', async () => {
    const eml = file('old.q7x', 'message/rfc822', `Subject: old\n\n${'z'.repeat(2000)}\0\n`);
    const { two, longest } = await compose({}, { text: 'Hi', attachments: [eml] });
    expect(longest).toBeLessThanOrEqual(998);
    expectBoth(two, { text: 'Hi', attachments: [aPart('old.q7x', 'application/octet-stream', eml.content)] });
  });

  test('has line ends of CR and LF only, whatever the text has', async () => {
    const { raw, two } = await compose({}, { text: 'a\nb\r\nc\rd', html: '<p>\n</p>' });
    expect(raw.toString('latin1').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expectBoth(two, { text: 'a\nb\nc\nd', html: '<p>\n</p>' });
  });

  test('names neither Bcc nor who gets nothing', async () => {
    const { raw, two } = await compose({
      recipients: [
        { role: 'to', address: 'ada@shop.example', facts: [] },
        { role: 'to', address: 'gone@shop.example', facts: [], failed: 'suppressed' },
        { role: 'cc', address: 'bob@shop.example', facts: [] },
        { role: 'bcc', address: 'hidden@shop.example', facts: [] },
      ],
    });
    expect(raw.toString()).not.toMatch(/bcc|hidden@|gone@/i);
    expectBoth(two, { to: ['ada@shop.example'], cc: ['bob@shop.example'], bcc: [] });
  });
});

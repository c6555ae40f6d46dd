/**
 * What a composed mail is when its values are the worst that could come: values that the contract refuses are given to the composer all the same, which is the
 * second fence. Everything is read again by two parsers with no code in common (tests/support/reparsed.ts).
 */
import { simpleParser } from 'mailparser';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { composeMail } from '#shared/adapters/mime/compose-mail.ts';
import { SendEmailBody } from '#shared/contracts/emails.ts';
import type { OutgoingMail } from '#shared/domain/sending/outgoing-mail.ts';
import type { ComposeMail } from '#shared/ports/sending.ts';
import { anUnfiledMail } from '#tests/support/feedback-world.ts';
import { reparsed } from '#tests/support/reparsed.ts';

type Content = Partial<Parameters<ComposeMail>[1]>;

/** Of each at most one, and no other (RFC 5322 section 3.6). */
const FIELDS = new Set(
  'from reply-to to cc subject date message-id in-reply-to references mime-version content-type content-transfer-encoding content-disposition x-postroom-mail auto-submitted x-auto-response-suppress'.split(
    ' ',
  ),
);
const ONCE = ['from', 'date', 'message-id', 'mime-version', 'x-postroom-mail'];

/** Nothing any server may refuse or change on the way, which a DKIM signature would not survive: RFC 5321 4.5.3.1.6, RFC 5322 2.3, RFC 6376 5.3. */
const expectSendable = (raw: Buffer) => {
  const text = raw.toString('latin1');
  const lines = text.split('\r\n');
  expect(lines.filter((line) => line.length > 998)).toEqual([]);
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  // 7 bit throughout, so that no server has to offer 8BITMIME, and no NUL.
  expect(raw.filter((octet) => octet === 0 || octet > 127).length).toBe(0);
  const header = lines.slice(0, lines.indexOf(''));
  expect(header.filter((line) => !/^[ \t]+\S|^[\w-]+:(?: |$)/.test(line))).toEqual([]);
  const names = header.filter((line) => /^\S/.test(line)).map((line) => line.split(':')[0]?.toLowerCase() ?? '');
  expect(names.filter((name, at) => !FIELDS.has(name) || names.indexOf(name) !== at)).toEqual([]);
  expect(ONCE.filter((name) => !names.includes(name))).toEqual([]);
  const encodings = [...text.matchAll(/^Content-Transfer-Encoding: (.*)\r$/gm)].map(([, name]) => name);
  expect(encodings.filter((name) => !/^(7bit|quoted-printable|base64)$/.test(name ?? ''))).toEqual([]);
};

const compose = async (mail: Partial<OutgoingMail>, content: Content = {}) => {
  const raw = await composeMail(anUnfiledMail(mail), { attachments: [], text: 'Hello.', ...content });
  expectSendable(raw);
  return { raw, two: Object.values(await reparsed(raw)) };
};

const TO = [{ role: 'to' as const, address: 'jane@example.com', facts: [] }];
const NOT_MORE = { from: ['sender@example.com'], to: ['jane@example.com'], cc: [], bcc: [] };

/** Starts a field, ends the header, ends the mail, or does so once it is decoded. */
const INJECTIONS = [
  '\r\nBcc: evil@evil.example',
  '\nBcc: evil@evil.example',
  '\rBcc: evil@evil.example',
  '\r\n\r\n<script>',
  '\r\n.\r\nMAIL FROM:<evil@evil.example>',
  '\u2028Bcc: evil@evil.example',
  '\u0085Bcc: evil@evil.example',
  '\u0000Bcc: evil@evil.example',
  '=?utf-8?q?=0D=0ABcc:_evil@evil.example?=',
  '" <evil@evil.example>, "',
  '> , evil@evil.example <',
  ', evil@evil.example',
  '; evil@evil.example',
  '(evil@evil.example)',
];

describe('a header is not injected by', () => {
  test.each(INJECTIONS)('%j in any value that ends up there', async (evil) => {
    const file = { name: `a${evil}.q7x`, contentType: `application/x-a${evil}`, content: Buffer.from('x') };
    const answered = { replyTo: 'desk@example.com', replyToName: `Desk${evil}`, references: [`a${evil}@b.example`] };
    const mail = { fromName: `Sender${evil}`, subject: `Hello${evil}`, recipients: TO, ...answered };
    const { two, raw } = await compose(mail, { attachments: [file, { ...file, cid: `c${evil}` }] });
    expect(raw.toString('latin1')).not.toMatch(/^(bcc|mail from)/im);
    for (const read of two) {
      expect(read).toMatchObject({ ...NOT_MORE, replyTo: ['desk@example.com'] });
      expect(read.attachments.length).toBe(2);
    }
  });

  test.each(INJECTIONS)('%j in an address: it is not composed, or names nobody else', async (evil) => {
    const made = await compose({ recipients: [{ role: 'to', address: `jane${evil}@example.com`, facts: [] }] }).then(
      ({ two }) => two.flatMap(({ to, cc, bcc }) => [...to, ...cc, ...bcc]),
      () => [],
    );
    expect(made.filter((address) => address.startsWith('evil@'))).toEqual([]);
  });
});

describe('a name is shown as it is:', () => {
  test.each([
    ['emoji', 'Ada 👩‍👩‍👧‍👦 🇩🇪'],
    ['right to left', 'דוא"ל בע"מ'],
    ['right to left in the middle', 'Acme שלום Ltd'],
    ['marks of direction', 'Acme \u202egnp.exe\u202c \u2066x\u2069'],
    ['quotes, commas and brackets', 'O\'Brien, "Ada" (Sales) <x@y.example>'],
    ['backslashes', 'a\\b\\'],
    ['a name that is an address', 'ceo@bank.example'],
    ['a long one', 'x'.repeat(255)],
    ['a long one outside ASCII', 'ü'.repeat(255)],
    ['half a surrogate pair', 'Ada\ud83d'],
  ])('%s', async (_title, fromName) => {
    const { two, raw } = await compose({ fromName, replyTo: 'desk@example.com', replyToName: fromName });
    const line = /^From:(.*(?:\r\n[ \t].*)*)/m.exec(raw.toString('latin1'))?.[1] ?? '';
    expect(line.trimEnd().endsWith('<sender@example.com>')).toBe(true);
    for (const read of two) expect(read).toMatchObject({ ...NOT_MORE, replyTo: ['desk@example.com'] });
    const names = [(await simpleParser(raw)).from?.value[0]?.name, (await PostalMime.parse(raw)).from?.name];
    expect(names).toEqual([fromName.toWellFormed(), fromName.toWellFormed()]);
  });
});

describe('a body says what was written:', () => {
  const long = 'x'.repeat(998);
  test.each([
    ['nothing', ''],
    ['one line end', '\n'],
    ['a word of 5,000 letters', 'w'.repeat(5_000)],
    ['a word of 5,000 letters outside ASCII', '語'.repeat(5_000)],
    ['lines at the limit and past it', `${long}\n${long}y\n${long}yz`],
    ['dots at line starts', '.\n..\n.hidden\n\n.\nend'],
    ['From at line starts', 'From me\n>From you\nFrom '],
    ['what looks like a boundary', '--\n--=\n----_NmP-1\n--b--'],
    ['what looks like a header', 'Bcc: evil@evil.example\n\nSubject: x'],
    ['blanks and tabs at line ends', 'a \nb\t\n \n\t'],
    ['what looks encoded', '=\n==3D=20=?utf-8?q?x?='],
    ['emoji and right to left', '👩‍👩‍👧‍👦 שלום \u202eabc\u202c'],
    ['controls', '\u0001\u0007\u0008\u001b[31m\u007f\u000c'],
  ])('%s, as text and as HTML', async (_title, text) => {
    const html = `<pre>${text}</pre>`;
    const { two } = await compose({}, { text, html });
    for (const read of two) expect([read.text, read.html]).toEqual([text.replace(/\n+$/, ''), html]);
  });

  test('line ends of every kind become CR LF, a NUL and half a surrogate pair do not break it', async () => {
    const { two } = await compose({}, { text: 'a\rb\nc\r\nd\u0000e\ud83df', html: '<p>\r\n</p>\r' });
    for (const read of two) expect(read.text.startsWith('a\nb\nc\nd')).toBe(true);
  });
});

describe('recipients', () => {
  test('60 of them are in To, folded, and 60 files are 60 files', async () => {
    const to = Array.from({ length: 60 }, (_, n) => `${'somebody.with.a.long.name'.repeat(2)}+${n}@shop.example`);
    const recipients = to.map((address) => ({ role: 'to' as const, address, facts: [] }));
    const content = Buffer.from('x');
    const attachments = to.map((_, n) => ({ name: `${n}.q7x`, contentType: 'application/x-a', content }));
    const { two } = await compose({ recipients }, { attachments });
    for (const read of two) expect([read.to, read.attachments.length]).toEqual([to, 60]);
  });

  test('with a domain in other letters are written to in ASCII, where no server has to know more', async () => {
    const body = { to: ['Ada@Müller.example'], subject: 'x' };
    const { to } = SendEmailBody.parse(body);
    expect(to).toEqual(['Ada@xn--mller-kva.example']);
    const recipients = [{ role: 'to' as const, address: 'Ada@Müller.example', facts: [] }];
    expect((await compose({ recipients })).raw.toString()).toContain('To: Ada@xn--mller-kva.example\r\n');
  });

  test.each(['jörg@shop.example', '用户@shop.example', 'ada\u200b@shop.example', 'аda@shop.example'])(
    'with other letters before the @ (SMTPUTF8) are refused with the reason: %s',
    (address) => {
      const { error } = SendEmailBody.safeParse({ to: [address], subject: 'x' });
      expect(error?.issues[0]).toMatchObject({ path: ['to', 0] });
      expect(error?.issues[0]?.message).toMatch(/letters outside ASCII before the @ are not supported/);
    },
  );
});

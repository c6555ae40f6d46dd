import { describe, expect, test } from 'vitest';
import { parseMail } from '#tests/support/parse.ts';

const parse = (lines: readonly string[], encoding: BufferEncoding = 'utf8') =>
  parseMail(Buffer.from(lines.join('\r\n'), encoding));
/** A mail of these header fields with a short text. */
const head = (...fields: string[]) => parse([...fields, '', 'Hello', '']);
const person = (address: string, name = '') => ({ address, name });

describe('addresses', () => {
  test.each([
    ['a bare address', 'ada@x.example', [person('ada@x.example')]],
    ['a name', 'Ada Lovelace <ada@x.example>', [person('ada@x.example', 'Ada Lovelace')]],
    [
      'a quoted name with comma and at sign',
      '"Lovelace, Ada @ work" <ada@x.example>',
      [person('ada@x.example', 'Lovelace, Ada @ work')],
    ],
    [
      'a name in encoded words',
      '=?utf-8?B?SsO2cmc=?= =?iso-8859-1?q?_M=FCller?= <j@x.example>',
      [person('j@x.example', 'Jörg Müller')],
    ],
    ['a group', 'Team: ada@x.example, Ben <ben@x.example>;', [person('ada@x.example'), person('ben@x.example', 'Ben')]],
    ['an empty group', 'undisclosed-recipients:;', []],
    ['a comment as the name', 'ada@x.example (Ada Lovelace)', [person('ada@x.example', 'Ada Lovelace')]],
    [
      'folded lines',
      'Ada\r\n Lovelace\r\n <ada@x.example>,\r\n\tben@x.example',
      [person('ada@x.example', 'Ada Lovelace'), person('ben@x.example')],
    ],
    ['an address in Unicode', '用户@例子.example', [person('用户@例子.example')]],
    ['a quoted local part', '"a b"@x.example', [person('"a b"@x.example')]],
    ['nothing between commas', ',, ada@x.example ,', [person('ada@x.example')]],
    ['NUL bytes', 'A\u0000da <a\u0000da@x.example>', [person('ada@x.example', 'Ada')]],
    [
      'line ends smuggled in an encoded word',
      '=?utf-8?q?Ada=0D=0ABcc=3A_evil?= <ada@x.example>',
      [person('ada@x.example', 'Ada Bcc: evil')],
    ],
    [
      'an address only in the name stays a name',
      '=?utf-8?q?boss@bank.example?= <ada@x.example>',
      [person('ada@x.example', 'boss@bank.example')],
    ],
  ])('%s', async (_what, value, expected) => {
    expect((await head(`To: ${value}`)).to).toEqual(expected);
  });

  test('an address of 254 characters is kept, a longer one is no address (RFC 5321 section 4.5.3.1.3)', async () => {
    const local = 'a'.repeat(254 - '@x.example'.length);
    expect((await head(`To: ${local}@x.example`)).to).toHaveLength(1);
    expect((await head(`To: ${local}a@x.example`)).to).toEqual([]);
  });

  test('1,000 recipients are kept, no more', async () => {
    const many = Array.from({ length: 1_001 }, (_, n) => `u${n}@x.example`).join(',\r\n ');
    const { to } = await head(`To: ${many}`);
    expect([to.length, to.at(-1)?.address]).toEqual([1_000, 'u999@x.example']);
  });

  test('a sender that cannot be written to is none', async () => {
    expect((await head('From: MAILER-DAEMON')).from).toBeUndefined();
    expect((await head('From: <>')).from).toBeUndefined();
    expect((await head('From: <MAILER-DAEMON>')).from).toBeUndefined();
    expect((await head('From: <ada@x@y.example>')).from).toBeUndefined();
    expect((await head('From: <ada@>')).from).toBeUndefined();
    expect((await head('Subject: x')).from).toBeUndefined();
    expect((await head('From: MAILER-DAEMON, ada@x.example')).from).toEqual(person('ada@x.example'));
  });

  test('several To and Cc fields are all read', async () => {
    const { to, cc } = await head('To: a@x.example', 'To: b@x.example', 'Cc: c@x.example', 'Cc: d@x.example');
    expect([...to, ...cc].map(({ address }) => address)).toEqual([
      'a@x.example',
      'b@x.example',
      'c@x.example',
      'd@x.example',
    ]);
  });
});

describe('subject, ids and date', () => {
  test.each([
    ['[F16] an empty one', 'Subject:', 'Untitled'],
    ['[F16] white space', 'Subject: \t ', 'Untitled'],
    ['[F16] none', 'X: y', 'Untitled'],
    ['encoded words in two charsets', 'Subject: =?utf-8?q?Gr=C3=B6=C3=9Fe?= =?koi8-r?b?8NLJ18XU?=', 'GrößeПривет'],
    ['a word torn in the middle of a character', 'Subject: =?utf-8?B?4oI=?=\r\n =?utf-8?B?rA==?=', '€'],
    ['Japanese in ISO-2022-JP', 'Subject: =?iso-2022-jp?B?GyRCRnxLXBsoQg==?=', '日本'],
    ['raw UTF-8', 'Subject: Größe', 'Größe'],
    ['an unknown charset', 'Subject: =?x-klingon?q?abc?=', 'abc'],
    ['a folded one', 'Subject: one\r\n two\r\n\tthree', 'one two three'],
    ['NUL and other control characters', 'Subject: a\u0000b\u0007c', 'ab c'],
    ['line ends smuggled in an encoded word', 'Subject: =?utf-8?q?a=0D=0ABcc=3A_x@y.example?=', 'a Bcc: x@y.example'],
  ])('%s', async (_what, field, subject) => {
    const parsed = await head(field);
    expect(parsed.subject.replace(/\s+/g, ' ')).toBe(subject);
  });

  test.each([
    [
      'the parent first, then References from near to far',
      ['In-Reply-To: <c@x>', 'References: <a@x> <b@x> <c@x>'],
      ['c@x', 'b@x', 'a@x'],
    ],
    ['References alone', ['References: <a@x>\r\n <b@x>'], ['b@x', 'a@x']],
    ['a parent that References do not name', ['In-Reply-To: <d@x>', 'References: <a@x>'], ['d@x', 'a@x']],
    ['no white space between', ['References: <a@x><b@x>'], ['b@x', 'a@x']],
    ['commas between', ['References: <a@x>,<b@x>'], ['b@x', 'a@x']],
    ['an id twice', ['References: <a@x> <b@x> <a@x>'], ['a@x', 'b@x']],
    ['a phrase round the id', ['In-Reply-To: Your message of "Mon, 1 Jan" <a@x>'], ['a@x']],
    ['no brackets', ['In-Reply-To: a@x'], ['a@x']],
    ['nothing', [], []],
    ['empty ones', ['In-Reply-To:', 'References: <>'], []],
  ])('references: %s', async (_what, fields, expected) => {
    expect((await head(...fields)).references).toEqual(expected);
  });

  test.each([
    ['<a@x.example>', 'a@x.example'],
    ['a@x.example', 'a@x.example'],
    ['< a@x.example >', 'a@x.example'],
    ['<>', undefined],
    ['', undefined],
  ])('Message-ID %j', async (value, expected) => {
    expect((await head(`Message-ID: ${value}`)).messageId).toBe(expected);
  });

  test.each([
    ['Sat, 21 Nov 2026 10:00:00 +0100', '2026-11-21T09:00:00.000Z'],
    ['Sat, 21 Nov 2026 10:00:00 +0100 (CET)', '2026-11-21T09:00:00.000Z'],
    ['21 Nov 2026 09:00:00 GMT', '2026-11-21T09:00:00.000Z'],
    ['next Tuesday or so', undefined],
    ['', undefined],
    ['Sat, 99 Nov 2026 10:00:00 +0100', undefined],
  ])('the date %j', async (value, expected) => {
    expect((await head(`Date: ${value}`)).date).toBe(expected);
  });
});

describe('[F30] text', () => {
  const inCharset = (charset: string, bytes: string, encoding: BufferEncoding = 'latin1') =>
    parse(
      ['MIME-Version: 1.0', `Content-Type: text/plain${charset}`, 'Content-Transfer-Encoding: 8bit', '', bytes],
      encoding,
    );

  test.each([
    ['UTF-8', '; charset=utf-8', Buffer.from('Grüße €').toString('latin1'), 'Grüße €'],
    ['quotes round the charset', '; charset="iso-8859-1"', 'Gr\xfc\xdfe', 'Grüße'],
    ['windows-1252', '; charset=windows-1252', '3 \x80', '3 €'],
    ['KOI8-R', '; charset=koi8-r', '\xf0\xd2\xc9\xd7\xc5\xd4', 'Привет'],
    ['Shift_JIS', '; charset=shift_jis', '\x93\xfa\x96\x7b', '日本'],
    ['gb2312, which means gb18030', '; charset=gb2312', '\xc4\xe3\xba\xc3', '你好'],
    ['ks_c_5601-1987, which means cp949', '; charset=ks_c_5601-1987', '\xc7\xd1\xb1\xdb', '한글'],
    ['no charset, but UTF-8', '', Buffer.from('Grüße').toString('latin1'), 'Grüße'],
    ['no charset and no UTF-8: windows-1252', '', 'Gr\xfc\xdfe, 3 \x80', 'Grüße, 3 €'],
    ['us-ascii that is not', '; charset=us-ascii', 'Gr\xfc\xdfe', 'Grüße'],
    ['a charset that does not exist', '; charset=x-klingon', 'abc', 'abc'],
  ])('in %s', async (_what, charset, bytes, text) => {
    expect((await inCharset(charset, bytes)).text.trim()).toBe(text);
  });

  test('of HTML that names its charset only in <meta>', async () => {
    const { html } = await parse(
      [
        'Content-Type: text/html',
        '',
        '<meta http-equiv=Content-Type content="text/html; charset=koi8-r"><p>\xf0\xd2\xc9\xd7\xc5\xd4',
      ],
      'latin1',
    );
    expect(html).toContain('Привет');
  });

  test('NUL bytes are gone', async () => {
    const { text } = await parse(['Content-Type: text/plain; charset=utf-8', '', 'a\u0000b']);
    expect(text).toBe('ab');
  });

  test('[F18] HTML alone gives text too', async () => {
    const { text, html } = await parse([
      'Content-Type: text/html; charset=utf-8',
      '',
      '<p>Hello <b>Ada</b></p><style>p{}</style>',
    ]);
    expect(text.trim()).toBe('Hello Ada');
    expect(html).toContain('<b>Ada</b>');
  });

  test('plain text has no HTML', async () => {
    expect((await head('Content-Type: text/plain')).html).toBeUndefined();
  });

  test('HTML too long to be rendered is kept without a text of it', async () => {
    const long = `<p>${'x'.repeat(2 * 1024 * 1024)}</p>`;
    const { text, html } = await parse(['Content-Type: text/html', '', long]);
    expect([text.trim(), html?.length]).toEqual(['', long.length]);
  });

  test('raw 8-bit headers are read in the charset the mail declares, else as windows-1252', async () => {
    const greek = await parse(
      ['Subject: \xe3\xe5\xe9\xe1', 'Content-Type: text/plain; charset=iso-8859-7', '', 'x'],
      'latin1',
    );
    const western = await parse(['Subject: Gr\xf6\xdfe', 'From: J\xf6rg <j@x.example>', '', 'x'], 'latin1');
    expect([greek.subject, western.subject, western.from?.name]).toEqual(['γεια', 'Größe', 'Jörg']);
  });

  test('a declared charset that ASCII is no part of cannot be that of the headers', async () => {
    const { subject } = await parse(
      ['Subject: Gr\xf6\xdfe', 'Content-Type: text/plain; charset=utf-16le', '', 'x'],
      'latin1',
    );
    expect(subject).toBe('Größe');
  });

  test('halves of characters, made of words in another charset than they say, are gone', async () => {
    const wrong = Buffer.from('836583588367', 'hex').toString('base64');
    const { subject, from } = await head(
      `Subject: =?ISO-2022-JP?B?${wrong}?=`,
      `From: =?ISO-2022-JP?B?${wrong}?= <a@x.example>`,
    );
    expect([subject.isWellFormed(), from?.name.isWellFormed()]).toEqual([true, true]);
  });

  test('one field in UTF-8 and one in windows-1252 are both read', async () => {
    const utf8 = Buffer.from('Größe').toString('latin1');
    const parsed = await parse([`Subject: ${utf8}`, 'From: J\xf6rg <j@x.example>', '', 'x'], 'latin1');
    expect([parsed.subject, parsed.from?.name]).toEqual(['Größe', 'Jörg']);
  });
});

describe('headers', () => {
  test('keep their order, their case of value, and every occurrence', async () => {
    const { headers } = await head('X-Tag: One', 'X-TAG: Two', 'X-Other: folded\r\n value');
    expect(headers.get('x-tag')?.map((value) => value.trim())).toEqual(['One', 'Two']);
    expect(headers.get('x-other')?.map((value) => value.trim())).toEqual(['folded value']);
  });

  test('by the names of a prototype are headers like any other', async () => {
    const { headers } = await head(
      '__proto__: a',
      'constructor: b',
      'List-__proto__: c',
      'Content-Type: text/plain; __proto__=x',
    );
    expect([headers.get('__proto__')?.[0]?.trim(), headers.get('constructor')?.[0]?.trim()]).toEqual(['a', 'b']);
    expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
  });

  test('a mail without any is empty, not refused', async () => {
    expect(await parse(['', 'Just text'])).toMatchObject({
      from: undefined,
      subject: 'Untitled',
      to: [],
      references: [],
      date: undefined,
    });
  });
});

test('[F32] of a text of many megabytes the first two are kept, without half a character at the end', async () => {
  const { text } = await parse([
    'Subject: x',
    'Content-Type: text/plain; charset=utf-8',
    '',
    '\u{1f600}'.repeat(1_200_000),
  ]);
  expect([text.length, text.isWellFormed()]).toEqual([2 * 1024 * 1024, true]);
});

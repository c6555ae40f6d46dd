import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { composeMail } from '#shared/adapters/mime/compose-mail.ts';
import { SendEmailBody } from '#shared/contracts/emails.ts';
import { normaliseAddress } from '#shared/domain/address/address.ts';
import { anUnfiledMail } from '#tests/support/feedback-world.ts';
import { howMuch } from '#tests/support/how-much.ts';
import { aPart, plain, type Reparsed, reparsed } from '#tests/support/reparsed.ts';

/** Shaped: what people write, and what a composer gets wrong. */
const word = fc.oneof(
  fc.constantFrom(
    'Hello',
    'Grüße',
    '你好世界',
    'שלום',
    'مرحبا\u200f',
    '👩‍👩‍👧‍👦',
    '🇩🇪',
    'e\u0301',
    '"quoted"',
    '(comment)',
    '<x@y.example>',
  ),
  fc.constantFrom(
    '=?utf-8?q?a=0D=0ABcc:_evil@evil.example?=',
    '=?',
    '?=',
    '=0D=0A',
    'Bcc: evil@evil.example',
    '\\',
    ';',
    ',',
    ':',
  ),
  fc.integer({ min: 60, max: 300 }).map((length) => 'x'.repeat(length)),
  fc.integer({ min: 30, max: 120 }).map((length) => 'ü'.repeat(length)),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
const subject = fc
  .array(word, { maxLength: 8 })
  .map((words) => words.join(' ').slice(0, 998).toWellFormed())
  .filter((text) => !/[\p{Cc}\u2028\u2029\ufffd]/u.test(text));

const bodyLine = fc.oneof(
  fc.constantFrom(
    '',
    '.',
    '..',
    'From here on',
    '-- ',
    ' leading',
    'trailing  ',
    '>quoted',
    '=3D',
    '=',
    '--_NmP-1',
    'a\tb',
    'Content-Type: text/html',
    '\u0008',
  ),
  fc.constantFrom(75, 76, 77, 78, 997, 998, 999, 2500).map((length) => 'y'.repeat(length)),
  fc.constantFrom(76, 998, 999).map((length) => `${'ä'.repeat(length)} =`),
  word,
);
const body = fc
  .array(fc.tuple(bodyLine, fc.constantFrom('\n', '\r\n', '\n\n')), { maxLength: 12 })
  .map((lines) => lines.map(([text, end]) => text.replace(/[\r\n]/g, '') + end).join(''))
  .map((text) => text.replaceAll('\u0000', '').toWellFormed());

const localPart = fc
  .array(fc.constantFrom(..."abcxyzABC0189!#$%&'*+-/=^_`{|}~"), { minLength: 1, maxLength: 30 })
  .map((characters) => characters.join(''));
const address = fc
  .tuple(
    fc.oneof(
      localPart,
      fc.tuple(localPart, localPart).map((parts) => parts.join('.')),
    ),
    fc.constantFrom('shop.example', 'xn--mller-kva.example', 'a.b.c.example'),
  )
  .map((parts) => parts.join('@'));

/** An ending of no type: mailparser reads the type of application/octet-stream from the name. */
const fileName = fc
  .array(
    fc.constantFrom(
      'report',
      'Übersicht',
      '报告',
      'דוח',
      '📎',
      ' ',
      '"',
      "'",
      ';',
      '=',
      '*',
      '%41',
      '(',
      ')',
      ',',
      '&',
      '.tar',
      'n'.repeat(60),
      '长'.repeat(40),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => `f${parts.join('')}`.slice(0, 240).toWellFormed().concat('.q7x'))
  .filter((name) => !name.includes('=?') && !name.includes('\ufffd'));
const file = fc.record({
  name: fileName,
  contentType: fc.constantFrom(
    'application/pdf',
    'text/plain',
    'text/html',

    'image/png',
    'message/rfc822',
    'message/delivery-status',
    'application/x-a.b+c',
  ),
  content: fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 300 }),
    fc
      .constantFrom(
        'Subject: nested\r\n\r\nbody\r\n',
        `${'z'.repeat(1200)}\n.\n`,
        '\u0000\r\n--b--\r\n',
        'bare\rcarriage\nreturn',
      )
      .map((text) => new Uint8Array(Buffer.from(text))),
  ),
});

const asked = fc.record({
  subject,
  text: fc.option(body, { nil: undefined }),
  html: fc.option(
    body.map((text) => `<p dir="auto">${text}</p>`),
    { nil: undefined },
  ),
  replyTo: fc.option(address, { nil: undefined }),
  to: fc.uniqueArray(address, { minLength: 1, maxLength: 10, selector: normaliseAddress }),
  cc: fc.uniqueArray(address, { maxLength: 5, selector: normaliseAddress }),
  attachments: fc.array(file, { maxLength: 3 }),
});

const HEADERS =
  /^(From|To|Cc|Reply-To|Subject|Message-ID|X-Postroom-Mail|Date|MIME-Version|Content-Type|Content-Transfer-Encoding|Content-Disposition)$/;
const HIDDEN = 'hidden-copy@secret.example';

/** mailparser shows domains in Unicode; spaces round a subject mean nothing and each parser keeps others. */
const even = (mail: Reparsed): Reparsed => ({
  ...mail,
  subject: mail.subject.trim(),
  ...Object.fromEntries(
    (['from', 'replyTo', 'to', 'cc', 'bcc'] as const).map((role) => [role, mail[role].map(normaliseAddress)]),
  ),
});

test(
  'what is composed has the fields it may have, no line over 998, and says to two parsers what was asked',
  async () => {
    await fc.assert(
      fc.asyncProperty(asked, async (wanted) => {
        const { subject: title, text, html, replyTo, to, cc, attachments } = wanted;
        // The generator makes only what the contract lets in.
        expect(SendEmailBody.safeParse({ to, cc, subject: title, text, html, replyTo }).error?.issues).toBeUndefined();
        const recipients = [
          ...to.map((one) => ({ role: 'to' as const, address: one, facts: [] })),
          ...cc.map((one) => ({ role: 'cc' as const, address: one, facts: [] })),
          { role: 'bcc' as const, address: HIDDEN, facts: [] },
        ];
        const mail = anUnfiledMail({ subject: title, recipients, ...(replyTo === undefined ? {} : { replyTo }) });
        const raw = await composeMail(mail, {
          ...(text === undefined ? {} : { text }),
          ...(html === undefined ? {} : { html }),
          attachments,
        });
        const lines = raw.toString('latin1').split('\r\n');
        expect(lines.filter((one) => one.length > 998 || /[\r\n]/.test(one) || one.includes('\0'))).toEqual([]);
        const header = lines.slice(0, lines.indexOf(''));
        expect(header.filter((one) => /[^\t\x20-\x7e]/.test(one))).toEqual([]);
        const names = header.filter((one) => !/^[ \t]/.test(one)).map((one) => one.split(':')[0] ?? '');
        expect(names.filter((name) => !HEADERS.test(name))).toEqual([]);
        expect(new Set(names).size).toBe(names.length);
        expect(raw.includes(HIDDEN)).toBe(false);
        const expected: Reparsed = {
          from: ['sender@example.com'],
          replyTo: replyTo === undefined ? [] : [normaliseAddress(replyTo)],
          to: to.map(normaliseAddress),
          cc: cc.map(normaliseAddress),
          bcc: [],
          subject: title.trim(),
          text: plain(text),
          html: plain(html),
          attachments: attachments.map(({ name, contentType, content }) =>
            aPart(
              name.replace(/ {2,}/g, ' '),
              contentType.startsWith('message/') ? 'application/octet-stream' : contentType,
              content,
            ),
          ),
        };
        const { mailparser, 'postal-mime': postalMime } = await reparsed(raw);
        expect(even(mailparser)).toEqual(expected);
        expect(even(postalMime)).toEqual(expected);
      }),
      { numRuns: howMuch({ part: 60, whole: 600 }) },
    );
  },
  howMuch({ part: 60_000, whole: 600_000 }),
);

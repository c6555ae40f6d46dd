import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_SUBJECT_LENGTH, SendEmailBody, sendableAddress, UploadBody } from '#shared/contracts/emails.ts';
import { INJECTIONS, PLACES } from '#tests/support/header-injections.ts';

const mail = { to: ['ada@shop.example'], subject: 'Hello' };
const file = { name: 'a.pdf', contentType: 'application/pdf', content: 'eA==' };

/** Fields with what is wrong in them, as the API names them. */
const wrong = (body: unknown): readonly string[] =>
  SendEmailBody.safeParse(body).error?.issues.map(({ path }) => path.join('.')) ?? [];

describe('an address to send to', () => {
  test.each([
    ['ada@shop.example', 'ada@shop.example'],
    ['Ada@Shop.Example', 'Ada@shop.example'],
    ['ada@müller.example', 'ada@xn--mller-kva.example'],
    ['ada@faß.example', 'ada@xn--fa-hia.example'],
    ['ada@例え.jp', 'ada@xn--r8jz45g.jp'],
    ["o'brien+x{y}=@shop.example", "o'brien+x{y}=@shop.example"],
    [`${'a'.repeat(64)}@shop.example`, `${'a'.repeat(64)}@shop.example`],
  ])('%s leaves as %s', (typed, sent) => {
    expect(sendableAddress.parse(typed)).toBe(sent);
  });

  test.each([
    ['a local part outside ASCII', 'jürgen@shop.example'],
    ['a local part of 65 characters', `${'a'.repeat(65)}@shop.example`],
    ['a domain with a path, which a URL parser would cut off', 'ada@shop.example/x'],
    ['a domain with a fragment', 'ada@shop.example#x'],
    ['an escaped domain', 'ada@shop%2eexample'],
    ['an IP address in disguise', 'ada@0x7f.1'],
    ['an IP address', 'ada@127.0.0.1'],
    ['wide digits', 'ada@１２７.0.0.1'],
    ['an empty label', 'ada@shop..example'],
    ['a dot at the end', 'ada@shop.example.'],
    ['a hyphen at the start', 'ada@-shop.example'],
    ['a label of 64 characters', `ada@${'a'.repeat(64)}.example`],
    ['a label that is too long in ASCII', `ada@${'ü'.repeat(60)}.example`],
    ['Punycode of nothing', 'ada@xn--ü.example'],
    ['two dots together', 'a..b@shop.example'],
    ['a dot before the @', 'a.@shop.example'],
    ['a dot at the start', '.a@shop.example'],
    ['the beginning of an encoded word', '=?utf-8?q?a?=@shop.example'],
    ['a display name', 'Ada <ada@shop.example>'],
    ['two addresses', 'ada@shop.example,bob@shop.example'],
    ['a group', 'all:ada@shop.example;'],
    ['a comment', 'ada(x)@shop.example'],
  ])('%s is refused', (_title, typed) => {
    expect(sendableAddress.safeParse(typed).success).toBe(false);
  });

  test('whatever is typed, what leaves is ASCII, one address, and leaves the same again', () => {
    const typed = fc
      .tuple(fc.string({ unit: 'grapheme', maxLength: 10 }), fc.string({ unit: 'grapheme', maxLength: 20 }))
      .map(([local, domain]) => `${local}@${domain}.example`);
    void fc.assert(
      fc.property(fc.oneof(typed, fc.emailAddress()), (text) => {
        const { data, success } = sendableAddress.safeParse(text);
        if (!success) return;
        expect(data).toMatch(/^[\x21-\x7e]+@[a-z0-9.-]+$/);
        expect(data.split('@')).toHaveLength(2);
        expect(sendableAddress.parse(data)).toBe(data);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('what would start a header of its own is refused by the name of its field:', () => {
  test.each(
    Object.entries(PLACES).flatMap(([field, build]) =>
      Object.entries(INJECTIONS).map(([what, evil]) => [what, field, build(evil)] as const),
    ),
  )('%s in %s', (_what, field, body) => {
    expect(new Set(wrong(body))).toEqual(new Set([field]));
  });

  test.each(['name', 'contentType'] as const)('and in the %s of an upload', (field) => {
    const good = { name: 'a.pdf', contentType: 'application/pdf', sizeBytes: 1 };
    expect(UploadBody.safeParse(good).success).toBe(true);
    for (const evil of Object.values(INJECTIONS))
      expect(UploadBody.safeParse({ ...good, [field]: good[field] + evil }).error?.issues[0]?.path).toEqual([field]);
  });
});

describe('a mail', () => {
  const people = (count: number, from = 0) =>
    Array.from({ length: count }, (_, n) => `reader-${from + n}@shop.example`);

  test.each([
    ['without a body', { ...mail }],
    ['with an empty subject', { ...mail, subject: '' }],
    ['[F131] with ten in To', { ...mail, to: people(10) }],
    ['to 50 each alone', { ...mail, to: people(50), separate: true }],
    ['to a record', { ...mail, to: [{ module: 'contacts', id: '01jd3x8q4v7m0000000000000a' }] }],
    ['held back for 60 seconds', { ...mail, undoSeconds: 60 }],
    ['with a subject at its limit', { ...mail, subject: 'x'.repeat(MAX_SUBJECT_LENGTH) }],
    ['with 50 recipients in all', { ...mail, to: people(10), cc: people(30, 10), bcc: people(10, 40) }],
    ['with emoji and directions in the subject', { ...mail, subject: '👩‍👩‍👧 שלום\u200f مرحبا' }],
    ['of lines of any length', { ...mail, text: 'x'.repeat(1_000_000), html: 'y'.repeat(1_000_000) }],
  ])('%s is taken', (_title, body) => {
    expect(wrong(body)).toEqual([]);
  });

  test.each([
    ['to nobody', { ...mail, to: [] }, ['to']],
    ['to 51 in one field', { ...mail, to: people(51) }, ['to']],
    ['to 51 in three fields', { ...mail, to: people(10), cc: people(24, 10), bcc: people(17, 34) }, ['to']],
    ['with a subject one past its limit', { ...mail, subject: 'x'.repeat(MAX_SUBJECT_LENGTH + 1) }, ['subject']],
    ['with NUL in the text', { ...mail, text: 'a\u0000b' }, ['text']],
    ['with half a character in the HTML', { ...mail, html: 'a\udc00b' }, ['html']],
    ['with base64 that is none', { ...mail, attachments: [{ ...file, content: 'eA=' }] }, ['attachments.0.content']],
    ['with no attachment in it', { ...mail, attachments: [{ ...file, content: '' }] }, ['attachments.0.content']],
    ['with a file in a folder', { ...mail, attachments: [{ ...file, name: '../a.pdf' }] }, ['attachments.0.name']],
    [
      'with an encoded word for a file name',
      { ...mail, attachments: [{ ...file, name: '=?utf-8?q?a=0A?=' }] },
      ['attachments.0.name'],
    ],
    [
      'with parts for a file',
      { ...mail, attachments: [{ ...file, contentType: 'multipart/mixed' }] },
      ['attachments.0.contentType'],
    ],
    ['of a template and of its own', { ...mail, templateId: '01jd3x8q4v7m0000000000000a' }, ['subject']],
    ['in a language without a template', { ...mail, language: 'de' }, ['language']],
    ['[F131] to eleven in one field', { ...mail, to: people(11) }, ['to']],
    ['to 51 each alone', { ...mail, to: people(51), separate: true }, ['to']],
    ['to each alone with a copy', { ...mail, cc: people(1), separate: true }, ['cc']],
    ['to a record without its module', { ...mail, to: [{ id: '01jd3x8q4v7m0000000000000a' }] }, ['to.0']],
    ['held back for 61 seconds', { ...mail, undoSeconds: 61 }, ['undoSeconds']],
    ['held back and planned', { ...mail, undoSeconds: 5, sendAt: '2026-11-22T09:00:00Z' }, ['undoSeconds']],
    [
      'with a program by its name',
      { ...mail, attachments: [{ ...file, name: 'a.pdf.EXE. ' }] },
      ['attachments.0.name'],
    ],
    [
      'with a program by its type',
      { ...mail, attachments: [{ ...file, contentType: 'application/x-msdownload' }] },
      ['attachments.0.contentType'],
    ],
    ['at no time', { ...mail, sendAt: 'tomorrow' }, ['sendAt']],
  ])('%s is refused by the name of its field', (_title, body, fields) => {
    expect(wrong(body)).toEqual(fields);
  });
});

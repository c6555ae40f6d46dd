import './repeatable.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ids } from '#shared/adapters/ids.ts';
import { sanitiseHtml } from '#shared/adapters/mime/sanitise-html.ts';
import { isDeliverable } from '#shared/domain/address/address.ts';
import { personNameOf } from '#shared/domain/address/person-name.ts';
import { Failure } from '#shared/domain/failure.ts';
import { fingerprintOf } from '#shared/domain/mailroom/fingerprint.ts';
import { recognise } from '#shared/domain/mailroom/recognise.ts';
import { makeBoundsCheck } from '#shared/domain/message/bounds.ts';
import type { Message } from '#shared/domain/message/message.ts';
import { howMuch } from '#tests/support/how-much.ts';
import { parseMail } from '#tests/support/parse.ts';
import { DamagedMail, OrdinaryMail } from './mail-generators.ts';

const RUNS = { numRuns: 300 };
const TIME = { timeout: 120_000 };

const even = (text: string) => text.replace(/\s+/g, ' ').trim();
const printOf = (message: Message) => ids.digest(...fingerprintOf(message, 'acme+lead'));

describe('an ordinary mail, however it is written', () => {
  test('[F30] reads as what it was written from', TIME, async () => {
    await fc.assert(
      fc.asyncProperty(OrdinaryMail, async (written) => {
        const read = await parseMail(Buffer.from(written.raw));
        expect({
          from: read.from,
          to: read.to,
          subject: even(read.subject),
          messageId: read.messageId,
          date: read.date,
          text: even(read.text),
          attachments: read.attachments.map(({ name, content }) => [name, Buffer.from(content).toString('hex')]),
        }).toEqual({
          from: written.from,
          to: written.to,
          subject: even(written.subject),
          messageId: written.messageId,
          date: '2026-11-21T09:00:00.000Z',
          text: even(written.text),
          attachments: written.attachments.map(({ name, content }) => [name, content.toString('hex')]),
        });
      }),
      RUNS,
    );
  });

  test('[F32] is within the bounds', () => {
    fc.assert(
      fc.property(OrdinaryMail, ({ raw }) => {
        expect(makeBoundsCheck()(Buffer.from(raw))).toEqual({ kind: 'fit' });
      }),
      RUNS,
    );
  });

  test('[F33] is ordinary and may be answered', TIME, async () => {
    await fc.assert(
      fc.asyncProperty(OrdinaryMail, async ({ raw }) => {
        expect(recognise(await parseMail(Buffer.from(raw)))).toEqual({ kind: 'ordinary', mayAnswer: true });
      }),
      RUNS,
    );
  });

  test('[F15] has one fingerprint whatever way it came, and another than any other mail', TIME, async () => {
    await fc.assert(
      fc.asyncProperty(OrdinaryMail, OrdinaryMail, fc.boolean(), async (one, other, isUnnamed) => {
        const without = (raw: string) => (isUnnamed ? raw.replace(/^Message-ID:.*\n/m, '') : raw);
        const direct = await parseMail(Buffer.from(without(one.raw)));
        const relayed = await parseMail(
          Buffer.from(
            `Received: from a by b; Sat, 21 Nov 2026 09:00:05 +0000\nDelivered-To: x@y.example\n${without(one.raw)}`,
          ),
        );
        expect(printOf(relayed)).toBe(printOf(direct));
        const isSame = without(one.raw).replace(/\r/g, '') === without(other.raw).replace(/\r/g, '');
        if (!isSame && one.text !== other.text && one.messageId !== other.messageId)
          expect(printOf(await parseMail(Buffer.from(without(other.raw))))).not.toBe(printOf(direct));
      }),
      RUNS,
    );
  });
});

describe('[F32] a damaged mail', () => {
  test('reads the same in chunks of any size', TIME, async () => {
    await fc.assert(
      fc.asyncProperty(DamagedMail, fc.integer({ min: 1, max: 300 }), async (raw, chunkBytes) => {
        const [whole, pieces] = await Promise.all(
          [raw.length, chunkBytes].map((size) => parseMail(raw, size).catch(() => 'unreadable')),
        );
        expect(pieces).toEqual(whole);
      }),
      { numRuns: howMuch({ part: 100, whole: 600 }) },
    );
  });

  /** What leaves the parser is in proportion to what went in: no text or part is there many times over. */
  const sizeOf = ({ text, html, subject, attachments }: Message) =>
    text.length + (html?.length ?? 0) + subject.length + attachments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

  test('is read or refused as unreadable, and nothing of it is half a character or NUL', TIME, async () => {
    await fc.assert(
      fc.asyncProperty(DamagedMail, async (raw) => {
        const read = await parseMail(raw).catch((failure: unknown) => failure);
        if (read instanceof Error) {
          expect(read).toBeInstanceOf(Failure);
          expect(read).toMatchObject({ kind: 'invalid-input', code: 'unreadable-mail' });
          return;
        }
        const message = read as Message;
        expect(sizeOf(message)).toBeLessThan(raw.length * 4 + 100);
        const { attachments, headers, ...rest } = message;
        const said = [
          rest.subject,
          rest.text,
          rest.html ?? '',
          rest.messageId ?? '',
          ...rest.references,
          ...[...rest.to, ...rest.cc].flatMap(({ address, name }) => [address, name]),
          ...attachments.map(({ name }) => name),
        ];
        for (const text of said) expect([text.isWellFormed(), text.includes('\u0000')]).toEqual([true, false]);
        expect(rest.from === undefined || isDeliverable(rest.from.address)).toBe(true);
        expect(headers).toBeInstanceOf(Map);
      }),
      { numRuns: 600 },
    );
  });

  test('goes through everything that decides on it without an error', TIME, async () => {
    await fc.assert(
      fc.asyncProperty(DamagedMail, async (raw) => {
        makeBoundsCheck()(raw);
        const message = await parseMail(raw).catch(() => undefined);
        if (message === undefined) return;
        recognise(message);
        expect(printOf(message)).toMatch(/^[0-9a-f]{64}$/);
        expect(personNameOf(message.from ?? { address: 'a@b.example', name: message.subject }).lastname).not.toBe('');
        expect(sanitiseHtml(message.html ?? '')).not.toMatch(/<script/i);
      }),
      { numRuns: 300 },
    );
  });

  test('reads the same twice', TIME, async () => {
    await fc.assert(
      fc.asyncProperty(DamagedMail, async (raw) => {
        const [one, two] = await Promise.all([1, 2].map(() => parseMail(raw).catch(() => 'unreadable')));
        expect(one).toEqual(two);
      }),
      { numRuns: 150 },
    );
  });
});

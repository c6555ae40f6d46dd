import fc from 'fast-check';
import { expect, test } from 'vitest';
import { vCards } from '#shared/domain/mailroom/vcard.ts';

const CARD = { name: 'CRM: log a copy', address: 'shop+bcc-0123456789abcdef@in.postroom.test', note: 'Bcc.' };

const lineOf = (card: string, property: string): string | undefined =>
  card
    .replaceAll('\r\n ', '')
    .split('\r\n')
    .find((line) => line.startsWith(`${property}`));

test('[F78] a card has the name and the address, one card after the other', () => {
  const cards = vCards([CARD, { ...CARD, name: 'Second' }]);
  expect(cards.split('\r\n').slice(0, 7)).toEqual([
    'BEGIN:VCARD',
    'VERSION:3.0',
    'FN:CRM: log a copy',
    'N:CRM: log a copy;;;;',
    `EMAIL;TYPE=INTERNET:${CARD.address}`,
    'NOTE:Bcc.',
    'END:VCARD',
  ]);
  expect(cards.match(/BEGIN:VCARD\r\n/g)).toHaveLength(2);
});

test('[F78] no value begins another property', () => {
  const card = vCards([{ ...CARD, note: 'one, two; three\\\r\nEMAIL:eve@evil.example\n\rmore' }]);
  expect(card.match(/^EMAIL/gm)).toHaveLength(1);
  expect(lineOf(card, 'NOTE')).toBe('NOTE:one\\, two\\; three\\\\\\nEMAIL:eve@evil.example\\n\\nmore');
});

test('[F78] no line is longer than 75 octets, no character is cut, and unfolded it is what it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300, size: 'max' }), (note) => {
      const card = vCards([{ ...CARD, note }]);
      for (const line of card.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(Buffer.from(card).toString()).toBe(card.toWellFormed());
      const unfolded = lineOf(card, 'NOTE:')?.slice('NOTE:'.length);
      expect(unfolded?.replace(/\\([\\,;n])/g, (_, sign) => (sign === 'n' ? '\n' : sign))).toBe(
        note.replace(/\r\n|\r/g, '\n'),
      );
    }),
    { numRuns: 200 },
  );
});

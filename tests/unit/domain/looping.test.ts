import { describe, expect, test } from 'vitest';
import { looksLikeLoop, MAX_ANSWERS } from '#shared/domain/mailroom/looping.ts';
import type { TimelineEntry } from '#shared/domain/record/record.ts';

const START = Date.parse('2026-11-21T09:00:00.000Z');
const at = (minutes: number) => new Date(START + minutes * 60_000).toISOString();

const comment = (n: number, text: string, more: Partial<TimelineEntry> = {}): TimelineEntry => ({
  id: `comment-m${n}`,
  kind: 'comment',
  at: at(n),
  summary: text,
  text,
  by: 'jo@shop.example',
  emailId: `m${n}`,
  ...more,
});
const withoutMail = ({ emailId: _, ...entry }: TimelineEntry): TimelineEntry => entry;
const withoutText = ({ text: _, ...entry }: TimelineEntry): TimelineEntry => entry;
const answer = { id: 'new', at: at(60), by: 'Jo@Shop.example', text: 'Thank you for your mail.' };

describe('[F33][F35] an answer that says again, word for word, what its sender said on the case', () => {
  test('looks like a loop, whatever the lines are', () => {
    expect(looksLikeLoop([comment(1, 'Thank you\r\nfor your mail. ')], answer)).toBe(true);
  });

  test.each([
    ['what somebody else said', comment(1, answer.text, { by: 'al@shop.example' })],
    ['what came later: a replay judges as the mail was judged', comment(61, answer.text)],
    ['its own comment, written before its worker died', comment(60, answer.text, { emailId: 'new' })],
    ['other words', comment(1, 'Thank you for your help.')],
    ['a comment that came by no mail', withoutMail(comment(1, answer.text))],
    ['a mail of that subject', comment(1, answer.text, { kind: 'mail' })],
  ])('does not for %s', (_what, entry) => {
    expect(looksLikeLoop([entry], answer)).toBe(false);
  });

  test('[F53] is known by the digest of its words where replies leave no comment', () => {
    const mail = { ...withoutText(comment(1, '')), id: 'mail-m1', kind: 'mail' as const, said: 'digest' };
    expect(looksLikeLoop([mail], { ...answer, said: 'digest' })).toBe(true);
    expect(looksLikeLoop([mail], { ...answer, said: 'other' })).toBe(false);
    expect(looksLikeLoop([{ ...mail, by: 'al@shop.example' }], { ...answer, said: 'digest' })).toBe(false);
  });

  test('an answer without words repeats nothing', () => {
    expect(looksLikeLoop([comment(1, '')], { ...answer, text: ' ' })).toBe(false);
  });
});

describe('[F35] the eleventh answer of a sender within three hours', () => {
  const different = (count: number) => Array.from({ length: count }, (_, n) => comment(n, `Number ${n}.`));

  test('looks like a loop, the tenth does not', () => {
    expect(looksLikeLoop(different(MAX_ANSWERS), answer)).toBe(true);
    expect(looksLikeLoop(different(MAX_ANSWERS - 1), answer)).toBe(false);
  });

  test('does not once the first of them is three hours old', () => {
    expect(looksLikeLoop(different(MAX_ANSWERS), { ...answer, at: at(180) })).toBe(false);
  });
});

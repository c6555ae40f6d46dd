/** What is done with mail that is not taken, and when its sender may be told. */
import { describe, expect, test } from 'vitest';
import { judgeAnswer, MAX_ANSWERS_A_DAY } from '#shared/domain/mailroom/answer-rate.ts';
import { whyNotTold } from '#shared/domain/mailroom/auto-answer.ts';
import { recognise } from '#shared/domain/mailroom/recognise.ts';
import { refusalMail } from '#shared/domain/mailroom/refusal-text.ts';
import { choiceFor } from '#shared/domain/mailroom/refusals.ts';
import type { Message } from '#shared/domain/message/message.ts';
import { aMessage } from '#tests/support/message.ts';

describe('[F37] what is done with refused mail', () => {
  test('is what the tenant says for its cause, and else it is kept', () => {
    const refusals = { 'not-allowed': 'answer', 'too-complex': 'discard' } as const;
    expect(['not-allowed', 'too-complex', 'case-closed', 'virus'].map((code) => choiceFor(refusals, code))).toEqual([
      'answer',
      'discard',
      'keep',
      'keep',
    ]);
  });
});

describe('[F33] the sender of a refused mail', () => {
  const own = { addresses: new Set(['ada@acme.example']), inboundDomains: ['in.postroom.test'] };
  const PASSED = { spam: 'PASS', virus: 'PASS', spf: 'PASS', dkim: 'PASS', dmarc: 'PASS' };
  const why = (message: Message, verdicts: Parameters<typeof whyNotTold>[0]['verdicts'] = PASSED, imported = false) =>
    whyNotTold({ message, recognised: recognise(message), verdicts, imported, own });
  const withHeader = (name: string, value: string) => {
    const message = aMessage({ from: 'eve@customer.example' });
    return { ...message, headers: new Map([...message.headers, [name, [value]]]) };
  };

  test('is told when a person wrote it whose address is genuine', () => {
    expect(why(aMessage({ from: 'eve@customer.example' }))).toBeUndefined();
  });

  test.each([
    ['auto-submitted', 'auto-replied'],
    ['x-auto-response-suppress', 'All'],
    ['list-id', '<news.example>'],
    ['precedence', 'bulk'],
    ['return-path', '<>'],
    ['x-loop', 'yes'],
  ])('is told nothing by a machine’s mail: %s: %s', (name, value) => {
    expect(why(withHeader(name, value))).toBe('automated');
  });

  test.each([
    ['no-reply@shop.example', 'automated'],
    ['acme+case@in.postroom.test', 'own-address'],
    ['Ada@ACME.example', 'own-address'],
    ['jürgen@customer.example', 'not-deliverable'],
  ])('is told nothing at %s', (from, code) => {
    expect(why(aMessage({ from }))).toBe(code);
  });

  test('is told nothing where the address may be forged: who answers a forged sender writes to a stranger', () => {
    const from = aMessage({ from: 'eve@customer.example' });
    const { spam, virus } = PASSED;
    const told = (checks: object) => why(from, { spam, virus, ...checks }) === undefined;
    expect([
      told({ dmarc: 'PASS', spf: 'FAIL' }),
      told({ dmarc: 'GRAY', spf: 'PASS', dkim: 'GRAY' }),
      told({ dmarc: 'FAIL', spf: 'PASS', dkim: 'PASS' }),
      told({ dmarc: 'GRAY', spf: 'FAIL', dkim: 'PASS' }),
      told({ dmarc: 'GRAY', spf: 'GRAY', dkim: 'GRAY' }),
      told({}),
    ]).toEqual([true, true, false, false, false, false]);
    expect(why(from, { ...PASSED, spam: 'FAIL' })).toBe('spam');
  });

  test('is told nothing of mail of before the tenant moved here', () => {
    expect(why(aMessage({ from: 'eve@customer.example' }), PASSED, true)).toBe('history');
  });
});

describe('[F35] the rate of automatic answers to one address', () => {
  const at = (minutes: number) => new Date(Date.parse('2026-11-21T09:00:00Z') + minutes * 60_000).toISOString();
  const sent = (count: number, subject?: string) =>
    Array.from({ length: count }, (_, n) => ({ mailId: `mail-${n}`, at: at(n), subject: subject ?? `subject ${n}` }));
  const verdict = (before: ReturnType<typeof sent>, minutes: number, subject = 'new', mailId = 'one more') => {
    const judged = judgeAnswer(before, { mailId, at: at(minutes), subject });
    return judged.kind === 'too-many' ? judged.why : judged.kind;
  };

  test('is ten in 24 hours', () => {
    expect(verdict(sent(MAX_ANSWERS_A_DAY - 1), 60)).toBe('count');
    expect(verdict(sent(MAX_ANSWERS_A_DAY), 60)).toBe('rate');
    expect(verdict(sent(MAX_ANSWERS_A_DAY), 24 * 60)).toBe('count');
  });

  test('is two for one subject', () => {
    expect([1, 2].map((count) => verdict(sent(count, 'an offer'), 60, 'an offer'))).toEqual(['count', 'same-subject']);
    expect(verdict(sent(2, 'an offer'), 60)).toBe('count');
  });

  test('counts a mail once, however often it is handed over', () => {
    expect(verdict(sent(MAX_ANSWERS_A_DAY), 60, 'new', 'mail-3')).toBe('counted');
  });
});

describe('[F37] what the sender is told', () => {
  const told = { company: 'ACME', leftOut: [] };

  test('is why and what to do, and nothing of the mail but its subject', () => {
    const { subject, text } = refusalMail({ ...told, cause: 'case-closed', subject: 'Re: [Case 12] Offer' });
    expect(subject).toBe('Not accepted: Re: [Case 12] Offer');
    expect(text).toMatch(/"Re: \[Case 12\] Offer" was not accepted\.\n.*closed.*\nPlease write a new mail/);
  });

  test('has no line of the sender’s own, in the subject or the text', () => {
    const { subject, text } = refusalMail({
      ...told,
      cause: 'documents-left-out',
      subject: 'Hi\r\nBcc: all@x.example\u2028x',
      leftOut: ['a\nb.pdf'],
    });
    expect(subject).toBe('Attachments not kept: Hi Bcc: all@x.example x');
    expect(text).toContain('\n- a b.pdf\n');
  });

  test('names ten attachments and counts the others', () => {
    const leftOut = Array.from({ length: 12 }, (_, n) => `${n}.pdf`);
    const { text } = refusalMail({ ...told, cause: 'documents-left-out', subject: 'Photos', leftOut });
    expect(text).toContain('- 9.pdf\n- and 2 more\n');
  });
});

import { describe, expect, test } from 'vitest';
import { judgeReply, type ReplyCase, replyCases } from './corpus-reply-rules.ts';
import { expectOnlyKnownFailures, type KnownFailures } from './corpus-run.ts';

const KNOWN: KnownFailures = {
  'talon-html-reply-separated-by-hr':
    'the source loses the name that the writer signed with, together with the element it stands in; here it stays',
  'talon-mail-thunderbird':
    'flowed text: the parser joins the last quoted line with the answer below it (RFC 3676 section 4.5 forbids it), so the answer is part of the quotation',
};

const cases = replyCases();

describe.runIf(cases !== undefined)('[F28] answers of the reply corpus', () => {
  test('there are 149 of them', () => {
    expect(cases).toHaveLength(149);
  });

  test('are stripped to what their writers wrote, but for the known exceptions', async () => {
    const byId = new Map<string, ReplyCase>((cases ?? []).map((one) => [one.id, one]));
    await expectOnlyKnownFailures('reply', cases ?? [], KNOWN, async ({ id }) => {
      const one = byId.get(id);
      return one === undefined ? 'not found' : judgeReply(one);
    });
  });
});

import { describe, expect, test } from 'vitest';
import { readBatchAnswer } from '#local/lambda/batch-answer.ts';

const IDS = new Set(['a', 'b']);

describe('the answer of a function that reports batch item failures', () => {
  test.each([[null], [undefined], [{}], [{ batchItemFailures: [] }], [{ batchItemFailures: null }]])(
    '%j means that everything succeeded',
    (answer) => {
      expect(readBatchAnswer(answer, IDS)).toEqual({ kind: 'items', failed: new Set() });
    },
  );

  test('names the messages that failed', () => {
    const answer = { batchItemFailures: [{ itemIdentifier: 'b' }] };
    expect(readBatchAnswer(answer, IDS)).toEqual({ kind: 'items', failed: new Set(['b']) });
  });

  test.each([
    ['done'],
    [['a']],
    [{ batchItemFailures: 'a' }],
    [{ batchItemFailures: ['a'] }],
    [{ batchItemFailures: [{ messageId: 'a' }] }],
    [{ batchItemFailures: [{ itemIdentifier: '' }] }],
    [{ batchItemFailures: [{ itemIdentifier: null }] }],
    [{ batchItemFailures: [{ itemIdentifier: 'a' }, { itemIdentifier: 'unknown' }] }],
  ])('%j fails the whole batch', (answer) => {
    expect(readBatchAnswer(answer, IDS)).toMatchObject({ kind: 'whole-batch-failed' });
  });
});

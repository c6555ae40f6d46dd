/**
 * Reads what a function with `ReportBatchItemFailures` answered. Developer guide, "Success and failure conditions": an empty or null list,
 * an empty or null answer is success; an answer that is not understood, an empty, null or misnamed `itemIdentifier` and an id that is not in
 * the batch fail the whole batch. Taking such an answer as success would delete messages the function meant to see again.
 */
export type BatchOutcome =
  | { readonly kind: 'items'; readonly failed: ReadonlySet<string> }
  | { readonly kind: 'whole-batch-failed'; readonly because: string };

const NONE: BatchOutcome = { kind: 'items', failed: new Set() };
const whole = (because: string): BatchOutcome => ({ kind: 'whole-batch-failed', because });

export const readBatchAnswer = (answer: unknown, messageIds: ReadonlySet<string>): BatchOutcome => {
  if (answer === null || answer === undefined) return NONE;
  if (typeof answer !== 'object' || Array.isArray(answer)) return whole('the answer is not an object');
  const items: unknown = Reflect.get(answer, 'batchItemFailures');
  if (items === null || items === undefined) return NONE;
  if (!Array.isArray(items)) return whole('batchItemFailures is not a list');
  const failed = new Set<string>();
  for (const item of items) {
    const id: unknown = typeof item === 'object' && item !== null ? Reflect.get(item, 'itemIdentifier') : undefined;
    if (typeof id !== 'string' || id === '') return whole('an item of batchItemFailures has no itemIdentifier');
    if (!messageIds.has(id)) return whole(`itemIdentifier ${id} is no message of the batch`);
    failed.add(id);
  }
  return { kind: 'items', failed };
};

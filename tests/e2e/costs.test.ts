/** `npm run costs`: what it counts of a mail, and that docs/costs.md says about the same. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { PROJECT_FOLDER } from '#tests/support/synthesize-once.ts';
import { type Counts, countUnits } from '../../scripts/costs/count.ts';
import { tablesOf } from '../../scripts/costs/tables.ts';

let counts: Counts;
beforeAll(async () => {
  counts = await countUnits();
});

test('a mail in is one mail at SES and one start of a function, a mail out one recipient and one request', () => {
  expect(counts.mailIn.units).toMatchObject({ SesInboundMail: 1, LambdaRequest: 1 });
  expect(counts.mailOut.units).toMatchObject({ SesRecipientOut: 1, HttpApiRequest: 1, S3PutRequest: 1 });
  // A request is a start of the API's function and one of the sender; Send and Delivery come back one by one or together; of twenty
  // mails one or the other is tried again, or meets the schedule's minute.
  expect(counts.mailOut.units['LambdaRequest']).toBeGreaterThanOrEqual(3);
  expect(counts.mailOut.units['LambdaRequest']).toBeLessThan(5);
});

test('a quiet minute is one start of the schedule, whatever was done before', () => {
  expect(counts.quietMinute.units).toMatchObject({ LambdaRequest: 1 });
  expect(counts.mailIn.units['SesRecipientOut']).toBeUndefined();
});

/** The sums of a bill, one for each volume. */
const sumsOf = (text: string): number[] => {
  const [, row = ''] = /^\| \*\*all\*\* \|(.*)\|$/m.exec(text) ?? [];
  return row.split('|').map((cell) => Number(cell.replace(/[*, ]/g, '')));
};

test('docs/costs.md has sums within a tenth of those; else: npm run costs -- --write', () => {
  const written = sumsOf(readFileSync(join(PROJECT_FOLDER, 'docs', 'costs.md'), 'utf8'));
  const counted = sumsOf(tablesOf(counts).bill);
  expect(written).toHaveLength(3);
  for (const [index, sum] of counted.entries()) {
    expect((written[index] ?? 0) / sum).toBeGreaterThan(0.9);
    expect((written[index] ?? 0) / sum).toBeLessThan(1.1);
  }
});

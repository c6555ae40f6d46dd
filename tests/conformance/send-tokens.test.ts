/** The rate all workers share, on the table it is kept in. Each test lets an hour pass, so that nobody stands in line any more. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeSendTokens, type SendRate } from '#shared/adapters/dynamodb/send-tokens.ts';
import { onDynamoDb } from './table-on-dynamodb.ts';

const PATIENCE_MS = 12_000;

let world: Awaited<ReturnType<typeof onDynamoDb>>;
let nowMs = Date.parse('2026-11-21T09:00:00.000Z');
const worker = (): SendRate => makeSendTokens(world.table, { nowMs: () => nowMs });

beforeAll(async () => {
  world = await onDynamoDb();
});
afterAll(() => world.stop());
beforeEach(() => {
  nowMs += 3_600_000;
});

const waits = async (tokens: SendRate, many: number, recipients = 1): Promise<number[]> => {
  const all: number[] = [];
  for (let n = 0; n < many; n += 1) all.push((await tokens.take(recipients, PATIENCE_MS)).waitMs);
  return all;
};

test('before anybody has asked SES, fourteen a second are taken for granted', async () => {
  await world.table.deleteIf({ pk: 'platform#send-rate', sk: 'account' });
  expect(await waits(worker(), 3)).toEqual([0, expect.closeTo(1000 / 14, 2), expect.closeTo(2000 / 14, 2)]);
});

test('places stand one interval apart, whoever takes them, and no two are the same', async () => {
  await worker().tell(10);
  const places = await Promise.all(Array.from({ length: 8 }, () => worker().take(1, PATIENCE_MS)));
  expect(places.map(({ waitMs }) => waitMs).sort((a, b) => a - b)).toEqual([0, 100, 200, 300, 400, 500, 600, 700]);
});

test('a mail takes a place for each recipient', async () => {
  await worker().tell(10);
  expect(await waits(worker(), 3, 5)).toEqual([0, 500, 1000]);
});

test('at one a second a late worker does not make the next one early: there is room between them', async () => {
  await worker().tell(1);
  const [, second = 0] = await waits(worker(), 2);
  expect(second).toBeGreaterThan(1000);
  expect(1000 / second).toBeGreaterThan(0.95);
});

test('places nobody took are gone: an hour of rest is no burst', async () => {
  await worker().tell(2);
  expect(await waits(worker(), 2)).toEqual([0, 500]);
  nowMs += 60_000;
  expect(await waits(worker(), 2)).toEqual([0, 500]);
});

test('a place beyond the patience is not taken, and is there for who comes later', async () => {
  await worker().tell(2);
  expect((await waits(worker(), 25)).at(-1)).toBe(12_000);
  expect(await worker().take(1, PATIENCE_MS)).toEqual({ kind: 'later', waitMs: 12_500 });
  nowMs += 1000;
  expect(await worker().take(1, PATIENCE_MS)).toEqual({ kind: 'taken', waitMs: 11_500 });
});

test('a refusal voids this second for all and halves the rate, once for all who are refused together', async () => {
  await worker().tell(8);
  const [one, other] = [worker(), worker()];
  await one.take(1, PATIENCE_MS);
  await other.take(1, PATIENCE_MS);
  await one.exhausted();
  await other.exhausted();
  expect(await waits(worker(), 2)).toEqual([1000, 1250]);
});

test('the rate never falls below one a second, and is what SES says once it was asked again', async () => {
  await worker().tell(1);
  const tokens = worker();
  await tokens.take(1, PATIENCE_MS);
  await tokens.exhausted();
  await worker().tell(20);
  nowMs += 60_000;
  expect(await waits(tokens, 2)).toEqual([0, 50]);
});

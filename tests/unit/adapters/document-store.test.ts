import { expect, test } from 'vitest';
import { makeClaimRoom, makeListDocuments } from '#shared/adapters/dynamodb/document-store.ts';
import { makeRecordStore } from '#shared/adapters/dynamodb/record-store.ts';
import { makeInMemoryTable } from '#tests/support/in-memory-table.ts';

const MB = 1024 * 1024;
const CASE = { module: 'cases', id: 'c1' };
const AT = '2026-11-21T09:00:00.000Z';

const aShelf = () => {
  const table = makeInMemoryTable();
  const records = makeRecordStore(table);
  const make = (id: string) =>
    records.create('acme', {
      module: 'documents',
      id,
      fields: { title: id, emailId: 'm', attachment: 0, parentModule: CASE.module, parentId: CASE.id },
      createdAt: AT,
      madeBy: 'm',
    });
  const claimRoom = makeClaimRoom(table);
  const claim = async (id: string, sizeBytes: number) => {
    const refused = await claimRoom('acme', CASE, [{ id, sizeBytes }]);
    return refused.get(id) ?? 'kept';
  };
  return { records, make, claim, list: makeListDocuments(table) };
};

test('[F14] of twenty mails at once with a megabyte each, ten find room; asked again each hears the same', async () => {
  const { claim } = aShelf();
  const all = () => Promise.all(Array.from({ length: 20 }, (_, n) => claim(`d${n}`, MB)));
  const answers = await all();
  expect(answers.filter((answer) => answer === 'kept')).toHaveLength(10);
  expect(await all()).toEqual(answers);
});

test('[F14] a deleted document gives its room back; one that is only counted, and still being made, keeps it', async () => {
  const { claim, make, records } = aShelf();
  await claim('made', 6 * MB);
  await make('made');
  await claim('being-made', 4 * MB);
  expect(await claim('later', 6 * MB)).toBe('too-large-for-record');
  await records.remove('acme', { module: 'documents', id: 'made' }, AT);
  expect(await claim('later', 6 * MB)).toBe('kept');
  expect(await claim('one-more', 1)).toBe('too-large-for-record');
});

test('the documents of a record are listed newest first, page by page, without deleted ones and those of others', async () => {
  const { make, records, list } = aShelf();
  for (const id of ['d1', 'd2', 'd3']) await make(id);
  await records.remove('acme', { module: 'documents', id: 'd2' }, AT);
  const first = await list('acme', CASE, { limit: 1 });
  const rest = await list('acme', CASE, { limit: 5, cursor: first.nextCursor ?? '' });
  expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(['d3', 'd1']);
  expect(await list('other', CASE, { limit: 5 })).toEqual({ items: [] });
});

import { expect, test } from 'vitest';
import { makeRecordStore } from '#shared/adapters/dynamodb/record-store.ts';
import type { Table } from '#shared/adapters/dynamodb/table.ts';
import { makeInMemoryTable } from '#tests/support/in-memory-table.ts';

const TENANT = 'acme';
const AT = '2026-11-21T09:00:00.000Z';

/** A table of which one user stalls before each delete until it is let go. */
const stalling = (table: Table) => {
  const reached = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const slow: Table = {
    ...table,
    deleteIf: async (key, condition) => {
      reached.resolve();
      await released.promise;
      return table.deleteIf(key, condition);
    },
  };
  return { slow, reached: reached.promise, release: released.resolve };
};

test('a slow change that drops its old address late does not hide the record that has that address again', async () => {
  const table = makeInMemoryTable();
  const { slow, reached, release } = stalling(table);
  const store = makeRecordStore(table);
  const ref = { module: 'contacts', id: 'one' };
  const made = await store.create(TENANT, { ...ref, fields: { email: 'a@b.example' }, createdAt: AT, madeBy: 'test' });
  if (made.kind !== 'created') throw new Error('Not created.');

  const away = makeRecordStore(slow).update(TENANT, made.record, { email: 'c@b.example' }, AT);
  await reached;
  const moved = await store.get(TENANT, ref);
  if (moved === undefined) throw new Error('Gone.');
  expect(await store.update(TENANT, moved, { email: 'a@b.example' }, AT)).toMatchObject({ kind: 'updated' });
  release();
  expect(await away).toMatchObject({ kind: 'updated' });

  expect((await store.findByEmail(TENANT, 'a@b.example')).map(({ id }) => id)).toEqual(['one']);
  expect(await store.findByEmail(TENANT, 'c@b.example')).toEqual([]);
});

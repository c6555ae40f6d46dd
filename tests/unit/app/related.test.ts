/** Who may write to a record by naming it. The rest of it is shown through the queue in tests/integration/mail-to-records.test.ts. */
import { expect, test } from 'vitest';
import { mayWriteTo } from '#shared/app/mailroom/related.ts';
import { aMessage } from '#tests/support/message.ts';

const RECORD = {
  id: '1',
  module: 'cases',
  fields: { email: 'ada@customer.example' },
  createdAt: '2026-11-21T09:00:00.000Z',
  updatedAt: '2026-11-21T09:00:00.000Z',
  revision: 1,
  madeBy: 'test',
};
const own = { addresses: new Set(['owner@shop.example']), inboundDomains: ['in.postroom.test'] };
const records = { findByEmail: async () => [] };
const asks = (from: string, forged: boolean) =>
  mayWriteTo({ records }, { tenant: 'shop', own, mail: { message: aMessage({ from }), forged } }, RECORD);

test('[F76] a user and the customer it is about may', async () => {
  expect([await asks('owner@shop.example', false), await asks('ada@customer.example', false)]).toEqual([true, true]);
  expect(await asks('eve@evil.example', false)).toBe(false);
});

test('[F76] a forged sender may write to no record by naming it', async () => {
  expect([await asks('owner@shop.example', true), await asks('ada@customer.example', true)]).toEqual([false, false]);
});

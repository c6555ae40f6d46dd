/** The page behind a verification mail, and how often an owner is asked, over a table in memory. */
import { beforeEach, describe, expect, test } from 'vitest';
import { makeLinkTokens } from '#shared/adapters/dynamodb/link-tokens.ts';
import { makeMayAskOwner, makeSenderAddresses } from '#shared/adapters/dynamodb/sender-addresses.ts';
import { ids } from '#shared/adapters/ids.ts';
import { makeAnswerOfOwner } from '#shared/app/settings/sender-addresses.ts';
import { LINK_LIFE_MS, MAX_MAILS_PER_HOUR } from '#shared/domain/sender-address/sender-address.ts';
import { makeInMemoryTable } from '#tests/support/in-memory-table.ts';

const AT = Date.parse('2026-11-21T09:00:00.000Z');
const DESK = 'desk@acme.example';

const aWorld = () => {
  const table = makeInMemoryTable();
  const senders = makeSenderAddresses(table, ids);
  const links = makeLinkTokens(table, () => 'a secret');
  const clock = { now: AT, nowMs: () => clock.now };
  const put = (generation: string, tenant = 'acme') =>
    senders.add(tenant, { address: DESK, generation, requestedAt: new Date(AT).toISOString(), requestedBy: 'ada' });
  const link = (generation: string, more: { readonly tenant?: string; readonly purpose?: string } = {}) =>
    links.sign(more.purpose ?? 'sender-address', {
      tenant: more.tenant ?? 'acme',
      fields: [senders.keyOf(DESK), generation, String(AT + LINK_LIFE_MS)],
    });
  return { table, senders, clock, put, link, page: makeAnswerOfOwner({ clock, senders, links }) };
};

let world: ReturnType<typeof aWorld>;
beforeEach(() => {
  world = aWorld();
});

describe('a link', () => {
  test('[F113] works until seven days have passed, and says that it expired after that', async () => {
    await world.put('first');
    const token = await world.link('first');
    world.clock.now = AT + LINK_LIFE_MS - 1;
    expect(await world.page.look(token)).toMatchObject({ kind: 'asks', address: DESK });
    world.clock.now += 1;
    expect([(await world.page.look(token)).kind, (await world.page.yes(token)).kind]).toEqual(['expired', 'expired']);
    expect((await world.senders.get('acme', DESK))?.verifiedAt).toBeUndefined();
  });

  test('[F113] does what it does once: pressed again it says the same, and after a removal it opens nothing', async () => {
    await world.put('first');
    const token = await world.link('first');
    for (const _twice of [1, 2]) expect(await world.page.yes(token)).toEqual({ kind: 'verified', address: DESK });
    await world.senders.remove('acme', DESK);
    await world.put('second');
    expect((await world.page.yes(token)).kind).toBe('void');
    expect((await world.senders.get('acme', DESK))?.verifiedAt).toBeUndefined();
  });

  test('[F113] pressed by two at once verifies at one time', async () => {
    const sender = await world.put('first');
    const at = (minute: number) => new Date(AT + minute * 60_000).toISOString();
    expect(await world.senders.verify('acme', sender, at(1))).toBe(true);
    expect(await world.senders.verify('acme', sender, at(2))).toBe(false);
    expect((await world.senders.get('acme', DESK))?.verifiedAt).toBe(at(1));
  });

  test('[F113] of another tenant, for something else, changed or made up opens nothing', async () => {
    await world.put('first');
    await world.put('first', 'brook');
    const right = await world.link('first');
    const [payload = '', mac = ''] = right.split('.');
    const ofBrook = (await world.link('first', { tenant: 'brook' })).split('.')[0];
    const wrong = [
      `${ofBrook}.${mac}`,
      await world.link('first', { purpose: 'unsubscribe' }),
      await world.link('second'),
      `${payload}.${mac.slice(1)}`,
      `${payload}.`,
      `${right}.x`,
      payload,
      '',
      'x'.repeat(5000),
      Buffer.from('["acme#link-keys","1",[]]').toString('base64url'),
    ];
    for (const token of wrong) expect((await world.page.yes(token)).kind, token.slice(0, 40)).toBe('void');
    expect((await world.page.yes(right)).kind).toBe('verified');
    expect((await world.senders.get('brook', DESK))?.verifiedAt).toBeUndefined();
  });
});

test('[F111] an owner is asked three times an hour by one tenant, and removing the address does not help', async () => {
  const mayAsk = makeMayAskOwner(world.table, ids);
  const at = new Date(AT).toISOString();
  await world.put('first');
  for (let n = 0; n < MAX_MAILS_PER_HOUR; n += 1) expect(await mayAsk('acme', DESK, { id: String(n), at })).toBe('yes');
  await world.senders.remove('acme', DESK);
  expect(await mayAsk('acme', 'DESK@acme.example', { id: '3', at })).toEqual({
    again: new Date(AT + 3_600_000).toISOString(),
  });
  expect([await mayAsk('acme', DESK, { id: '0', at }), await mayAsk('brook', DESK, { id: '3', at })]).toEqual([
    'yes',
    'yes',
  ]);
});

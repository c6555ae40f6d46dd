/** A domain from its set-up to the day its records are gone: who may send from it, who holds it, and what the CRM hears. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { heardByCrm, withCrmRule } from '#tests/support/crm-rule.ts';

let cloud: TestCloud;

beforeAll(async () => {
  cloud = await startTestCloud({ change: withCrmRule(['domain.status-changed']), unchecked: true });
});
afterAll(() => cloud.stop());

interface ToPaste {
  readonly type: string;
  readonly name: string;
  readonly value: string;
  readonly purpose: string;
  readonly status: string;
}

/** The zone file is the whole world's DNS. */
const paste = (records: readonly ToPaste[]) =>
  writeFileSync(
    join(cloud.folder, 'zone.txt'),
    records.map(({ name, type, value }) => `${name} ${type} ${type === 'TXT' ? `"${value}"` : value}`).join('\n'),
  );

const advance = (by: string) => cloud.call('POST', '/local/clock', { body: { advance: by } });
const news = (tenant: string) =>
  heardByCrm(cloud)
    .filter(({ detail }) => detail['tenant'] === tenant)
    .map(({ detail }) => [detail['domain'], detail['authenticated']]);
const statuses = (body: { records: readonly ToPaste[] }) => [...new Set(body.records.map(({ status }) => status))];

test('[F103] [F104] [F107] the records that are answered, pasted as they are, make the domain authenticated, and mail from it goes', async () => {
  const { owner, user } = await cloud.tenant('acme');
  const send = () =>
    cloud.call('POST', '/v1/emails', {
      token: owner,
      body: { from: 'sales@shop.example', to: ['reader@customer.example'], subject: 'Hi', text: 'Hi' },
    });
  const asked = await cloud.call('POST', '/v1/sender-addresses/sales@shop.example/verify', { token: owner });
  expect(asked.status).toBe(202);
  await cloud.idle();
  const [mail] = (await cloud.call('GET', '/local/outbox')).body.items;
  const [link] = /\/links\/sender-address\/[\w.-]+/.exec(mail.raw.replaceAll('=\r\n', '')) ?? [];
  await cloud.call('POST', link ?? '');
  // The address is verified, its domain is not.
  const refused = await send();
  expect(refused).toMatchObject({ status: 422, body: { code: 'domain-not-authenticated', domain: 'shop.example' } });
  expect(refused.body.errors).toMatchObject([{ field: 'from', message: expect.stringContaining('POST /v1/domains') }]);

  expect((await cloud.call('POST', '/v1/domains', { token: user, body: { domain: 'shop.example' } })).status).toBe(403);
  const added = await cloud.call('POST', '/v1/domains', { token: owner, body: { domain: 'Shop.example' } });
  expect(added).toMatchObject({ status: 201, body: { domain: 'shop.example', authenticated: false, score: 0 } });
  expect(statuses(added.body)).toEqual(['missing']);
  paste(added.body.records);
  const checked = await cloud.call('POST', '/v1/domains/shop.example/check', { token: owner });
  expect(checked.body).toMatchObject({ authenticated: true, score: 100, warnings: [], today: { about: 0 } });
  expect(statuses(checked.body)).toEqual(['ok']);
  expect((await send()).status).toBe(202);
  await cloud.idle();
  const { items } = (await cloud.call('GET', '/local/outbox')).body;
  expect(items.at(-1)).toMatchObject({ tenant: 'acme', envelope: { from: 'sales@shop.example' } });
  expect(news('acme')).toEqual([['shop.example', true]]);

  // What the schedule finds a day later: the policy is gone.
  paste(checked.body.records.filter(({ purpose }: ToPaste) => purpose !== 'dmarc'));
  await advance('PT26H');
  expect((await cloud.call('GET', '/v1/domains/shop.example', { token: owner })).body).toMatchObject({
    authenticated: false,
    score: 75,
  });
  expect((await send()).body).toMatchObject({ code: 'domain-not-authenticated' });
  expect(news('acme')).toEqual([
    ['shop.example', true],
    ['shop.example', false],
  ]);
  paste(checked.body.records);
});

test('[F103] [F107] a domain is looked at every hour while it is set up; of two tenants it is of the one who shows that it is theirs', async () => {
  const [first, second] = [await cloud.tenant('first'), await cloud.tenant('second')];
  const add = (token: string) => cloud.call('POST', '/v1/domains', { token, body: { domain: 'twice.example' } });
  const [mine, theirs] = [(await add(first.owner)).body, (await add(second.owner)).body];
  const proof = (body: { records: readonly ToPaste[] }) => body.records.find(({ purpose }) => purpose === 'ownership');
  expect(proof(mine)?.value).not.toBe(proof(theirs)?.value);
  // SES's own records are the same for both: who has not pasted their own proof has shown nothing.
  paste(mine.records);
  await advance('PT2H');
  const get = async (token: string) => (await cloud.call('GET', '/v1/domains/twice.example', { token })).body;
  expect(await get(first.owner)).toMatchObject({ authenticated: true });
  expect(await get(second.owner)).toMatchObject({ authenticated: false });
  expect(news('first')).toEqual([['twice.example', true]]);

  // Both proofs stand there: the first keeps it, until theirs is gone.
  const both = [...mine.records, proof(theirs)];
  paste(both);
  const held = await cloud.call('POST', '/v1/domains/twice.example/check', { token: second.owner });
  expect(held.body).toMatchObject({ authenticated: false, warnings: [{ code: 'held-by-another' }] });
  // Who does not hold it takes nothing from who does.
  expect((await cloud.call('DELETE', '/v1/domains/twice.example', { token: second.owner })).status).toBe(204);
  await add(second.owner);
  const again = await cloud.call('POST', '/v1/domains/twice.example/check', { token: first.owner });
  expect(again.body).toMatchObject({ authenticated: true });
  paste(both.filter((record) => record !== proof(mine)));
  await advance('PT26H');
  expect(await get(first.owner)).toMatchObject({ authenticated: false });
  expect(await get(second.owner)).toMatchObject({ authenticated: true });
});

test('[F104] what can never be a sender of ours is refused with what to do instead', async () => {
  const { owner } = await cloud.tenant('wrong');
  const errorOf = async (domain: string) =>
    (await cloud.call('POST', '/v1/domains', { token: owner, body: { domain } })).body.errors?.[0].message;
  expect(await errorOf('gmail.com')).toMatch(/mail provider.*outgoing-server/);
  expect(await errorOf(cloud.ready.inboundDomain)).toBe('belongs to this platform');
  expect(await errorOf(`x.${cloud.ready.inboundDomain}`)).toBe('belongs to this platform');
  expect(await errorOf('co.uk')).toMatch(/a domain of your own/);
  expect(await errorOf('https://shop.example/')).toMatch(/must be a domain/);
  expect(await errorOf(`${'a.'.repeat(98)}abcd`)).toBeUndefined();
  expect(await errorOf(`${'a.'.repeat(98)}abcde`)).toBe('must have at most 200 characters');
});

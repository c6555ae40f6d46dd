/** Groups of users over HTTP, and mail that a rule gives to one. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { aMail } from '#tests/support/mail.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud?.stop());

const MEMBERS = ['owner', 'admin', 'user'];

/** A tenant with a group of its three users, and a rule that gives cases to the group. */
const aTenant = async (name: string, group: Readonly<Record<string, unknown>>) => {
  const tenant = await cloud.tenant(name);
  const call = (method: string, path: string, body?: unknown, token = tenant.admin) =>
    cloud.call(method, path, { token, ...(body === undefined ? {} : { body }) });
  const made = await call('POST', '/v1/groups', { name: 'Support', members: MEMBERS, ...group });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const id = String(made.body.id);
  const rule = { name: 'To the team', action: { type: 'create-case' }, owner: id };
  expect((await call('POST', '/v1/mailroom/rules', rule)).status).toBe(201);
  const deliver = (n: number, more = {}) =>
    cloud.deliver(tenant.address(''), aMail({ from: `c${n}@shop.example`, subject: `Question ${n}`, ...more }));
  const cases = async () => (await call('GET', '/v1/records/cases?limit=100')).body.items;
  const owners = async () =>
    (await cases()).map(({ fields }: { fields: { owner: string } }) => fields.owner).toSorted();
  const receive = async (n: number) => {
    await deliver(n);
    await cloud.idle();
    return (await cases())[0];
  };
  return { ...tenant, id, call, deliver, cases, owners, receive };
};

test('[F66] a group is made, read, changed and removed by an admin; its members are users', async () => {
  const acme = await aTenant('grouped', { distribution: 'round-robin' });
  const path = `/v1/groups/${acme.id}`;
  const group = { id: acme.id, name: 'Support', members: MEMBERS, distribution: 'round-robin' };
  expect((await acme.call('GET', path)).body).toEqual(group);
  expect((await acme.call('GET', path, undefined, acme.user)).status).toBe(403);
  const changed = { name: 'Two', members: ['user', 'admin'], distribution: 'random' };
  expect((await acme.call('PUT', path, changed)).body).toEqual({ id: acme.id, ...changed });
  expect((await acme.call('GET', '/v1/groups')).body.items).toEqual([{ id: acme.id, ...changed }]);
  const wrong = await acme.call('PUT', path, { ...changed, members: ['user', 'nobody', 'user'] });
  expect(wrong.body.errors).toEqual([
    { field: 'members.1', message: 'is not the id of a user of this tenant' },
    { field: 'members.2', message: 'stands there twice' },
  ]);
  expect((await acme.call('DELETE', path)).status).toBe(204);
  expect((await acme.call('GET', path)).status).toBe(404);
  expect((await acme.call('PUT', path, changed)).status).toBe(404);
});

test('[F18][F44] the owner of a rule is a user or a group, never anybody else; no user takes the id of a group', async () => {
  const acme = await aTenant('refusing', { distribution: 'direct' });
  const strangers = await aTenant('strangers', { distribution: 'direct' });
  for (const owner of ['nobody', strangers.id]) {
    const refused = await acme.call('POST', '/v1/mailroom/rules', {
      name: 'A rule',
      action: { type: 'create-case' },
      owner,
    });
    expect(refused.body.errors).toEqual([
      { field: 'owner', message: expect.stringContaining('is neither a user nor a group of this tenant') },
    ]);
  }
  const named = await acme.call('PUT', `/v1/users/${acme.id}`, { email: 'x@acme.example', role: 'user' });
  expect(named.status).toBe(422);
  expect(named.body.errors).toMatchObject([{ field: 'id', message: 'has the form that ids of groups have' }]);
});

test('[F18][F66] direct: the group owns the case; a reply goes to it and leaves its owner alone', async () => {
  const acme = await aTenant('direct', { distribution: 'direct' });
  await acme.deliver(1, { messageId: '<first@shop.example>' });
  await cloud.idle();
  await acme.deliver(1, { subject: 'Re: Question 1', headers: ['In-Reply-To: <first@shop.example>'] });
  await cloud.idle();
  expect(await acme.owners()).toEqual([acme.id]);
});

test('[F66] round-robin: twelve mails at once, some of whose workers die, give four cases to each of three', async () => {
  const acme = await aTenant('turns', { distribution: 'round-robin' });
  // Every write of a claim, of a case and of the log is somewhere among them.
  for (const nth of [20, 55, 90, 125])
    await cloud.call('POST', '/local/faults', {
      body: { function: 'receive-mail', service: 'dynamodb', operation: 'PutItem', nth, kind: 'kill-after' },
    });
  await Promise.all(Array.from({ length: 12 }, (_, n) => acme.deliver(n)));
  await cloud.drain();
  const { items } = (await cloud.call('GET', '/local/faults')).body;
  expect(items.filter(({ fired }: { fired: number }) => fired > 0).length).toBeGreaterThan(1);
  await cloud.call('DELETE', '/local/faults');
  expect(await acme.owners()).toEqual(MEMBERS.flatMap((id) => [id, id, id, id]).toSorted());
});

test('[F66] least-busy follows what people close and give away; who has left gets nothing', async () => {
  const acme = await aTenant('busy', { distribution: 'least-busy', members: ['admin', 'user'] });
  const change = (id: string, fields: unknown) => acme.call('PATCH', `/v1/records/cases/${id}`, { fields });
  const first = await acme.receive(1);
  const second = await acme.receive(2);
  expect([first.fields.owner, second.fields.owner]).toEqual(['admin', 'user']);
  await change(second.id, { status: 'Closed' });
  const third = await acme.receive(3);
  expect(third.fields.owner).toBe('user');
  await change(first.id, { owner: 'user' });
  expect((await acme.receive(4)).fields.owner).toBe('admin');
  expect((await acme.receive(5)).fields.owner).toBe('admin');
  await acme.call('DELETE', `/v1/records/cases/${first.id}`);
  expect((await acme.receive(6)).fields.owner).toBe('user');
  await acme.call('DELETE', '/v1/users/user');
  expect((await acme.receive(7)).fields.owner).toBe('admin');
  await acme.call('DELETE', '/v1/users/admin', undefined, acme.owner);
  expect((await acme.receive(8)).fields.owner).toBe('owner');
});

/** The worker of an HTTP function dies at every one of its AWS calls; the client hears 500 and asks again. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Reply, startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { footprintOf } from '#tests/support/footprint.ts';
import { howMuch } from '#tests/support/how-much.ts';
import { aShop, type Fault } from '#tests/support/kill-table.ts';
import { aMail } from '#tests/support/mail.ts';

let cloud: TestCloud;

beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud.stop());

const aClient = async () => {
  const shop = await aShop(cloud);
  const { call } = shop;
  return {
    ...shop,
    get: (id: string) => call('GET', `/v1/records/contacts/${id}`),
    find: async (email: string): Promise<readonly string[]> =>
      (await call('GET', `/v1/records/contacts?email=${email}`)).body.items.map(({ id }: { id: string }) => id),
    change: (id: string, fields: object) => call('PATCH', `/v1/records/contacts/${id}`, { fields }),
    remove: (id: string) => call('DELETE', `/v1/records/contacts/${id}`),
  };
};

type Client = Awaited<ReturnType<typeof aClient>>;

interface Request {
  readonly functionName: string;
  readonly fault: Fault;
  readonly before?: (client: Client) => Promise<string>;
  readonly ask: (client: Client, id: string) => Promise<Reply>;
  /** Status when nothing is in the way. */
  readonly answer: number;
  readonly after: (client: Client, id: string) => Promise<void>;
}

/** Interrupts the first, the second ... call of the request; answers how many there were. */
const interruptEveryCall = async ({ functionName, fault, before, ask, answer, after }: Request): Promise<number> => {
  for (let nth = 1; ; nth += 1) {
    const client = await aClient();
    const id = (await before?.(client)) ?? '';
    cloud.faults.plant({ function: functionName, times: 1, ...fault, nth });
    const { status } = await ask(client, id);
    const fired = cloud.faults.list().some((planted) => planted.fired > 0);
    cloud.faults.clear();
    // The gateway says 500 when the worker died; we say 503 when AWS did not answer us.
    expect(fired ? [500, 503] : [answer]).toContain(status);
    await after(client, id);
    if (!fired) return nth - 1;
  }
};

/** A single error is tried again by the SDK, up to four times in all: six are more than it can hide. */
const WAYS: readonly Fault[] = [
  ...howMuch<readonly Fault[]>({ part: [], whole: [{ kind: 'kill-before' }, { kind: 'error', times: 6 }] }),
  { kind: 'kill-after' },
];

test.each(WAYS)('POST with an Idempotency-Key, $kind at any call, then repeated: one record', async (fault) => {
  const body = { fields: { email: 'a@b.example' } };
  const ask = (client: Client) => client.call('POST', '/v1/records/contacts', body, { 'idempotency-key': 'once' });
  const reference = await aClient();
  await ask(reference);
  const undisturbed = await footprintOf(cloud, reference.tenant);

  const after = async (client: Client) => {
    const again = await ask(client);
    expect(again.status).toBe(201);
    expect(await client.find('a@b.example')).toEqual([again.body.id]);
    expect(await footprintOf(cloud, client.tenant)).toEqual(undisturbed);
  };
  const calls = await interruptEveryCall({ functionName: 'http-records', fault, ask, answer: 201, after });
  expect(calls).toBeGreaterThanOrEqual(3);
});

test.each(WAYS)('PATCH of the address, $kind at any call: the record is found by the address it has', async (fault) => {
  const ask = (client: Client, id: string) => client.change(id, { email: 'new@b.example' });
  const calls = await interruptEveryCall({
    functionName: 'http-records',
    fault,
    before: (client) => client.make('contacts', { email: 'old@b.example' }),
    ask,
    answer: 200,
    after: async (client, id) => {
      const { email } = (await client.get(id)).body.fields;
      expect(await client.find(email)).toEqual([id]);
      expect(await client.find(email === 'old@b.example' ? 'new@b.example' : 'old@b.example')).toEqual([]);
      expect((await ask(client, id)).status).toBe(200);
      expect(await client.find('new@b.example')).toEqual([id]);
      expect(await client.find('old@b.example')).toEqual([]);
    },
  });
  expect(calls).toBeGreaterThanOrEqual(4);
});

test.each(WAYS)('DELETE, $kind at any call: the record is there with its address, or gone with it', async (fault) => {
  const calls = await interruptEveryCall({
    functionName: 'http-records',
    fault,
    before: (client) => client.make('contacts', { email: 'a@b.example' }),
    ask: (client, id) => client.remove(id),
    answer: 204,
    after: async (client, id) => {
      const isThere = (await client.get(id)).status === 200;
      expect(await client.find('a@b.example')).toEqual(isThere ? [id] : []);
      expect((await client.remove(id)).status).toBe(isThere ? 204 : 404);
      expect(await client.find('a@b.example')).toEqual([]);
    },
  });
  expect(calls).toBeGreaterThanOrEqual(3);
});

test.each(WAYS)('replay of a mail, $kind at any call, then repeated: the lead has the mail once', async (fault) => {
  const ask = (client: Client, id: string) => client.call('POST', `/v1/mailroom/emails/${id}/replay`);
  const calls = await interruptEveryCall({
    functionName: 'http-mailroom',
    fault,
    before: async (client) => {
      await client.deliver('+lead', aMail({ from: 'a@b.example' }));
      await cloud.idle();
      return (await client.mails())[0]?.id ?? '';
    },
    ask,
    answer: 202,
    after: async (client, id) => {
      expect((await ask(client, id)).status).toBe(202);
      await cloud.drain();
      const [mail, ...others] = await client.mails();
      expect(others).toEqual([]);
      expect(mail).toMatchObject({ outcome: 'acted', records: [{ module: 'leads', did: 'created' }] });
      const [lead] = (await client.call('GET', '/v1/records/leads')).body.items;
      expect((await client.call('GET', `/v1/records/leads/${lead.id}/timeline`)).body.items).toHaveLength(1);
    },
  });
  expect(calls).toBeGreaterThanOrEqual(2);
});

test('two PATCHes at once: both changes are there, and the record is found by the address it has', async () => {
  const client = await aClient();
  const id = await client.make('contacts', { email: 'start@b.example' });
  for (let round = 0; round < 15; round += 1) {
    const addresses = [`left${round}@b.example`, `right${round % 3}@b.example`];
    const both = await Promise.all([
      client.change(id, { email: addresses[0], left: round }),
      client.change(id, { email: addresses[1], right: round }),
    ]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    const { fields } = (await client.get(id)).body;
    expect(fields).toMatchObject({ left: round, right: round });
    expect(addresses).toContain(fields.email);
    expect(await client.find(fields.email)).toEqual([id]);
    for (const other of addresses.filter((address) => address !== fields.email))
      expect(await client.find(other)).toEqual([]);
  }
});

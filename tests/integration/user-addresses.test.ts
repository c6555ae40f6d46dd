/** Users' own addresses: from the route that shows them to the timeline. What a mail becomes in each case is tests/unit/app/log-copy.test.ts. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { howMuch } from '#tests/support/how-much.ts';
import { deadLettersOf, play, playAll, type Scene } from '#tests/support/kill-table.ts';
import { aMail } from '#tests/support/mail.ts';

let cloud: TestCloud;
let shop: Awaited<ReturnType<TestCloud['tenant']>>;

beforeAll(async () => {
  cloud = await startTestCloud();
  shop = await cloud.tenant('shop');
});
afterAll(() => cloud.stop());

const MINE = '/v1/mailroom/addresses';
const THEIRS = '/v1/mailroom/users/user/addresses';
const USER = 'Ben <user@shop.example>';

const call = async (token: string, method: string, path: string, body?: unknown, headers = {}) =>
  cloud.call(method, path, { token, headers, ...(body === undefined ? {} : { body }) });
const mine = async () => (await call(shop.user, 'GET', MINE)).body;
const contact = async (email: string) =>
  (await call(shop.user, 'POST', '/v1/records/contacts', { fields: { lastname: 'Known', email } })).body.id;
const summaries = async (id: string) =>
  (await call(shop.user, 'GET', `/v1/records/contacts/${id}/timeline`)).body.items.map(
    ({ summary, direction }: { summary: string; direction?: string }) => [summary, direction],
  );
/** Answers what the Mailroom's list says of the mail. */
const send = async (to: string | readonly string[], mail: Parameters<typeof aMail>[0]) => {
  await cloud.deliver(to, aMail(mail));
  await cloud.idle();
  return (await call(shop.owner, 'GET', '/v1/mailroom/emails?limit=1')).body.items[0];
};

describe("a user's own addresses", () => {
  test('[F78][F79] are the same at every look, everybody has others, and a card puts them into an address book', async () => {
    const [first, again] = [await mine(), await mine()];
    expect(again).toEqual(first);
    expect(first).toMatchObject({ user: 'user', searchOrder: 'contacts-leads', createMissing: 'none', senders: [] });
    const { body: boss } = await call(shop.owner, 'GET', MINE);
    expect(new Set([first.dropbox, first.forwarding, boss.dropbox, boss.forwarding]).size).toBe(4);
    expect((await call(shop.admin, 'GET', THEIRS)).body).toEqual(first);
    const card = await call(shop.user, 'GET', `${MINE}/vcard`);
    expect(card.headers.get('content-type')).toBe('text/vcard; charset=utf-8');
    expect(card.body).toContain(`EMAIL;TYPE=INTERNET:${first.dropbox}`.slice(0, 70));
  });

  test('are not to be seen by other users, and senders are for an admin to set', async () => {
    expect((await call(shop.user, 'GET', '/v1/mailroom/users/owner/addresses')).status).toBe(403);
    const refused = await call(shop.user, 'PATCH', MINE, { senders: ['ben@home.example'] });
    expect([refused.status, refused.body.errors]).toEqual([
      422,
      [{ field: 'senders', message: 'is not a known field' }],
    ]);
    const set = await call(shop.admin, 'PATCH', THEIRS, { senders: ['ben@home.example'] });
    expect(set.body.senders).toEqual(['ben@home.example']);
  });

  test('hold the limits of their lists', async () => {
    const statuses = async (field: string, max: number) =>
      Promise.all(
        [max, max + 1].map(async (length) => {
          const list = Array.from({ length }, (_, n) => `n${n}@limit.example`);
          return (await call(shop.owner, 'PATCH', '/v1/mailroom/users/admin/addresses', { [field]: list })).status;
        }),
      );
    expect([await statuses('senders', 10), await statuses('neverLog', 100)]).toEqual([
      [200, 422],
      [200, 422],
    ]);
  });

  test("[F20][F78] the envelope brings a copy to the recipient's timeline, and the answer joins the same record", async () => {
    const id = await contact('ada@customer.example');
    const { dropbox } = await mine();
    const copy = await send(dropbox, {
      from: USER,
      to: 'ada@customer.example',
      subject: 'An offer',
      messageId: '<offer@shop.example>',
    });
    expect(copy).toMatchObject({
      outcome: 'acted',
      action: 'archive',
      records: [{ module: 'contacts', id, did: 'attached' }],
    });
    const answer = { from: 'ada@elsewhere.example', subject: 'Re: An offer' };
    await send(shop.address(''), {
      ...answer,
      headers: ['In-Reply-To: <offer@shop.example>', 'Content-Type: text/plain'],
    });
    expect(await summaries(id)).toEqual([
      ['Re: An offer', undefined],
      ['An offer', 'outgoing'],
    ]);
  });

  test("[F78] a user's copy beside a mail to +case takes nothing from the case", async () => {
    await contact('both@customer.example');
    await call(shop.owner, 'PATCH', '/v1/mailroom/settings', { sharedConversation: true });
    const { dropbox } = await mine();
    await send([dropbox, shop.address('+case')], {
      from: USER,
      to: 'both@customer.example',
      messageId: '<both@shop.example>',
    });
    const { items } = (await call(shop.owner, 'GET', '/v1/mailroom/emails?limit=2')).body;
    expect(items.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['acted', 'acted']);
    const headers = ['In-Reply-To: <both@shop.example>', 'Content-Type: text/plain'];
    const answer = await send(shop.address(''), { from: 'both@customer.example', headers });
    expect(answer.records).toMatchObject([{ module: 'cases', did: 'updated' }]);
  });

  test('[F39] what names somebody on the own never-log list is not logged, and not shown', async () => {
    await call(shop.user, 'PATCH', MINE, { neverLog: ['law.example'] });
    const to = 'ada@customer.example, kate@law.example';
    const mail = await send((await mine()).dropbox, { from: USER, to, subject: 'The divorce' });
    expect(mail).toMatchObject({ outcome: 'skipped', subject: 'Not logged', reason: { code: 'not-logged' } });
    expect((await mine()).senders).toEqual(['ben@home.example']);
  });

  test('[F78] a regenerated address stops at once, a repeat of the request does not bring it back, and the other one stays', async () => {
    const before = await mine();
    const renew = (key: string) =>
      call(shop.user, 'POST', `${MINE}/regenerate`, { address: 'dropbox' }, { 'idempotency-key': key });
    const { body: second } = await renew('one');
    expect(second).toEqual({ ...before, dropbox: second.dropbox });
    expect(second.dropbox).not.toBe(before.dropbox);
    expect((await renew('one')).body).toEqual(second);
    const { body: third } = await renew('two');
    expect((await renew('one')).body).toEqual(third);
    for (const given of [before, second])
      expect(await send(given.dropbox, { from: USER })).toMatchObject({
        outcome: 'quarantined',
        reason: { code: 'unknown-user-address' },
      });
  });
});

const SCENE: Scene = {
  title: 'a copy to two who are known and one who is made',
  before: async (own) => {
    await own.make('contacts', { lastname: 'Lovelace', email: 'ada@customer.example' });
    await own.make('leads', { lastname: 'Babbage', email: 'charles@customer.example' });
    await own.call('PATCH', MINE, { createMissing: 'contact' });
  },
  act: async (own) => {
    const { dropbox } = (await own.call('GET', MINE)).body;
    const to = 'ada@customer.example, charles@customer.example, New Person <new@customer.example>';
    await cloud.deliver(dropbox, aMail({ from: `owner@${own.tenant}.example`, to, messageId: '<copy@shop.example>' }));
  },
  outcomes: ['acted'],
};
/** Every tenant has another secret, and with it another address. */
const withoutKeys = (left: readonly string[]) =>
  left.map((line) => line.replace(/bcc-[0-9a-z]{16}/g, 'bcc-key').replace(/"secret":\{"S":"[\w-]+"\}/, 'secret'));
const faults = howMuch({ part: [], whole: ['kill-before', 'kill-after', 'error'] as const });

test.each(faults)(
  '[F78] $0 at every AWS call of a copy: one outcome, one new contact, the same timelines',
  async (kind) => {
    const undisturbed = await play(cloud, SCENE);
    expect((await undisturbed.shop.mails()).map(({ outcome, records }) => [outcome, records.length])).toEqual([
      ['acted', 3],
    ]);
    const runs = await playAll(cloud, SCENE, { kind });
    expect(runs.length).toBeGreaterThanOrEqual(15);
    expect(runs.map(withoutKeys)).toEqual(runs.map(() => withoutKeys(undisturbed.left)));
    expect(deadLettersOf(cloud)).toEqual([]);
  },
  300_000,
);

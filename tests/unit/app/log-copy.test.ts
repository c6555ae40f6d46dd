/** What becomes of mail to a user's own address, on the real stores over a table in memory. */
import { describe, expect, test } from 'vitest';
import { makeMailLog } from '#shared/adapters/dynamodb/mail-log.ts';
import { makeRecordStore } from '#shared/adapters/dynamodb/record-store.ts';
import { ids } from '#shared/adapters/ids.ts';
import { logCopy } from '#shared/app/mailroom/log-copy.ts';
import type { ActingMail, Situation } from '#shared/app/mailroom/situation.ts';
import type { UserMailbox } from '#shared/app/mailroom/user-mailbox.ts';
import { DEFAULT_SETTINGS } from '#shared/domain/mailroom/settings.ts';
import { DEFAULT_USER_ADDRESS_SETTINGS, type UserAddressSettings } from '#shared/domain/mailroom/user-address.ts';
import { makeInMemoryTable } from '#tests/support/in-memory-table.ts';
import { aMessage, type MessageFields } from '#tests/support/message.ts';

const AT = '2026-11-21T09:00:00.000Z';
const BEN = { id: 'ben', email: 'ben@shop.example', role: 'user' } as const;
const person = (address: string, name = '') => ({ address, name });
const FORWARD = [
  'See below.',
  '',
  '---------- Forwarded message ---------',
  'From: Ada Lovelace <ada@customer.example>',
  'Date: Sat, Nov 21, 2026 at 9:00 AM',
  'Subject: A question',
  'To: <ben@shop.example>',
  '',
  'How much is it?',
].join('\n');

const aWorld = () => {
  const records = makeRecordStore(makeInMemoryTable());
  const threads = makeMailLog(makeInMemoryTable());
  const deps = { records, threads, ids, mayMake: async () => true };
  let count = 0;
  const make = async (module: string, email: string, fields = {}) => {
    count += 1;
    const id = ids.derived(Date.parse(AT) + count, `${count}`);
    await records.create('shop', { module, id, fields: { email, ...fields }, createdAt: AT, madeBy: 'test' });
    return id;
  };
  const log = (
    kind: 'dropbox' | 'forwarding',
    fields: MessageFields,
    settings: Partial<UserAddressSettings> = {},
    mail: Partial<ActingMail> = {},
  ) => {
    const to: UserMailbox = { kind, user: BEN, settings: { ...DEFAULT_USER_ADDRESS_SETTINGS, ...settings } };
    const situation: Situation = {
      tenant: 'shop',
      owner: async () => 'owner',
      wanted: { fixed: {}, fromBody: undefined, lookups: [] },
      makes: undefined,
      createContact: true,
      mail: {
        id: ids.derived(Date.parse(AT), 'mail'),
        receivedAt: AT,
        message: aMessage({ from: BEN.email, ...fields }),
        kind: 'ordinary',
        mailbox: 'shop+bcc-0123456789abcdef',
        forged: false,
        replayed: false,
        mayReopen: true,
        imported: false,
        ...mail,
      },
      customer: { kind: 'none' },
      own: { addresses: new Set([BEN.email, 'eva@shop.example']), inboundDomains: ['in.postroom.test'] },
      settings: DEFAULT_SETTINGS,
      secret: undefined,
    };
    return logCopy(deps, situation, to);
  };
  return { records, threads, make, log };
};

const codeOf = (outcome: Awaited<ReturnType<typeof logCopy>>) =>
  outcome.kind === 'acted'
    ? outcome.records.map(({ module, id, did }) => `${did} ${module} ${id}`)
    : outcome.reason.code;

describe('[F78] the dropbox', () => {
  const TO_ADA = { to: [person('ada@customer.example', 'Ada Lovelace')] };

  test.each([
    ['contacts-leads', ['contacts']],
    ['leads-contacts', ['leads']],
    ['contacts', ['contacts']],
    ['leads', ['leads']],
  ] as const)('looks for a person in the order %s', async (searchOrder, modules) => {
    const world = aWorld();
    await world.make('contacts', 'ada@customer.example');
    await world.make('leads', 'ada@customer.example');
    const outcome = await world.log('dropbox', TO_ADA, { searchOrder });
    expect(outcome.kind === 'acted' && outcome.records.map(({ module }) => module)).toEqual(modules);
  });

  test('makes whoever is missing if it is asked to, each with the name in the mail and owned by the user, once', async () => {
    const world = aWorld();
    const to = Array.from({ length: 8 }, (_, n) => person(`new-${n}@customer.example`, `New Person${n}`));
    expect(codeOf(await world.log('dropbox', { to }))).toBe('no-record-found');
    const first = await world.log('dropbox', { to }, { createMissing: 'lead' });
    expect(await world.log('dropbox', { to }, { createMissing: 'lead' })).toEqual(first);
    const { items } = await world.records.list('shop', 'leads', { limit: 100 });
    expect(items).toHaveLength(8);
    const [seventh] = await world.records.findByEmail('shop', 'new-7@customer.example');
    expect(seventh?.fields).toMatchObject({ firstname: 'New', lastname: 'Person7', owner: 'ben' });
  });

  test('[F56] goes with a contact to its open opportunity, and to the record of the thread', async () => {
    const world = aWorld();
    const contact = await world.make('contacts', 'ada@customer.example');
    const deal = await world.make('opportunities', '', { contactId: contact, status: 'Open' });
    const ticket = await world.make('cases', '', { status: 'Closed' });
    await world.threads.rememberThread('shop', 'asked@customer.example', { module: 'cases', id: ticket });
    const outcome = await world.log('dropbox', { ...TO_ADA, references: ['asked@customer.example'] });
    expect(codeOf(outcome)).toEqual([
      `attached cases ${ticket}`,
      `attached contacts ${contact}`,
      `attached opportunities ${deal}`,
    ]);
    const [entry] = (await world.records.timeline('shop', { module: 'cases', id: ticket }, { limit: 9 })).items;
    expect(entry).toMatchObject({ kind: 'mail', direction: 'outgoing' });
    expect((await world.records.get('shop', { module: 'cases', id: ticket }))?.fields['status']).toBe('Closed');
  });

  test('the case that the mail itself made keeps the thread, whichever came first', async () => {
    const world = aWorld();
    await world.make('contacts', 'ada@customer.example');
    const ticket = { module: 'cases', id: await world.make('cases', '') };
    await world.threads.rememberThread('shop', 'mail-1@customer.example', ticket);
    await world.log('dropbox', TO_ADA);
    expect(await world.threads.findThread('shop', ['mail-1@customer.example'])).toEqual(ticket);
  });

  test('takes mail only from where the user is known to write, and not in a forged name unless a person replays it', async () => {
    const world = aWorld();
    const contact = await world.make('contacts', 'ada@customer.example');
    const done = [`attached contacts ${contact}`];
    const home = { ...TO_ADA, from: 'Ben@home.example' };
    expect(codeOf(await world.log('dropbox', home))).toBe('not-your-sender');
    expect(codeOf(await world.log('dropbox', { ...TO_ADA, from: 'eva@shop.example' }))).toBe('not-your-sender');
    expect(codeOf(await world.log('dropbox', home, { senders: ['ben@home.example'] }))).toEqual(done);
    expect(codeOf(await world.log('dropbox', TO_ADA, {}, { forged: true }))).toBe('forged-sender');
    expect(codeOf(await world.log('dropbox', TO_ADA, {}, { forged: true, replayed: true }))).toEqual(done);
  });

  test('a mail among colleagues is about nobody', async () => {
    expect(codeOf(await aWorld().log('dropbox', { to: [person('eva@shop.example')] }))).toBe('no-customer');
  });
});

describe('[F79][F25] the forwarding address', () => {
  test('a mail that the user passes on is about who wrote it first', async () => {
    const world = aWorld();
    const outcome = await world.log(
      'forwarding',
      { text: FORWARD, subject: 'Fwd: A question' },
      { createMissing: 'contact' },
    );
    const [ada] = await world.records.findByEmail('shop', 'ada@customer.example');
    expect(codeOf(outcome)).toEqual([`created contacts ${ada?.id}`]);
    const [entry] = (await world.records.timeline('shop', { module: 'contacts', id: ada?.id ?? '' }, { limit: 9 }))
      .items;
    expect(entry).not.toHaveProperty('direction');
  });

  test('without a mail to be found in it, or in a forged name, it is about nobody', async () => {
    const world = aWorld();
    expect(codeOf(await world.log('forwarding', { text: 'See attached.' }))).toBe('no-original');
    expect(codeOf(await world.log('forwarding', { text: FORWARD }, {}, { forged: true }))).toBe('forged-sender');
  });

  test("[F20] what a filter passes on has the customer's From, and the address is its credential; a colleague's is refused", async () => {
    const world = aWorld();
    const contact = await world.make('contacts', 'ada@customer.example');
    expect(codeOf(await world.log('forwarding', { from: 'ada@customer.example' }))).toEqual([
      `attached contacts ${contact}`,
    ]);
    expect(codeOf(await world.log('forwarding', { from: 'eva@shop.example', text: FORWARD }))).toBe('not-your-sender');
  });

  test('[F36] a machine or a list makes nobody', async () => {
    const world = aWorld();
    for (const kind of ['auto-reply', 'list'] as const)
      expect(
        codeOf(await world.log('forwarding', { from: 'news@shop.test' }, { createMissing: 'contact' }, { kind })),
      ).toBe('no-record-found');
  });
});

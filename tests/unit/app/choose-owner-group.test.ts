/** Mails that ask for an owner of a group at once, workers that die in between. The real stores; only the tables are in memory. */
import { describe, expect, test } from 'vitest';
import { makeGroupTurnStore } from '#shared/adapters/dynamodb/group-turns.ts';
import { makeFindOpenCases } from '#shared/adapters/dynamodb/open-cases.ts';
import { makeRecordStore } from '#shared/adapters/dynamodb/record-store.ts';
import type { Table } from '#shared/adapters/dynamodb/table.ts';
import { ids } from '#shared/adapters/ids.ts';
import { type ChooseOwnerDeps, makeChooseOwner, type OwnerWanted } from '#shared/app/mailroom/choose-owner.ts';
import { DEFAULT_SETTINGS } from '#shared/domain/mailroom/settings.ts';
import type { Distribution } from '#shared/domain/tenant/group.ts';
import type { LoggedMail } from '#shared/ports/mail-log.ts';
import { makeInMemoryTable } from '#tests/support/in-memory-table.ts';

const TENANT = 'acme';
const AT = '2026-11-21T09:00:00.000Z';
const GROUP = 'group-01jd3x8q4v7m0000000000000a';
const user = (id: string, role: 'owner' | 'user' = 'user') => ({ id, email: `${id}@acme.example`, role });

const aProfile = (distribution: Distribution, here = ['ada', 'ben', 'cem']): OwnerWanted['profile'] => ({
  tenant: TENANT,
  name: 'ACME',
  plan: 'professional',
  inboundHandle: TENANT,
  helpDeskAddresses: [],
  owners: ['boss'],
  createdAt: AT,
  madeBy: 'seed',
  revision: 1,
  users: [user('boss', 'owner'), ...here.map((id) => user(id))],
  groups: [{ id: GROUP, name: 'Support', members: ['ada', 'ben', 'cem'], distribution }],
  mailroom: DEFAULT_SETTINGS,
});

const aLoggedMail = (id: string): LoggedMail => ({
  id,
  rawKey: `inbound/${id}`,
  mailbox: 'acme+case',
  recipients: ['acme+case@in.example'],
  from: { address: 'jo@shop.example', name: '' },
  subject: 'A question',
  receivedAt: AT,
  kind: 'ordinary',
  outcome: { kind: 'acted', action: 'create-case', records: [] },
  attachments: [],
  verdicts: { spam: 'PASS', virus: 'PASS' },
});

/** A worker with its tables; `log` holds the mails that are dealt with. */
const aWorld = () => {
  const crm = makeInMemoryTable();
  const mail = makeInMemoryTable();
  const logged = new Set<string>();
  const records = makeRecordStore(crm);
  const worker = (over: Partial<ChooseOwnerDeps> = {}) =>
    makeChooseOwner({
      ids,
      turns: makeGroupTurnStore(mail),
      findOpenCases: makeFindOpenCases(crm),
      log: { get: async (_tenant, id) => (logged.has(id) ? aLoggedMail(id) : undefined) },
      ...over,
    });
  const ask = (profile: OwnerWanted['profile'], mailId: string, choose = worker()) =>
    choose({ profile, named: GROUP, mailId })();
  const open = async (mailId: string, owner: string) => {
    await records.create(TENANT, {
      module: 'cases',
      id: mailId,
      fields: { owner, status: 'Open' },
      createdAt: AT,
      madeBy: mailId,
    });
    logged.add(mailId);
  };
  const change = async (id: string, fields: Readonly<Record<string, string>>) => {
    const there = await records.get(TENANT, { module: 'cases', id });
    if (there === undefined) throw new Error(`No case ${id}`);
    await records.update(TENANT, there, { ...there.fields, ...fields }, AT);
  };
  return { mail, crm, records, worker, ask, open, change };
};

/** How many mails each got, as `ada ada ben`. */
const sorted = (owners: readonly string[]) => owners.toSorted().join(' ');

const dyingAfterWrite = (table: Table): Table => ({
  ...table,
  putIf: async (item, condition) => {
    await table.putIf(item, condition);
    throw new Error('The worker died.');
  },
});

describe('[F66] round-robin', () => {
  test('twelve mails at once give four to each of three', async () => {
    const { ask } = aWorld();
    const profile = aProfile('round-robin');
    const owners = await Promise.all(Array.from({ length: 12 }, (_, n) => ask(profile, `mail-${n}`)));
    expect(sorted(owners)).toBe(sorted(['ada', 'ben', 'cem'].flatMap((id) => [id, id, id, id])));
  });

  test('a mail whose worker died after its claim takes the same member again, and the next one the next', async () => {
    const { ask, worker, mail } = aWorld();
    const profile = aProfile('round-robin');
    const dying = worker({ turns: makeGroupTurnStore(dyingAfterWrite(mail)) });
    await expect(ask(profile, 'killed', dying)).rejects.toThrow('died');
    expect(await ask(profile, 'next')).toBe('ben');
    expect(await ask(profile, 'killed')).toBe('ada');
    expect(await ask(profile, 'third')).toBe('cem');
  });

  test('a claim on somebody who has left since is given to who is there', async () => {
    const { ask } = aWorld();
    expect(await ask(aProfile('round-robin'), 'one')).toBe('ada');
    expect(await ask(aProfile('round-robin', ['ben', 'cem']), 'one')).toBe('ben');
  });
});

describe('[F66] least-busy', () => {
  test('mails at once, whose cases are not made yet, go to who has fewer until all have as many', async () => {
    const { ask, open } = aWorld();
    await open('a1', 'ada');
    await open('a2', 'ada');
    const owners = await Promise.all(Array.from({ length: 7 }, (_, n) => ask(aProfile('least-busy'), `mail-${n}`)));
    expect(sorted(owners)).toBe('ada ben ben ben cem cem cem');
  });

  test('follows cases that are opened by hand, closed, reopened, given to somebody else and deleted', async () => {
    const { ask, open, change, records } = aWorld();
    const profile = aProfile('least-busy');
    const next = async (id: string) => {
      const owner = await ask(profile, id);
      await open(id, owner);
      return owner;
    };
    for (const id of ['a1', 'a2', 'a3']) await open(id, 'ada');
    for (const id of ['b1', 'b2', 'b3']) await open(id, 'ben');
    expect([await next('n1'), await next('n2')]).toEqual(['cem', 'cem']);
    await change('b1', { status: 'Closed' });
    await change('b2', { status: 'Closed - no answer' });
    expect(await next('n3'), 'closed').toBe('ben');
    await change('b1', { status: 'Open' });
    expect(await next('n4'), 'reopened').toBe('cem');
    for (const id of ['n1', 'n2']) await change(id, { owner: 'ada' });
    expect(await next('n5'), 'given away').toBe('cem');
    for (const id of ['a1', 'a2', 'a3', 'n1', 'n2']) await records.remove(TENANT, { module: 'cases', id }, AT);
    expect(await next('n6'), 'deleted').toBe('ada');
  });

  test('a pointer that a crash left behind counts for nothing', async () => {
    const { ask, crm, open, change } = aWorld();
    await open('closed', 'ada');
    await change('closed', { status: 'Closed' });
    await crm.put({ pk: `${TENANT}#open#ada`, sk: 'cases#closed', revision: 1 });
    await crm.put({ pk: `${TENANT}#open#ada`, sk: 'cases#never-made', revision: 1 });
    expect(await ask(aProfile('least-busy'), 'one')).toBe('ada');
  });
});

describe('[F18][F66] the other ways', () => {
  test('direct gives it to the group; random always the same member to the same mail, and everybody some', async () => {
    const { ask } = aWorld();
    expect(await ask(aProfile('direct'), 'one')).toBe(GROUP);
    const first = await Promise.all(Array.from({ length: 30 }, (_, n) => ask(aProfile('random'), `mail-${n}`)));
    const again = await Promise.all(Array.from({ length: 30 }, (_, n) => ask(aProfile('random'), `mail-${n}`)));
    expect(again).toEqual(first);
    expect(sorted([...new Set(first)])).toBe('ada ben cem');
  });

  test.each(['direct', 'round-robin', 'least-busy', 'random'] as const)(
    'a group of nobody gives to the owner of the tenant: %s',
    async (distribution) => {
      const { ask } = aWorld();
      expect(await ask(aProfile(distribution, []), 'one')).toBe('boss');
    },
  );
});

/** Checks of domains that are cut off or race, over a table in memory; and the count of what a domain sends. */
import { beforeEach, describe, expect, test } from 'vitest';
import { makeSenderDomains } from '#shared/adapters/dynamodb/sender-domains.ts';
import { ids } from '#shared/adapters/ids.ts';
import { makeCheckDomain } from '#shared/app/domains/check-domain.ts';
import { makeCountDomainMail } from '#shared/app/domains/count-domain-mail.ts';
import { countSpfLookups, makeLookDomain } from '#shared/app/domains/look-domain.ts';
import { makeRecheckDomain } from '#shared/app/domains/recheck-domain.ts';
import { Failure } from '#shared/domain/failure.ts';
import type { DnsAnswer } from '#shared/domain/sender-domain/dns-answer.ts';
import type { OutgoingMail } from '#shared/domain/sending/outgoing-mail.ts';
import type { Dns } from '#shared/ports/dns.ts';
import type { DomainEvent } from '#shared/ports/events.ts';
import type { DueEntry } from '#shared/ports/sending.ts';
import { makeInMemoryTable } from '#tests/support/in-memory-table.ts';

const AT = Date.parse('2026-11-21T09:00:00.000Z');
const IDENTITY = {
  region: 'us-east-1',
  dkim: { tokens: ['a', 'b', 'c'], zone: 'dkim.amazonses.com' },
  isSigned: true,
  isOurs: true,
};
const zoneOf = (records: Readonly<Record<string, DnsAnswer>>): Dns => ({
  look: async (name, type) => records[`${type} ${name}`] ?? { kind: 'none' },
});
const proofOf = (tenant: string) =>
  `postroom-domain=${ids.digest('sender-domain', tenant, 'shop.example').slice(0, 32)}`;

const aWorld = () => {
  const domains = makeSenderDomains(makeInMemoryTable());
  const records: Record<string, DnsAnswer> = {};
  const heard: DomainEvent[] = [];
  const due = new Map<string, DueEntry>();
  const faults = { publish: 0 };
  const clock = { now: AT, nowMs: () => clock.now };
  const publish = async (event: DomainEvent) => {
    heard.push(event);
    faults.publish -= 1;
    if (faults.publish === 0) throw new Failure('unavailable', 'killed', 'Killed.');
  };
  const organisationOf = async () => 'shop.example';
  const tracking = { get: async () => ({ single: false, host: null, exceptDomains: [] }) };
  const lookDomain = makeLookDomain({
    ...{ ids, dns: zoneOf(records), organisationOf, tracking, publicUrl: 'https://api.postroom.test' },
  });
  const checkDomain = makeCheckDomain({ clock, domains, lookDomain, publish });
  const keyOf = ({ at, mailId, revision }: DueEntry) => `${at}#${mailId}#${revision}`;
  return {
    ...{ domains, records, heard, due, faults, clock },
    add: (tenant: string, generation = tenant) =>
      domains.add(tenant, {
        ...{ domain: 'shop.example', generation, requestedAt: new Date(AT).toISOString(), requestedBy: 'ada' },
        ...{ authenticated: false, coversSubdomains: true, score: 0, changes: 0, told: 0, watch: 1, revision: 1 },
      }),
    paste: (...proofs: string[]) => {
      records['TXT _dmarc.shop.example'] = { kind: 'found', values: ['v=DMARC1; p=none'] };
      records['TXT _postroom.shop.example'] =
        proofs.length === 0 ? { kind: 'none' } : { kind: 'found', values: proofs };
    },
    check: (tenant: string) => checkDomain(tenant, 'shop.example', IDENTITY),
    entry: (tenant: string, revision = 1): DueEntry & { domain: string } => ({
      ...{ at: new Date(clock.now).toISOString(), revision, tenant, mailId: tenant, domain: 'shop.example' },
    }),
    recheck: makeRecheckDomain({
      ...{ clock, domains, checkDomain },
      identities: { find: async () => IDENTITY },
      due: {
        put: async (entry) => void due.set(keyOf(entry), entry),
        remove: async (entry) => void due.delete(keyOf(entry)),
      },
    }),
  };
};

let world: ReturnType<typeof aWorld>;
beforeEach(() => {
  world = aWorld();
});

describe('a check', () => {
  test('[F107] cut off while the CRM is told tells it again, with the same id, and then no more', async () => {
    await world.add('acme');
    world.paste(proofOf('acme'));
    world.faults.publish = 1;
    await expect(world.check('acme')).rejects.toMatchObject({ code: 'killed' });
    // Mail may go from the moment that it is written.
    expect(await world.domains.get('acme', 'shop.example')).toMatchObject({ authenticated: true, told: 0 });
    for (const _again of [1, 2]) await world.check('acme');
    expect(world.heard.map(({ id }) => id)).toEqual(['domain-acme-1', 'domain-acme-1']);
    world.paste();
    await world.check('acme');
    expect(world.heard.at(-1)).toMatchObject({ id: 'domain-acme-2', detail: { authenticated: false } });
  });

  test('[F107] of two tenants that show the domain at once one holds it; a silent name server gives it to nobody', async () => {
    await world.add('acme');
    await world.add('other');
    world.paste(proofOf('acme'), proofOf('other'));
    const both = await Promise.all([world.check('acme'), world.check('other')]);
    expect(both.filter((domain) => domain?.authenticated === true)).toHaveLength(1);
    const [holder, loser] = both[0]?.authenticated === true ? ['acme', 'other'] : ['other', 'acme'];
    world.records['TXT _postroom.shop.example'] = { kind: 'unknown' };
    expect(await world.check(holder)).toMatchObject({ authenticated: true });
    world.paste(proofOf(loser));
    // The holder is looked at first, at the latest a day later.
    expect(await world.check(loser)).toMatchObject({ authenticated: false });
    expect(await world.check(holder)).toMatchObject({ authenticated: false });
    expect(await world.check(loser)).toMatchObject({ authenticated: true });
  });

  test('[F107] two runs of the schedule at once leave one next entry that counts, and a domain that is gone leaves none', async () => {
    await world.add('acme');
    await Promise.all([world.recheck(world.entry('acme')), world.recheck(world.entry('acme'))]);
    expect([...world.due.values()]).toMatchObject([{ revision: 2, at: '2026-11-21T10:00:00.000Z' }]);
    world.clock.now += 1000;
    // Written by a run that was late: the first one of its turn moves the domain on.
    const late = world.entry('acme', 2);
    world.due.set(`${late.at}#acme#2`, late);
    for (const entry of [...world.due.values()]) {
      world.clock.now += 1000;
      await world.recheck({ ...entry, domain: 'shop.example' });
    }
    expect([...world.due.values()]).toMatchObject([{ revision: 3 }]);
    await world.domains.remove('acme', 'shop.example');
    for (const entry of [...world.due.values()]) await world.recheck({ ...entry, domain: 'shop.example' });
    expect(world.due.size).toBe(0);
  });
});

test('[F103] SPF look-ups are counted through everything a record refers to, and a ring of records ends', async () => {
  const txt = (text: string): DnsAnswer => ({ kind: 'found', values: [text] });
  const dns = zoneOf({
    'TXT a.example': txt('v=spf1 mx include:b.example -all'),
    'TXT b.example': txt('v=spf1 a -all'),
    'TXT ring.example': txt('v=spf1 include:ring.example -all'),
  });
  expect(await countSpfLookups(dns, ['v=spf1 include:a.example include:gone.example -all'])).toBe(5);
  expect(await countSpfLookups(dns, ['v=spf1 include:ring.example -all'])).toBe(11);
});

describe('the count of a day', () => {
  const aMail = (id: string, more: Partial<OutgoingMail> = {}): OutgoingMail => ({
    ...{ id, tenant: 'acme', user: 'ada', lane: 'campaign', phase: 'sent', from: 'a@mail.shop.example', subject: '' },
    ...{ content: '', createdAt: '', watch: { at: '', revision: 1 }, revision: 1, sentAt: '2026-11-21T23:59:59.000Z' },
    recipients: [{ role: 'to', address: 'b@else.example', facts: [] }],
    ...more,
  });

  test('[F105] warns once at 4,000 mails of the organisation; what did not leave through the platform does not count', async () => {
    const counted = new Map<string, number>();
    const heard: DomainEvent[] = [];
    let isTold = false;
    const count = makeCountDomainMail({
      counter: {
        add: async (_tenant, organisation, day, mailId, n) => {
          if (counted.has(mailId)) return undefined;
          counted.set(mailId, n);
          expect([organisation, day]).toEqual(['shop.example', '2026-11-21']);
          return { count: [...counted.values()].reduce((sum, one) => sum + one, 0), told: isTold };
        },
        noteTold: async () => {
          isTold = true;
        },
      },
      organisationOf: async () => 'shop.example',
      publish: async (event) => void heard.push(event),
    });
    await count(aMail('x0', { via: 'own-server' }));
    await count(aMail('y0', { source: 'system' }));
    await count(aMail('z1'));
    expect(counted.size).toBe(0);
    for (let n = 1; n <= 124; n += 1) await count(aMail(`${n}x0`));
    for (let n = 1; n <= 124; n += 1) await count(aMail(`${n}x0`));
    expect(heard).toEqual([]);
    for (let n = 125; n <= 130; n += 1) await count(aMail(`${n}x0`));
    expect(heard).toMatchObject([
      { id: 'domain-bulk-shop.example-2026-11-21', type: 'domain.bulk-warning', detail: { about: 4_000 } },
    ]);
  });
});

/** What the tags of a template stand for, over a record store of a few records. */
import { expect, test } from 'vitest';
import { type MergeInput, makeReadValues } from '#shared/app/templates/read-values.ts';
import { DEFAULT_SETTINGS } from '#shared/domain/mailroom/settings.ts';
import type { CrmRecord, Fields, TimelineEntry } from '#shared/domain/record/record.ts';
import { tagsIn } from '#shared/domain/template/tag.ts';
import type { TenantProfile } from '#shared/ports/tenants.ts';

const aRecord = (module: string, id: string, fields: Fields, more: Partial<CrmRecord> = {}): CrmRecord => ({
  ...{
    id,
    module,
    fields,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-02T00:00:00.000Z',
    madeBy: 'm',
    revision: 1,
  },
  ...more,
});

const RECORDS = [
  aRecord('contacts', 'c1', {
    firstname: 'Ada',
    email: 'ada@shop.example',
    organizationId: 'o1',
    vip: true,
    hobbies: ['chess', 'tea'],
  }),
  aRecord('contacts', 'c2', { firstname: 'Ben', email: 'ben@shop.example' }),
  aRecord('organizations', 'o1', { name: 'Shop', annualRevenue: 12.5 }),
  aRecord('cases', 'k1', { title: 'Broken', contactId: 'c1', owner: 'grace.hopper' }, { number: 7 }),
  aRecord('cases', 'k2', { title: 'No person' }),
];

const TIMELINE: readonly TimelineEntry[] = [4, 3, 2, 1].map((day) => ({
  id: `e${day}`,
  kind: day === 3 ? 'mail' : 'comment',
  at: `2026-03-0${day}T10:00:00.000Z`,
  summary: `Summary ${day}`,
  text: `Said ${day}`,
  by: 'x@shop.example',
}));

const asked: string[] = [];
const read = makeReadValues({
  get: async (_tenant, { module, id }) => {
    asked.push(`${module}#${id}`);
    return RECORDS.find((record) => record.module === module && record.id === id);
  },
  findByEmail: async (_tenant, address) => RECORDS.filter(({ fields }) => fields['email'] === address),
  timeline: async () => ({ items: TIMELINE }),
});

const profile: TenantProfile = {
  ...{ tenant: 't', name: 'Acme', plan: 'one', inboundHandle: 't', helpDeskAddresses: [], owners: [], createdAt: '' },
  ...{ madeBy: '', revision: 1, groups: [], mailroom: DEFAULT_SETTINGS },
  users: [{ id: 'grace.hopper', email: 'grace.hopper@acme.example', role: 'user' }],
};

const values = async (text: string, more: Partial<MergeInput> = {}) => {
  const found = await read(
    tagsIn(text).map(({ tag }) => tag),
    {
      profile,
      company: {},
      user: 'grace.hopper',
      record: undefined,
      to: [],
      language: 'en',
      nowMs: Date.UTC(2026, 10, 21, 23, 30),
      ...more,
    },
  );
  return [...found.values()];
};

const aCase = (id: string) => RECORDS.find((record) => record.id === id);

test('[F140] a tag reads the record, what it points to, and the company behind the person, each once', async () => {
  asked.length = 0;
  const text =
    '$cases-title$ $cases-number$ $cases-contactId:firstname$ $cases-owner:name$ $contacts-VIP$ $contacts-hobbies$ $organizations-annualrevenue$ $contacts-createdat$';
  expect(await values(text, { record: aCase('k1') })).toEqual([
    ...['Broken', '7', 'Ada', 'Grace Hopper', 'Yes', 'chess, tea', '12.5', '2026-01-01T00:00:00.000Z'],
  ]);
  expect(asked).toEqual(['contacts#c1', 'organizations#o1']);
});

test('[F140] where the record names no person it is the first recipient who is in the CRM', async () => {
  const to = ['nobody@shop.example', 'ben@shop.example', 'ada@shop.example'];
  expect(await values('$contacts-firstname$', { record: aCase('k2'), to })).toEqual(['Ben']);
  expect(await values('$contacts-firstname$ $leads-company$', {})).toEqual(['', '']);
});

test('[F140] sender, company and day are known without a record; the day is that of the company', async () => {
  const company = { city: 'Vienna', siteUrl: 'https://crm.example/', timeZone: 'Europe/Vienna' };
  const text =
    '$users-email$ $companydetails-organizationname$ $companydetails-city$ $custom-currentdate$ $custom-crmdetailviewurl$ $companydetails-logo$';
  expect(await values(text, { company, record: aCase('k2') })).toEqual([
    ...['grace.hopper@acme.example', 'Acme', 'Vienna', 'November 22, 2026', 'https://crm.example/cases/k2', ''],
  ]);
});

test('[F141] a date is written as the tag says, in the language of the template and the time zone of the company', async () => {
  const record = aRecord('cases', 'k3', { duedate: '2026-03-05', meeting: '2026-03-05T23:30:00Z', soon: 'next week' });
  const of = (text: string, language: string) =>
    values(text, { record, language, company: { timeZone: 'Europe/Vienna' } });
  expect(await of('$cases-duedate|date:DD.MM.YYYY$ $cases-duedate|date$ $cases-duedate$', 'de')).toEqual([
    ...['05.03.2026', '5. März 2026', '2026-03-05'],
  ]);
  expect(await of('$cases-meeting|date:dddd, D MMM YY [at] h:mm A$ $cases-soon|date:DD.MM.$', 'en')).toEqual([
    ...['Friday, 6 Mar 26 at 12:30 AM', 'next week'],
  ]);
  expect(await of('$custom-currentdate|date:YYYY-MM-DD HH:mm$', 'fr')).toEqual(['2026-11-22 00:30']);
  expect(await values('$cases-duedate|date:D$', { record, company: { timeZone: 'America/New_York' } })).toEqual(['5']);
  expect(await of('$cases-duedate|date:D. MMMM$', 'cs')).toEqual(['5. března']);
});

test('[F143] comments are the last few, newest first unless said', async () => {
  const [newest, oldest] = await values('$cases-comments:2$ $cases-comments:2:oldest$', { record: aCase('k1') });
  expect(newest).toBe('March 4, 2026, x@shop.example:\nSaid 4\n\nMarch 2, 2026, x@shop.example:\nSaid 2');
  expect(oldest).toBe('March 2, 2026, x@shop.example:\nSaid 2\n\nMarch 4, 2026, x@shop.example:\nSaid 4');
});

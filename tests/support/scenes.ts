/** What may happen to a mail, one scene each; the kill tables interrupt them at every call. */
import type { Scene, Shop } from './kill-table.ts';
import { aMail } from './mail.ts';

const FIRST = aMail({ messageId: '<first@customer.example>', subject: 'First' });
const SECOND = aMail({ messageId: '<second@customer.example>', subject: 'Second' });
const REPLY = aMail({
  messageId: '<reply@customer.example>',
  subject: 'Re: First',
  headers: ['In-Reply-To: <first@customer.example>', 'Content-Type: text/plain'],
});
const OWN_REPLY = aMail({
  messageId: '<own@customer.example>',
  headers: ['In-Reply-To: <own@customer.example>', 'Content-Type: text/plain'],
});
const part = (name: string) => `--b\r\nContent-Disposition: attachment; filename=${name}.txt\r\n\r\n${name}\r\n`;
const WITH_ATTACHMENTS = aMail({
  messageId: '<attached@customer.example>',
  headers: ['Content-Type: multipart/mixed; boundary=b'],
  text: `${part('one')}${part('two')}--b--`,
});
const ATTACHED_REPLY = aMail({
  messageId: '<attached-reply@customer.example>',
  subject: 'Re: First',
  headers: ['In-Reply-To: <first@customer.example>', 'Content-Type: multipart/mixed; boundary=b'],
  text: `${part('one')}${part('two')}--b--`,
});

const first = (suffix: string) => (shop: Shop) => shop.deliver(suffix, FIRST);
const contact = (shop: Shop) => shop.make('contacts', { lastname: 'Lovelace', email: 'ada@customer.example' });
const contactWithDeal = async (shop: Shop) =>
  shop.make('opportunities', { title: 'Deal', status: 'Open', contactId: await contact(shop) });

/** Skipped, because its sender was no contact then. */
const skippedDeal = async (shop: Shop) => {
  await shop.deliver('+opportunity', FIRST);
  await shop.call('POST', '/local/idle');
  await contact(shop);
};

const PARCEL = aMail({ messageId: '<parcel@customer.example>', text: 'Parcel no.: 4711' });
const parcelRule = (shop: Shop) =>
  shop.rule({
    type: 'create-record',
    module: 'parcels',
    bodyRule: { mappings: [{ field: 'parcel', label: 'Parcel no.' }], duplicateFields: ['parcel'] },
  });
const LEAD_FORM = aMail({
  messageId: '<form@agency.example>',
  text: 'Last name: Lovelace\r\nCompany: Analytical Engines',
});
const formRule = (shop: Shop) =>
  shop.rule({
    type: 'create-contact',
    bodyRule: {
      mappings: [{ field: 'lastname', label: 'Last name' }],
      lookups: [
        {
          field: 'organizationId',
          module: 'organizations',
          mappings: [{ field: 'name', label: 'Company' }],
          duplicateFields: ['name'],
        },
      ],
    },
  });
const closedCase = async (shop: Shop) => {
  await shop.deliver('+case', FIRST);
  await shop.call('POST', '/local/idle');
  const { id } = (await shop.call('GET', '/v1/records/cases')).body.items[0];
  await shop.call('PATCH', `/v1/records/cases/${id}`, { fields: { status: 'Closed' } });
  // The reply must come later than what closed it.
  await shop.call('POST', '/local/clock', { advance: 'PT1M' });
};

/** One mail per suffix that makes what the suffix makes. */
export const SUFFIX_SCENES: readonly Scene[] = [
  { title: '+lead of a new sender', act: first('+lead'), outcomes: ['acted'] },
  { title: '+contact of a new sender', act: first('+contact'), outcomes: ['acted'] },
  { title: '+org of a new sender', act: first('+org'), outcomes: ['acted'] },
  { title: '+case of a new sender', act: first('+case'), outcomes: ['acted'] },
  { title: '+opportunity of a contact', before: contact, act: first('+opportunity'), outcomes: ['acted'] },
  { title: '+archive with an open opportunity', before: contactWithDeal, act: first('+archive'), outcomes: ['acted'] },
];

/** Mails that find what is there already, or go more than one way. */
export const OTHER_SCENES: readonly Scene[] = [
  {
    title: '+lead of a known sender',
    before: first('+lead'),
    act: (shop) => shop.deliver('+lead', SECOND),
    outcomes: ['acted', 'acted'],
  },
  {
    title: '+case, a reply',
    before: first('+case'),
    act: (shop) => shop.deliver('+case', REPLY),
    outcomes: ['acted', 'acted'],
  },
  {
    title: '+case, a reply to a closed one',
    before: closedCase,
    act: (shop) => shop.deliver('+case', REPLY),
    outcomes: ['acted', 'acted'],
  },
  {
    title: 'a rule, a record of what the mail says',
    before: parcelRule,
    act: (shop) => shop.deliver('', PARCEL),
    outcomes: ['acted'],
  },
  {
    title: 'a rule, a contact and the organization that the mail names',
    before: formRule,
    act: (shop) => shop.deliver('', LEAD_FORM),
    outcomes: ['acted'],
  },
  {
    title: 'a rule, an internal ticket',
    before: (shop) => shop.rule({ type: 'create-ticket' }),
    act: (shop) => shop.deliver('', FIRST),
    outcomes: ['acted'],
  },
  {
    title: '+case, a reply with attachments',
    before: first('+case'),
    act: (shop) => shop.deliver('+case', ATTACHED_REPLY),
    outcomes: ['acted', 'acted'],
  },
  { title: 'two attachments', act: (shop) => shop.deliver('+lead', WITH_ATTACHMENTS), outcomes: ['acted'] },
  {
    title: 'two mailboxes at once',
    act: (shop) => shop.deliver(['+lead', '+case'], FIRST),
    outcomes: ['acted', 'acted'],
  },
  { title: '+case, a mail that names itself', act: (shop) => shop.deliver('+case', OWN_REPLY), outcomes: ['acted'] },
  { title: 'a duplicate', before: first('+lead'), act: first('+lead'), outcomes: ['skipped', 'acted'] },
  {
    title: 'a replay of what made nothing',
    before: skippedDeal,
    act: async (shop) => shop.replay((await shop.mails())[0]?.id ?? ''),
    outcomes: ['acted'],
  },
];

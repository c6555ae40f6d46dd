/** What rules/try says of a mail, on the real stores over a table in memory: never more than the list of the Mailroom, and what a mail that comes in would get. */
import { describe, expect, test } from 'vitest';
import { makeMailLog } from '#shared/adapters/dynamodb/mail-log.ts';
import { makeRecordStore } from '#shared/adapters/dynamodb/record-store.ts';
import { ids } from '#shared/adapters/ids.ts';
import { loadRegexEngine } from '#shared/adapters/regex-engine.ts';
import type { RuleFields } from '#shared/app/mailroom/change-rules.ts';
import { makeDryAct } from '#shared/app/mailroom/dry-act.ts';
import { makeOwnAddresses } from '#shared/app/mailroom/own-addresses.ts';
import { makeSenderGate } from '#shared/app/mailroom/sender-gate.ts';
import { makeTryRule } from '#shared/app/mailroom/try-rule.ts';
import { makeFindUserMailbox, userSuffix } from '#shared/app/mailroom/user-mailbox.ts';
import { makeWouldDo } from '#shared/app/mailroom/would-do.ts';
import type { Outcome } from '#shared/domain/mailroom/outcome.ts';
import { type ReasonCode, reasonOf } from '#shared/domain/mailroom/reason.ts';
import { DEFAULT_SETTINGS } from '#shared/domain/mailroom/settings.ts';
import { DEFAULT_USER_ADDRESS_SETTINGS } from '#shared/domain/mailroom/user-address.ts';
import type { Criterion } from '#shared/domain/rules/rule.ts';
import type { LoggedMail } from '#shared/ports/mail-log.ts';
import type { TenantProfile } from '#shared/ports/tenants.ts';
import { makeInMemoryTable } from '#tests/support/in-memory-table.ts';
import { aMessage, type MessageFields } from '#tests/support/message.ts';

const AT = '2026-11-21T09:00:00.000Z';
const GROUP = 'group-01jd3x8q4v7m0000000000000a';
const PROFILE: TenantProfile = {
  tenant: 'shop',
  name: 'Shop',
  plan: 'professional',
  inboundHandle: 'shop',
  helpDeskAddresses: [],
  createdAt: AT,
  owners: ['eva'],
  madeBy: 'test',
  revision: 1,
  users: [
    { id: 'eva', email: 'eva@shop.example', role: 'owner' },
    { id: 'ben', email: 'ben@shop.example', role: 'user' },
  ],
  groups: [{ id: GROUP, name: 'Support', members: ['ben'], distribution: 'round-robin' }],
  mailroom: { ...DEFAULT_SETTINGS, senders: [{ sender: 'law.example', list: 'never-log' }] },
  mailroomSecret: 'secret',
};
const BENS = userSuffix(ids, 'secret', PROFILE, 'ben', 'dropbox');
const ACTED: Outcome = { kind: 'acted', action: 'create-lead', records: [] };
const kept = (code: ReasonCode): Outcome => ({ kind: 'quarantined', reason: reasonOf(code) });
const subject = (value: string, operator: Criterion['operator'] = 'contains'): Criterion => ({
  field: 'subject',
  operator,
  value,
});
const aRule = (more: Partial<RuleFields> = {}): RuleFields => ({
  name: 'Tried',
  enabled: true,
  match: 'all',
  criteria: [],
  action: { type: 'create-lead' },
  continueIfSkipped: false,
  ...more,
});

const aWorld = () => {
  const records = makeRecordStore(makeInMemoryTable());
  const threads = makeMailLog(makeInMemoryTable());
  const inboundDomains = ['in.postroom.test'];
  const ownOf = makeOwnAddresses(inboundDomains);
  const tried = async (rule: RuleFields, fields: MessageFields, more: Partial<LoggedMail> = {}) => {
    const message = aMessage(fields);
    const read = { message, attachment: () => (async function* () {})(), close: async () => undefined };
    const tryRule = makeTryRule({
      tenants: { profile: async () => PROFILE },
      openMail: () => ({ open: async () => ({ kind: 'opened', mail: read }), close: async () => undefined }),
      mayEnter: makeSenderGate({ records, ownOf }),
      findUserMailbox: makeFindUserMailbox({
        ids,
        addresses: { settings: async () => ({ settings: DEFAULT_USER_ADDRESS_SETTINGS, revision: 0 }) },
      }),
      ownOf,
      wouldDo: makeWouldDo(makeDryAct({ ids, records, threads, inboundDomains })),
      loadRegexEngine,
    });
    const mail: LoggedMail = {
      id: ids.derived(Date.parse(AT), 'mail'),
      rawKey: 'raw',
      mailbox: 'shop',
      recipients: ['shop@in.postroom.test'],
      from: { address: message.from?.address ?? '', name: '' },
      subject: message.subject,
      receivedAt: AT,
      kind: 'ordinary',
      outcome: ACTED,
      attachments: [],
      verdicts: { spam: 'PASS', virus: 'PASS' },
      ...more,
    };
    const [answer] = await tryRule('shop', rule, [mail]);
    if (answer === undefined) throw new Error('The mail was left out.');
    return answer;
  };
  const aCase = async () => {
    const id = ids.derived(Date.parse(AT), 'case');
    const fields = { title: 'Broken', status: 'Open', email: 'ada@customer.example' };
    await records.create('shop', { module: 'cases', id, fields, createdAt: AT, madeBy: 'test' });
    await threads.rememberThread('shop', 'first@customer.example', { module: 'cases', id });
    return id;
  };
  return { tried, aCase };
};

describe('[F41] a try shows no more than the list', () => {
  test.each<[string, MessageFields, Partial<LoggedMail>]>([
    [
      'was not logged',
      { from: 'ann@other.example', subject: 'A secret' },
      { neverLogged: true, subject: 'Not logged', outcome: { kind: 'skipped', reason: reasonOf('not-logged') } },
    ],
    ['would not be logged any more', { from: 'ann@law.example', subject: 'A secret' }, {}],
  ])('[F39] of a mail that %s it says nothing but that', async (_what, fields, more) => {
    const { tried } = aWorld();
    const answer = await tried(
      aRule({ criteria: [subject('secret'), { ...subject('ann'), field: 'from' }] }),
      fields,
      more,
    );
    expect(answer).toMatchObject({ subject: 'Not logged', matched: false, criteria: [], would: null });
    expect(answer.reason?.code).toBe('not-logged');
    expect(JSON.stringify(answer)).not.toMatch(/secret|ann@/);
  });

  test('of a discarded mail it asks nothing', async () => {
    const { tried } = aWorld();
    const outcome: Outcome = { kind: 'skipped', reason: reasonOf('blocked-sender') };
    const answer = await tried(aRule({ criteria: [subject('question')] }), {}, { discarded: true, outcome });
    expect(answer).toMatchObject({ matched: false, criteria: [], reason: { code: 'discarded' } });
  });

  const SECRET = { from: 'ada@customer.example', subject: 'Merger', headers: { 'x-deal': 'yes' }, text: 'Price: 12' };
  const from: Criterion = { field: 'from', operator: 'ends-with', value: '@customer.example' };
  const nobody: Criterion = { ...from, value: '@nobody.example' };
  test.each<Criterion>([
    subject('merger'),
    subject('holiday'),
    { field: 'body', operator: 'contains', value: 'price' },
    { field: 'header', header: 'x-deal', operator: 'equals', value: 'yes' },
    { field: 'to', operator: 'contains', value: 'sales' },
  ])('[F7] of a confidential mail it answers no criterion on $field, nor what the rule would do', async (criterion) => {
    const { tried } = aWorld();
    const answer = await tried(aRule({ criteria: [from, criterion] }), SECRET, { confidential: true });
    expect(answer).toMatchObject({
      subject: 'Confidential',
      matched: false,
      criteria: [{ matched: true }, { matched: null, captures: {} }],
      would: null,
      reason: { code: 'confidential' },
    });
    expect(JSON.stringify(answer)).not.toContain('Merger');
  });

  test('[F7] what the list shows of it is answered; no value out of it is shown, and no body rule is tried', async () => {
    const { tried } = aWorld();
    const confidential = { confidential: true };
    const action = { type: 'create-lead', fields: { rating: 'Hot' } } as const;
    const open = await tried(aRule({ criteria: [from], action }), SECRET, confidential);
    expect(open).toMatchObject({ matched: true, would: { outcome: 'acted' }, reason: null });
    expect(open.would?.fields).toEqual({});
    const bodyRule = { delimiter: ':', mappings: [{ field: 'price', label: 'Price' }] };
    const read = await tried(aRule({ criteria: [from], action: { ...action, bodyRule } }), SECRET, confidential);
    expect(read).toMatchObject({ would: null, reason: { code: 'confidential' } });
    const decided = await tried(aRule({ criteria: [subject('merger'), nobody] }), SECRET, confidential);
    expect(decided).toMatchObject({ matched: false, would: null, reason: null });
  });
});

describe('[F41] a try says what a mail would really get', () => {
  test('[F78] at the own address of a user and at the mailbox of a record no rule is asked', async () => {
    const { tried, aCase } = aWorld();
    const id = await aCase();
    const toBen = await tried(aRule(), { from: 'ben@shop.example', to: [] }, { mailbox: `shop+${BENS}` });
    expect(toBen).toMatchObject({ matched: false, reason: { code: 'user-address' }, would: { outcome: 'skipped' } });
    const toCase = await tried(aRule(), {}, { mailbox: `shop+archive+${id}` });
    expect(toCase).toMatchObject({
      matched: false,
      reason: { code: 'record-mailbox' },
      would: { outcome: 'acted', action: 'archive', records: [{ module: 'cases', id }], owner: null },
    });
  });

  test('[F65] a reply goes to its record, unless the rule has an action for replies', async () => {
    const { tried, aCase } = aWorld();
    const id = await aCase();
    const reply = { references: ['first@customer.example'] };
    expect(await tried(aRule(), reply)).toMatchObject({
      matched: false,
      reason: { code: 'known-thread' },
      would: { outcome: 'acted', records: [{ module: 'cases', id }] },
    });
    const followUpAction = { type: 'create-contact', fields: { rating: 'Warm' } } as const;
    expect(await tried(aRule({ followUpAction }), reply)).toMatchObject({
      matched: true,
      reason: null,
      would: { action: 'create-contact', fields: { rating: 'Warm' } },
    });
  });

  test.each<[ReasonCode, boolean]>([
    ['spam', true],
    ['blocked-sender', true],
    ['not-allowed', true],
    ['virus', false],
    ['unreadable-mail', false],
    ['duplicate', false],
  ])(
    '[F38] a mail that ended with %s is kept aside whatever the rule says; a replay overrules it: %s',
    async (code, replay) => {
      const { tried } = aWorld();
      const answer = await tried(aRule(), {}, { outcome: kept(code) });
      expect(answer).toMatchObject({ matched: false, would: null, reason: { code } });
      expect(answer.afterReplay?.outcome).toBe(replay ? 'acted' : undefined);
      expect(answer.reason?.message.includes('until it is replayed')).toBe(replay);
    },
  );

  test.each(['bounce', 'complaint', 'forwarding-confirmation'] as const)(
    '[F51] no rule is asked about a %s, and it says so although a rule without criteria matches every mail',
    async (kind) => {
      const { reason, matched } = await aWorld().tried(aRule(), {}, { kind });
      expect([matched, reason?.code, reason?.message]).toEqual([
        false,
        kind,
        expect.stringContaining('without criteria'),
      ]);
    },
  );

  test('[F49][F61] it shows the values, what the expressions captured, and whose it would be', async () => {
    const { tried } = aWorld();
    const action = {
      type: 'create-record',
      module: 'orders',
      fields: { number: '{{number}}' },
      bodyRule: { delimiter: ':', mappings: [{ field: 'city', label: 'City' }] },
    } as const;
    const rule = aRule({ criteria: [subject('order (?P<number>\\d+)', 'regex')], action, owner: 'ben' });
    const answer = await tried(rule, { subject: 'Order 12', text: 'City: Bristol' });
    expect(answer).toMatchObject({
      matched: true,
      criteria: [{ captures: { number: '12', match: '12' } }],
      would: { records: [{ module: 'orders', id: null, did: 'created' }], owner: 'ben', reason: null },
    });
    expect(answer.would?.fields).toEqual({ number: '12', city: 'Bristol' });
    const none = await tried(rule, { subject: 'Order 12', text: 'Hello' });
    expect(none.would).toMatchObject({ outcome: 'skipped', reason: { code: 'nothing-in-body' }, owner: null });
  });

  test('[F18][F66] of a group it names the group, and whose turn it is nobody takes', async () => {
    const { tried } = aWorld();
    expect((await tried(aRule({ owner: GROUP }), {})).would?.owner).toBe(GROUP);
    expect((await tried(aRule({ owner: 'gone' }), {})).would?.owner).toBe('eva');
  });
});

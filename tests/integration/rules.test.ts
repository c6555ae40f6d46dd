/** Mailroom rules over HTTP and on mail: what fires, what it makes, what a try shows. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { aMail } from '#tests/support/mail.ts';
import { allPages } from '#tests/support/pages.ts';

let cloud: TestCloud;
let counter = 0;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud?.stop());

type Body = Readonly<Record<string, unknown>>;

/** A tenant of its own: rules of one test must not meet the mails of another. */
const aTenant = async () => {
  counter += 1;
  const tenant = await cloud.tenant(`ruled-${counter}`);
  const call = (method: string, path: string, body?: unknown) =>
    cloud.call(method, path, { token: tenant.admin, ...(body === undefined ? {} : { body }) });
  const add = async (rule: Body) => {
    const made = await call('POST', '/v1/mailroom/rules', { name: 'A rule', action: { type: 'create-lead' }, ...rule });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    return String(made.body.id);
  };
  const receive = async (mail: Parameters<typeof aMail>[0], suffix = '') => {
    await cloud.deliver(tenant.address(suffix), aMail(mail));
    await cloud.idle();
    return (await call('GET', '/v1/mailroom/emails?limit=1')).body.items[0];
  };
  const record = async ({ module, id }: { module: string; id: string }) =>
    (await call('GET', `/v1/records/${module}/${id}`)).body.fields;
  return { ...tenant, call, add, receive, record };
};

const subject = (value: string, operator = 'contains') => ({ field: 'subject', operator, value });

describe('[F12][F31] the first rule that matches fires', () => {
  test('whatever stands behind it, and before the action of the suffix', async () => {
    const acme = await aTenant();
    await acme.add({ criteria: [subject('nothing like it')] });
    const second = await acme.add({ criteria: [subject('order')], action: { type: 'create-contact' } });
    await acme.add({ criteria: [subject('order')], action: { type: 'create-organization' } });
    const mail = await acme.receive({ from: 'jo@shop.example', subject: 'My ORDER 12' }, '+lead');
    expect(mail).toMatchObject({ outcome: 'acted', action: 'create-contact', ruleId: second });
    expect(mail.records).toMatchObject([{ module: 'contacts', did: 'created' }]);
  });

  test('[F51] one without criteria matches every mail; one that is off matches none', async () => {
    const acme = await aTenant();
    await acme.add({ enabled: false, action: { type: 'create-contact' } });
    const all = await acme.add({});
    expect(await acme.receive({ from: 'jo@shop.example' })).toMatchObject({ action: 'create-lead', ruleId: all });
  });

  test('[F12] in the order that was set', async () => {
    const acme = await aTenant();
    const first = await acme.add({ action: { type: 'create-lead' } });
    const second = await acme.add({ action: { type: 'create-contact' } });
    expect((await acme.call('PUT', '/v1/mailroom/rules/order', { ids: [second, first] })).status).toBe(200);
    expect(await acme.receive({ from: 'jo@shop.example' })).toMatchObject({ ruleId: second });
    const listed = await allPages(cloud, '/v1/mailroom/rules', acme.admin, 1);
    expect(listed.items.map(({ id }) => id)).toEqual([second, first]);
  });

  test('[F31] the next one is tried when it did nothing and says so', async () => {
    const acme = await aTenant();
    const [archive, lead] = [
      await acme.add({ action: { type: 'archive' }, continueIfSkipped: true }),
      await acme.add({ action: { type: 'create-lead' } }),
    ];
    expect(await acme.receive({ from: 'jo@shop.example' })).toMatchObject({ action: 'create-lead', ruleId: lead });
    expect(await acme.receive({ from: 'jo@shop.example', subject: 'Again' })).toMatchObject({ ruleId: archive });
    await acme.call('PUT', `/v1/mailroom/rules/${archive}`, { name: 'x', action: { type: 'archive' } });
    expect(await acme.receive({ from: 'al@shop.example' })).toMatchObject({
      outcome: 'skipped',
      action: 'archive',
      ruleId: archive,
      reason: { code: 'no-record-found' },
    });
  });

  test('a removed rule meets no mail any more', async () => {
    const acme = await aTenant();
    const rule = await acme.add({});
    await acme.receive({ from: 'jo@shop.example' });
    expect((await acme.call('DELETE', `/v1/mailroom/rules/${rule}`)).status).toBe(204);
    expect((await acme.call('GET', `/v1/mailroom/rules/${rule}`)).status).toBe(404);
    expect(await acme.receive({ from: 'al@shop.example' })).toMatchObject({ outcome: 'skipped', ruleId: null });
  });
});

describe('what a rule makes', () => {
  test('[F18][F64] belongs to the user it names and has the fields it sets, with what an expression captured', async () => {
    const acme = await aTenant();
    await acme.add({
      criteria: [subject('order (?P<number>[A-Z]{2}\\d+)', 'regex')],
      action: {
        type: 'create-case',
        fields: { priority: 'High', ordernumber: '{{number}}', title: 'Order {{match}}' },
      },
      owner: 'user',
    });
    const { records } = await acme.receive({ from: 'jo@shop.example', subject: 'Where is order ab123?' });
    const made = await acme.record(records[0]);
    expect(made).toMatchObject({ priority: 'High', ordernumber: 'ab123', title: 'Order ab123', owner: 'user' });
    const contact = await acme.record(records[1]);
    expect(contact).not.toHaveProperty('priority');
  });

  test('[F57] a lead keeps the address of its sender, whatever the rule sets', async () => {
    const acme = await aTenant();
    await acme.add({
      action: { type: 'create-lead', fields: { email: 'other@x.example', converted: true, rating: 'Hot' } },
    });
    const { records } = await acme.receive({ from: 'jo@shop.example' });
    const again = await acme.receive({ from: 'jo@shop.example', subject: 'Again' });
    expect(again.records).toEqual([{ ...records[0], did: 'attached' }]);
    const lead = await acme.record(records[0]);
    expect(lead).toMatchObject({ email: 'jo@shop.example', rating: 'Hot' });
    expect(lead).not.toHaveProperty('converted');
  });

  test('[F54] a case without a contact where strangers are not to become contacts', async () => {
    const acme = await aTenant();
    await acme.add({ action: { type: 'create-case', createContact: false } });
    const { records } = await acme.receive({ from: 'jo@shop.example' });
    expect(records).toMatchObject([{ module: 'cases', did: 'created' }]);
    expect(records).toHaveLength(1);
    expect(await acme.record(records[0])).toMatchObject({ email: 'jo@shop.example' });
  });

  const AGENCY = [
    'Company name: Applibase',
    'Contact first name: John',
    'Contact last name: Smith',
    'Best Phone: 213-344-4234',
    'Email: john@applibase.example',
    'Website: https://applibase.example:8080',
    'Address: P.O. Box 54545',
    'Newport Beach',
    'Fax:',
  ].join('\r\n');
  const LEADS = {
    type: 'create-lead',
    bodyRule: {
      delimiter: ':',
      mappings: [
        { field: 'company', label: 'Company name' },
        { field: 'firstname', label: 'contact first name' },
        { field: 'lastname', label: 'Contact last name' },
        { field: 'email', label: 'Email' },
        { field: 'website', label: 'Website' },
        { field: 'address', label: 'Address' },
        { field: 'fax', label: 'Fax' },
      ],
      labels: ['Best Phone'],
      duplicateFields: ['email'],
    },
  };

  test('[F57][F61][F62] a body rule reads the lead from the mail, not from who sent it', async () => {
    const acme = await aTenant();
    await acme.add({ criteria: [{ field: 'from', operator: 'equals', value: 'Leads@Agency.example' }], action: LEADS });
    const { records } = await acme.receive({ from: 'leads@agency.example', text: AGENCY });
    expect(records).toMatchObject([{ module: 'leads', did: 'created' }]);
    const lead = await acme.record(records[0]);
    expect(lead).toMatchObject({
      company: 'Applibase',
      firstname: 'John',
      lastname: 'Smith',
      email: 'john@applibase.example',
      website: 'https://applibase.example:8080',
      address: 'P.O. Box 54545 Newport Beach',
    });
    expect(lead).not.toHaveProperty('fax');
  });

  test('[F57][F68] each mail of one sender makes its lead, but a lead that is there only once', async () => {
    const acme = await aTenant();
    await acme.add({ action: LEADS });
    const [one, two, again] = [
      await acme.receive({ from: 'leads@agency.example', text: AGENCY }),
      await acme.receive({ from: 'leads@agency.example', text: AGENCY.replace(/john@/, 'jim@') }),
      await acme.receive({ from: 'leads@agency.example', subject: 'Reminder', text: AGENCY }),
    ];
    expect(two.records[0].id).not.toBe(one.records[0].id);
    expect(again.records).toEqual([{ module: 'leads', id: one.records[0].id, did: 'attached' }]);
  });

  test('[F61] a mail without one of the labels is skipped and says why', async () => {
    const acme = await aTenant();
    await acme.add({ action: LEADS });
    expect(await acme.receive({ from: 'leads@agency.example', text: 'See you tomorrow' })).toMatchObject({
      outcome: 'skipped',
      reason: { code: 'nothing-in-body' },
    });
  });

  test('[F59] another record of any module, of what the mail says', async () => {
    const acme = await aTenant();
    await acme.add({
      action: {
        type: 'create-record',
        module: 'shipments',
        bodyRule: { mappings: [{ field: 'parcel', after: 'Parcel no.', before: 'is on its way' }] },
      },
    });
    const { records } = await acme.receive({ from: 'jo@shop.example', text: 'Parcel no. 4711 is on its way to you.' });
    expect(records).toMatchObject([{ module: 'shipments', did: 'created' }]);
    expect(await acme.record(records[0])).toMatchObject({ parcel: '4711', source: 'mail' });
  });

  test('[F59] is made of the mail of a program too: it says auto-generated and is no absence note', async () => {
    const acme = await aTenant();
    await acme.add({ action: LEADS });
    const headers = ['Auto-Submitted: auto-generated', 'Content-Type: text/plain'];
    const mail = await acme.receive({ from: 'leads@agency.example', text: AGENCY, headers });
    expect(mail).toMatchObject({ outcome: 'acted', records: [{ module: 'leads', did: 'created' }] });
  });

  test('[F57] replayed it makes nothing twice', async () => {
    const acme = await aTenant();
    await acme.add({ action: { ...LEADS, bodyRule: { ...LEADS.bodyRule, duplicateFields: [] } } });
    const mail = await acme.receive({ from: 'leads@agency.example', text: AGENCY });
    await acme.call('POST', `/v1/mailroom/emails/${mail.id}/replay`);
    await cloud.idle();
    expect((await acme.call('GET', `/v1/mailroom/emails/${mail.id}`)).body.records).toEqual(mail.records);
    expect((await allPages(cloud, '/v1/records/leads', acme.admin, 50)).items).toHaveLength(1);
  });
});

describe('[F36] an automatic reply', () => {
  test('makes no record whatever the rule says', async () => {
    const acme = await aTenant();
    await acme.add({});
    const mail = await acme.receive({ from: 'jo@shop.example', headers: ['Auto-Submitted: auto-replied'] });
    expect(mail).toMatchObject({ outcome: 'skipped', reason: { code: 'automatic-reply' } });
  });
});

describe('[F41] a rule that is tried', () => {
  test('says of each mail whether it matches, why, and what would be done; nothing is changed', async () => {
    const acme = await aTenant();
    const order = await acme.receive({ from: 'jo@shop.example', subject: 'Order 12' });
    const other = await acme.receive({ from: 'al@shop.example', subject: 'Hello' });
    const rule = { name: 'Orders', criteria: [subject('order')], action: { type: 'create-lead' } };
    const { status, body } = await acme.call('POST', '/v1/mailroom/rules/try', { rule, last: 5 });
    expect(status).toBe(200);
    expect(body.items).toMatchObject([
      { emailId: other.id, matched: false, would: null, criteria: [{ index: 0, matched: false }] },
      {
        emailId: order.id,
        matched: true,
        would: {
          action: 'create-lead',
          outcome: 'acted',
          records: [{ module: 'leads', id: null, did: 'created' }],
          owner: 'owner',
        },
      },
    ]);
    expect(body.items[0].criteria[0].why).toBe(
      'The subject does not contain \u201corder\u201d: it is \u201cHello\u201d.',
    );
    expect((await acme.call('GET', '/v1/records/leads')).body.items).toEqual([]);
    expect((await acme.call('GET', '/v1/mailroom/rules')).body.items).toEqual([]);
    const named = await acme.call('POST', '/v1/mailroom/rules/try', { rule, emailIds: [order.id] });
    expect(named.body.items).toHaveLength(1);
  });

  test('[F61] the labels of a sample are found for its body rule', async () => {
    const acme = await aTenant();
    const { body } = await acme.call('POST', '/v1/mailroom/rules/labels', {
      sample: 'Name: Jo\nWebsite: https://x.example\nFax:',
    });
    expect(body.items).toEqual([
      { label: 'Name', value: 'Jo' },
      { label: 'Website', value: 'https://x.example' },
      { label: 'Fax', value: '' },
    ]);
  });
});

describe('[F44] the rules themselves', () => {
  test.each<[string, Body, string]>([
    ['a pattern that is none', { criteria: [subject('(', 'regex')] }, 'criteria.0.value'],
    ['a look-behind, which RE2 has not', { criteria: [subject('(?<=a)b', 'regex')] }, 'criteria.0.value'],
    ['a criterion without a value', { criteria: [subject(' ')] }, 'criteria.0.value'],
    [
      'a header without its name',
      { criteria: [{ field: 'header', operator: 'contains', value: 'x' }] },
      'criteria.0.header',
    ],
    ['an owner who is nobody', { owner: 'nobody' }, 'owner'],
    [
      'a body rule for a field that every object has',
      { action: { type: 'create-lead', bodyRule: { mappings: [{ field: 'constructor', label: 'x' }] } } },
      'action.bodyRule.mappings.0.field',
    ],
    ['create-record without a module', { action: { type: 'create-record' } }, 'action.module'],
    ['an action there is not', { action: { type: 'delete-all' } }, 'action.type'],
  ])('%s is refused by its field', async (_what, rule, field) => {
    const acme = await aTenant();
    const body = { name: 'x', action: { type: 'create-lead' }, ...rule };
    const answer = await acme.call('POST', '/v1/mailroom/rules', body);
    expect([answer.status, answer.body.errors[0].field]).toEqual([422, field]);
    expect((await acme.call('GET', '/v1/mailroom/rules')).body.items).toEqual([]);
  });

  test('an order that leaves one out or names a stranger is refused', async () => {
    const acme = await aTenant();
    const [one, two] = [await acme.add({}), await acme.add({})];
    const short = await acme.call('PUT', '/v1/mailroom/rules/order', { ids: [one] });
    expect([short.status, short.body.code]).toEqual([409, 'rules-changed']);
    expect(short.body.detail).toContain(`missing in your list: \u201cA rule\u201d (${two})`);
    for (const [ids, field] of [
      [[one, one], 'ids.1'],
      [[one, two, '01jd3x8q4v7m0000000000000a'], 'ids.2'],
    ]) {
      const answer = await acme.call('PUT', '/v1/mailroom/rules/order', { ids });
      expect([answer.status, answer.body.errors[0].field]).toEqual([422, field]);
    }
  });

  test('a page that ended with a rule that is gone is asked for anew', async () => {
    const acme = await aTenant();
    const first = await acme.add({});
    await acme.add({});
    const { nextCursor } = (await acme.call('GET', '/v1/mailroom/rules?limit=1')).body;
    await acme.call('DELETE', `/v1/mailroom/rules/${first}`);
    const answer = await acme.call('GET', `/v1/mailroom/rules?limit=1&cursor=${nextCursor}`);
    expect([answer.status, answer.body.code]).toEqual([422, 'invalid-cursor']);
  });

  test('are for admins, and of one tenant', async () => {
    const acme = await aTenant();
    const globex = await aTenant();
    const rule = await acme.add({});
    expect((await cloud.call('GET', '/v1/mailroom/rules', { token: acme.user })).status).toBe(403);
    expect((await globex.call('GET', `/v1/mailroom/rules/${rule}`)).status).toBe(404);
    expect((await globex.call('DELETE', `/v1/mailroom/rules/${rule}`)).status).toBe(404);
    expect((await acme.call('GET', `/v1/mailroom/rules/${rule}`)).status).toBe(200);
    expect(await globex.receive({ from: 'jo@shop.example' })).toMatchObject({ ruleId: null });
  });
});

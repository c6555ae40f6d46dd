/** Tickets of the tenant's own people, copies of rules, lookups, threads of answers from elsewhere, and reports that come as mail. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { aMail, type MailFields } from '#tests/support/mail.ts';
import { makeOutgoing } from '#tests/support/outgoing.ts';

let cloud: TestCloud;
let out: ReturnType<typeof makeOutgoing>;
beforeAll(async () => {
  cloud = await startTestCloud();
  out = makeOutgoing(cloud);
});
afterAll(() => cloud?.stop());

/** A tenant of its own: rules of one test must not meet the mails of another. */
const aTenant = async (name: string) => {
  const tenant = await cloud.tenant(name);
  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    cloud.call(method, path, { token: tenant.admin, headers, ...(body === undefined ? {} : { body }) });
  const get = async (path: string) => (await call('GET', path)).body;
  const newest = async () => (await get('/v1/mailroom/emails?limit=1')).items[0];
  return {
    ...tenant,
    name,
    call,
    get,
    newest,
    add: async (action: unknown, more = {}) => {
      const made = await call('POST', '/v1/mailroom/rules', { name: 'A rule', action, ...more });
      expect(made.status, JSON.stringify(made.body)).toBe(201);
      return made.body;
    },
    receive: async (mail: MailFields, suffix = '') => {
      await cloud.deliver(tenant.address(suffix), aMail(mail));
      await cloud.idle();
      return newest();
    },
    count: async (module: string) => (await get(`/v1/records/${module}?limit=100`)).items.length,
    comments: async (module: string, id: string) =>
      (await get(`/v1/records/${module}/${id}/timeline`)).items
        .filter(({ kind }: { kind: string }) => kind === 'comment')
        .map(({ text }: { text: string }) => text),
    set: (module: string, id: string, fields: unknown) => call('PATCH', `/v1/records/${module}/${id}`, { fields }),
  };
};

const plain = (...headers: string[]) => [...headers, 'Content-Type: text/plain; charset=utf-8'];

test('[F65] a copy of a rule stands right behind it, is off, and is made once', async () => {
  const acme = await aTenant('copying');
  const first = await acme.add({ type: 'create-lead' }, { name: 'Agency', note: 'Of Jo' });
  const second = await acme.add({ type: 'create-contact' });
  const clone = () => acme.call('POST', `/v1/mailroom/rules/${first.id}/clone`, undefined, { 'Idempotency-Key': 'k' });
  const [copy, again] = [await clone(), await clone()];
  expect(copy).toMatchObject({ status: 201, body: { name: 'Agency (copy)', enabled: false, note: 'Of Jo' } });
  expect(again.body.id).toBe(copy.body.id);
  const { items } = await acme.get('/v1/mailroom/rules');
  expect(items.map(({ id }: { id: string }) => id)).toEqual([first.id, copy.body.id, second.id]);
});

test('[F60] [F74] an internal ticket is made of a user’s mail, takes the answers, and opens again', async () => {
  const acme = await aTenant('ticketing');
  await acme.add(
    { type: 'create-ticket' },
    { criteria: [{ field: 'recipient', operator: 'contains', value: '+it@' }] },
  );
  const user = 'Uma User <user@ticketing.example>';
  const made = await acme.receive({ from: user, subject: 'No toner', messageId: '<toner@ticketing.example>' }, '+it');
  expect(made).toMatchObject({ action: 'create-ticket', records: [{ module: 'internal-tickets', did: 'created' }] });
  const [{ id }] = made.records;
  expect((await acme.get(`/v1/records/internal-tickets/${id}`)).fields).toMatchObject({
    title: 'No toner',
    requester: 'user@ticketing.example',
    status: 'Open',
  });
  expect(await acme.count('contacts')).toBe(0);
  await acme.set('internal-tickets', id, { status: 'Closed' });
  const reply = { from: user, headers: plain('In-Reply-To: <toner@ticketing.example>'), text: 'Still none.' };
  expect(await acme.receive(reply, '+it')).toMatchObject({ records: [{ id, did: 'updated' }] });
  expect((await acme.get(`/v1/records/internal-tickets/${id}`)).fields.status).toBe('Open');
  expect(await acme.comments('internal-tickets', id)).toEqual(['Still none.']);
});

describe('[F61] lookups of a body rule', () => {
  const lookups = [
    {
      field: 'organizationId',
      module: 'organizations',
      mappings: [
        { field: 'website', label: 'Website' },
        { field: 'name', label: 'Company name' },
      ],
      duplicateFields: ['website', 'name'],
    },
  ];
  const bodyRule = {
    mappings: [{ field: 'lastname', label: 'Last name' }],
    lookups,
    approvedSenders: ['agency.example'],
  };
  const form = (n: number, more: string) => ({
    from: `form-${n}@mail.agency.example`,
    text: `Last name: Person ${n}\r\n${more}`,
  });

  test('[F68] [F63] the organization is found or made, once for all who name it, and only of approved senders', async () => {
    const acme = await aTenant('looking');
    await acme.add({ type: 'create-contact', bodyRule });
    const known = await acme.call('POST', '/v1/records/organizations', {
      fields: { name: 'Known Ltd', website: 'https://www.known.example/' },
    });
    await cloud.deliver(acme.address(''), aMail(form(0, 'Website: known.example')));
    const spellings = ['New GmbH', 'NEW  GmbH', 'new gmbh'];
    await Promise.all(
      spellings.map((name, n) => cloud.deliver(acme.address(''), aMail(form(n + 1, `Company name: ${name}`)))),
    );
    await cloud.idle();
    const { items } = await acme.get('/v1/records/contacts');
    const organizations = (await acme.get('/v1/records/organizations')).items;
    expect(organizations).toHaveLength(2);
    const made = organizations.find(({ id }: { id: string }) => id !== known.body.id);
    const linked = items.map(({ fields }: { fields: Record<string, string> }) => [
      fields['lastname'],
      fields['organizationId'],
    ]);
    expect(Object.fromEntries(linked)).toEqual({
      'Person 0': known.body.id,
      'Person 1': made.id,
      'Person 2': made.id,
      'Person 3': made.id,
    });
    expect(await acme.receive({ ...form(4, 'Company name: Forged'), from: 'jo@elsewhere.example' })).toMatchObject({
      outcome: 'skipped',
      reason: { code: 'sender-not-approved' },
    });
    expect(await acme.count('contacts')).toBe(4);
  });
});

test('[F67] no header of a mail decides over owner, priority, status or module of a record', async () => {
  const acme = await aTenant('trusting');
  const headers = plain(
    ...['X-Priority: 1', 'Importance: high', 'X-Zammad-Ticket-Priority: 3 high', 'X-Zammad-Ticket-Owner: user'],
    ...['X-Zammad-Ticket-State: closed', 'X-OTRS-Queue: Sales', 'X-Postroom-Module: leads', 'X-Owner: user'],
    'X-Record: internal-tickets',
  );
  const { records } = await acme.receive({ headers }, '+case');
  expect(records.map(({ module }: { module: string }) => module).sort()).toEqual(['cases', 'contacts']);
  const { id } = records.find(({ module }: { module: string }) => module === 'cases');
  const { fields } = await acme.get(`/v1/records/cases/${id}`);
  expect(fields).toMatchObject({ owner: 'owner', status: 'Open' });
  expect(fields.priority).toBeUndefined();
});

describe('[F72] an agent who answers from another mail program', () => {
  test('[F71] the customer’s next mail finds the case by the beginning of References', async () => {
    const acme = await aTenant('outlooking');
    const made = await acme.receive({ messageId: '<first@customer.example>' }, '+case');
    const [{ id }] = made.records;
    const unknown = Array.from({ length: 40 }, (_, n) => `<agent-${n}@outlook.example>`);
    const headers = plain(
      `In-Reply-To: ${unknown.at(-1)}`,
      `References: <first@customer.example> ${unknown.join('\r\n ')}`,
    );
    expect(await acme.receive({ subject: 'Something else', headers }, '+case')).toMatchObject({
      records: [{ module: 'cases', id, did: 'updated' }],
    });
    expect(await acme.count('cases')).toBe(1);
  });
});

test('[F33] [F74] a machine that repeats itself makes no new case of a closed one, also where replies leave no comments', async () => {
  const acme = await aTenant('looping');
  await acme.call('PATCH', '/v1/mailroom/settings', { caseReply: 'mail', closedCase: 'new-case' });
  const [{ id }] = (await acme.receive({ messageId: '<start@customer.example>' }, '+case')).records;
  const answer = (text: string) =>
    acme.receive({ headers: plain('In-Reply-To: <start@customer.example>'), text }, '+case');
  await answer('We have got your mail.');
  expect(await acme.comments('cases', id)).toEqual([]);
  await acme.set('cases', id, { status: 'Closed' });
  expect(await answer('We have got your  mail.')).toMatchObject({ records: [{ id }] });
  expect(await acme.count('cases')).toBe(1);
  expect((await answer('A person wants to know more.')).records).toContainEqual(
    expect.objectContaining({ module: 'cases', did: 'created' }),
  );
});

describe('a mail that was sent from a record', () => {
  const dsn = (mailId: string, messageId: string, victim: string) => ({
    from: 'MAILER-DAEMON@mx.customer.example',
    subject: 'Undelivered Mail Returned to Sender',
    headers: [
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      'Auto-Submitted: auto-replied',
    ],
    text: [
      ...['--b', 'Content-Type: text/plain', '', `<${victim}>: 550 5.1.1 User unknown`, ''],
      ...['--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.customer.example', ''],
      ...[`Final-Recipient: rfc822; ${victim}`, 'Action: failed', 'Status: 5.1.1'],
      ...['Diagnostic-Code: smtp; 550 5.1.1 User unknown', ''],
      ...['--b', 'Content-Type: text/rfc822-headers', '', `X-Postroom-Mail: ${mailId}`, `Message-ID: ${messageId}`],
      ...[`To: ${victim}`, 'Subject: Hello', '', '--b--'],
    ].join('\r\n'),
  });

  test('[F28] [F213] is known again in answers by its mark, and by a report of its own Message-ID alone', async () => {
    const acme = await aTenant('marking');
    const record = {
      module: 'cases',
      id: (await acme.call('POST', '/v1/records/cases', { fields: { title: 'It' } })).body.id,
    };
    const sent = await out.sendAndRead(acme.name, acme.admin, {
      text: 'Our words.',
      html: '<p>Our words.</p>',
      record,
    });
    const { messageId } = await out.shown(acme.admin, sent.id);
    const { text, html } = sent.two['mailparser'] ?? Object.values(sent.two)[0] ?? { text: '', html: '' };
    expect(html).toMatch(/^<div class="postroom-reply-above" style="display:none[^>]*>[^<]*<\/div><p>Our words/);
    await acme.receive({ headers: plain(`In-Reply-To: ${messageId}`), text: `My answer.\r\n\r\n${text}` }, '+case');
    expect(await acme.comments('cases', record.id)).toEqual(['My answer.']);

    const cases = await acme.count('cases');
    const report = (id: string, ofMail = sent.id) => acme.receive(dsn(ofMail, id, 'grace@navy.example'));
    const state = async () => ({
      status: (await out.shown(acme.admin, sent.id)).status,
      suppressed: (await acme.get('/v1/suppressions')).items.map(({ address }: { address: string }) => address),
    });
    const before = await state();
    await report('<guessed@eu-central-1.amazonses.com>');
    await report(messageId, '01jd3x8q4v7m0000000000000c');
    expect(await state()).toEqual(before);
    expect(await report(messageId)).toMatchObject({ kind: 'bounce', outcome: 'skipped', reason: { code: 'bounce' } });
    expect(await state()).toEqual({ status: 'bounced', suppressed: ['grace@navy.example'] });
    expect(await acme.count('cases')).toBe(cases);
    const { id } = await acme.newest();
    await acme.call('DELETE', '/v1/suppressions/grace@navy.example');
    await acme.call('POST', `/v1/mailroom/emails/${id}/replay`);
    await cloud.idle();
    expect((await state()).suppressed).toEqual([]);
  });
});

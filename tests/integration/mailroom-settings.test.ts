/** The Mailroom's settings, and the names of records in mail: each through the API, the queue and the stores. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { aMail } from '#tests/support/mail.ts';

let cloud: TestCloud;

beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud.stop());

const aShop = async (name: string, settings: Record<string, unknown> = {}) => {
  const { owner: token, user, address } = await cloud.tenant(name);
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await cloud.call(method, path, { token, ...(body === undefined ? {} : { body }) });
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  await call('PATCH', '/v1/mailroom/settings', settings);
  return {
    token,
    user,
    address,
    call,
    /** Answers the newest entry. */
    get: async (suffix: string | readonly string[], mail: Parameters<typeof aMail>[0]) => {
      await cloud.deliver([suffix].flat().map(address), aMail(mail));
      await cloud.idle();
      return (await call('GET', '/v1/mailroom/emails')).items[0];
    },
    mails: async () => (await call('GET', '/v1/mailroom/emails')).items,
    list: async (module: string) => (await call('GET', `/v1/records/${module}`)).items,
    timeline: async (module: string, id: string) => (await call('GET', `/v1/records/${module}/${id}/timeline`)).items,
  };
};

describe('senders', () => {
  test('[F38] a blocked one is kept aside until a person replays the mail', async () => {
    const shop = await aShop('blocking', { senders: [{ sender: 'spam.example', list: 'block' }] });
    const mail = await shop.get('+lead', { from: 'eve@spam.example', messageId: '<1@spam.example>' });
    expect(mail).toMatchObject({ outcome: 'quarantined', reason: { code: 'blocked-sender' } });
    await shop.call('POST', `/v1/mailroom/emails/${mail.id}/replay`);
    await cloud.idle();
    expect(await shop.list('leads')).toHaveLength(1);
  });

  test('[F38] a mailbox may take mail of allowed senders and users only', async () => {
    const allow = { sender: 'ada@customer.example', list: 'allow' };
    const shop = await aShop('closed', { senders: [allow], onlyAllowed: ['+lead'] });
    const outcome = async (from: string) => (await shop.get('+lead', { from, messageId: `<of-${from}>` })).reason?.code;
    expect([await outcome('eve@evil.example'), await outcome('ada@customer.example')]).toEqual([
      'not-allowed',
      undefined,
    ]);
  });

  test('[F39] of one who is never logged nothing is shown and nothing is made', async () => {
    const shop = await aShop('discreet', { senders: [{ sender: 'law.example', list: 'never-log' }] });
    const mail = await shop.get('+contact', { from: 'Lawyer <lawyer@law.example>', subject: 'The divorce' });
    const whole = await shop.call('GET', `/v1/mailroom/emails/${mail.id}`);
    expect(whole).toMatchObject({ outcome: 'skipped', reason: { code: 'not-logged' }, text: null, attachments: [] });
    expect(JSON.stringify(whole)).not.toMatch(/lawyer@|Lawyer|divorce/);
    const raw = await cloud.call('GET', `/v1/mailroom/emails/${mail.id}/raw`, { token: shop.token });
    expect([raw.status, await shop.list('contacts')]).toEqual([404, []]);
    // A user's own mail to that address neither.
    const sent = await shop.get('+contact', {
      from: 'user@discreet.example',
      to: 'lawyer@law.example',
      messageId: '<2@discreet.example>',
    });
    expect(sent.reason.code).toBe('not-logged');
  });
});

test('[F26] the mail of a web form is of who filled it in', async () => {
  const shop = await aShop('forms', { replyTo: 'both' });
  const headers = ['Reply-To: Grace Hopper <grace@navy.example>'];
  await shop.get('+lead', { from: 'Shop <form@host.example>', headers });
  expect((await shop.list('leads')).map(({ fields }: { fields: unknown }) => fields)).toMatchObject([
    { firstname: 'Grace', lastname: 'Hopper', email: 'grace@navy.example' },
  ]);
});

test('[F25] a customer’s mail that a user passes on with @fwd is the customer’s', async () => {
  const shop = await aShop('passing');
  const text =
    '@fwd\r\n\r\n---------- Forwarded message ---------\r\nFrom: Grace Hopper <grace@navy.example>\r\nDate: Fri, Nov 20, 2026 at 9:00 AM\r\nSubject: Question\r\nTo: <user@passing.example>\r\n\r\nHow much?\r\n';
  await shop.get('+lead', { from: 'user@passing.example', subject: 'Fwd: Question', text });
  expect(await shop.list('leads')).toMatchObject([{ fields: { email: 'grace@navy.example' } }]);
});

test('[F40] mail from before the cut-off is filed under its own date, its case closed, and no event says it is new', async () => {
  const shop = await aShop('moving', { importBefore: '2026-01-01T00:00:00Z' });
  for (let n = 0; n < 22; n += 1)
    await cloud.deliver(
      shop.address('+case'),
      aMail({ date: 'Fri, 02 May 2025 10:00:00 +0000', messageId: `<${n}@customer.example>` }),
    );
  await cloud.idle();
  const cases = await shop.list('cases');
  expect(cases).toHaveLength(22);
  expect(cases[0]).toMatchObject({ createdAt: '2025-05-02T10:00:00.000Z', fields: { status: 'Closed' } });
  expect(await shop.timeline('cases', cases[0].id)).toMatchObject([{ kind: 'mail', at: '2025-05-02T10:00:00.000Z' }]);
});

test('[F27] a mail to two mailboxes is a copy each, or one conversation', async () => {
  const both = { messageId: '<both@customer.example>' };
  const apart = await aShop('apart');
  await apart.get(['+lead', '+contact'], both);
  expect((await apart.mails()).map(({ outcome }: { outcome: string }) => outcome)).toEqual(['acted', 'acted']);
  const shared = await aShop('shared', { sharedConversation: true });
  await shared.get(['+lead', '+contact'], both);
  // And a third time, on another way.
  await shared.get('+case', both);
  const reasons = (await shared.mails()).map(({ reason }: { reason: { code: string } | null }) => reason?.code);
  expect(reasons.toSorted()).toEqual(['duplicate', 'one-conversation', undefined]);
  expect([
    await shared.list('cases'),
    (await shared.list('leads')).length + (await shared.list('contacts')).length,
  ]).toEqual([[], 1]);
});

describe('a case', () => {
  const closedCase = async (shop: Awaited<ReturnType<typeof aShop>>) => {
    await shop.get('+case', { messageId: '<first@customer.example>', subject: 'Broken' });
    const [made] = await shop.list('cases');
    await shop.call('PATCH', `/v1/records/cases/${made.id}`, { fields: { status: 'Closed' } });
    await cloud.call('POST', '/local/clock', { body: { advance: 'PT1M' } });
    return made;
  };
  const reply = (more: Parameters<typeof aMail>[0] = {}) => ({
    messageId: '<reply@customer.example>',
    subject: 'Re: Broken',
    headers: ['In-Reply-To: <first@customer.example>'],
    ...more,
  });

  test('[F74] that is closed is followed by a new one, where that is wanted', async () => {
    const shop = await aShop('following', { closedCase: 'new-case' });
    const old = await closedCase(shop);
    await shop.get('+case', reply());
    expect((await shop.list('cases')).map(({ fields }: { fields: unknown }) => fields)).toMatchObject([
      { status: 'Open', followUpOf: old.id },
      { status: 'Closed' },
    ]);
  });

  test('[F74] that is closed may take no replies', async () => {
    const shop = await aShop('rejecting', { closedCase: 'reject' });
    await closedCase(shop);
    expect(await shop.get('+case', reply())).toMatchObject({ outcome: 'quarantined', reason: { code: 'case-closed' } });
  });

  test('[F74] that was merged hands its mail on', async () => {
    const shop = await aShop('merging');
    await shop.get('+case', { messageId: '<first@customer.example>' });
    await shop.get('+case', { messageId: '<second@customer.example>' });
    const [second, first] = await shop.list('cases');
    await shop.call('PATCH', `/v1/records/cases/${first.id}`, { fields: { mergedInto: second.id } });
    expect((await shop.get('+case', reply())).records).toEqual([{ module: 'cases', id: second.id, did: 'updated' }]);
  });

  test('[F53] [F69] is found by its number in the subject, but only for those it belongs to', async () => {
    const shop = await aShop('numbers');
    await shop.get('+case', { from: 'ada@customer.example', messageId: '<1@customer.example>' });
    const [made] = await shop.list('cases');
    expect(made.number).toBe(1);
    const subject = 'About [Case 1]';
    const of = async (from: string) =>
      (await shop.get('+case', { from, subject, messageId: `<of-${from}>` })).records[0];
    expect(await of('ada@customer.example')).toEqual({ module: 'cases', id: made.id, did: 'updated' });
    expect(await of('eve@evil.example')).toMatchObject({ module: 'cases', did: 'created' });
    expect((await shop.list('cases')).map(({ number }: { number: number }) => number)).toEqual([2, 1]);
    // In the address likewise.
    expect((await shop.get('+archive+1', { from: 'eve@evil.example' })).reason.code).toBe('not-related');
  });

  test('[F70] [F76] [F77] takes mail of anybody at its signed address, and answers to its mails by their mark', async () => {
    const shop = await aShop('signed', { replyToRecord: true });
    await shop.get('+case', { from: 'ada@customer.example', messageId: '<1@customer.example>' });
    const [{ id }] = await shop.list('cases');
    const { signedAddress } = await shop.call('GET', `/v1/mailroom/records/cases/${id}`);
    const suffix = (address: string) => address.slice(address.indexOf('+'), address.indexOf('@'));
    const from = 'stranger@outside.example';
    const updated = [{ module: 'cases', id, did: 'updated' }];
    expect((await shop.get(suffix(signedAddress), { from })).records).toEqual(updated);
    const forged = signedAddress.replace(/.@/, (end: string) => (end === '0@' ? '1@' : '0@'));
    expect((await shop.get(suffix(forged), { from, messageId: '<3@x>' })).reason.code).toBe('not-related');

    const body = { to: ['ada@customer.example'], subject: 'Hello', text: 'Hi', record: { module: 'cases', id } };
    await cloud.call('POST', '/v1/emails', { token: shop.user, body });
    await cloud.idle();
    const { raw } = (await cloud.call('GET', '/local/outbox')).body.items.at(-1);
    expect(/^Reply-To: (.*)$/m.exec(raw)?.[1]).toContain(signedAddress);
    const mark = /^References:\s+(<record\.cases\.[^>]+>)/m.exec(raw)?.[1];
    const answer = { from, messageId: '<4@x>', headers: [`References: <unknown@x> ${mark}`] };
    expect((await shop.get('+lead', answer)).records).toEqual(updated);
    const guessed = { from, messageId: '<5@x>', headers: [`References: ${mark?.replace(/.@/, '_@')}`] };
    expect((await shop.get('+lead', guessed)).records).toMatchObject([{ module: 'leads', did: 'created' }]);
  });
});

test('[F65] a rule may do one thing with a new mail and another with a reply', async () => {
  const shop = await aShop('both-ways');
  await shop.call('POST', '/v1/mailroom/rules', {
    name: 'Parcels',
    criteria: [{ field: 'subject', operator: 'contains', value: 'parcel' }],
    action: { type: 'create-case' },
    followUpAction: { type: 'create-record', module: 'parcels' },
  });
  await shop.get('', { messageId: '<1@customer.example>', subject: 'Parcel' });
  const headers = ['In-Reply-To: <1@customer.example>'];
  const { records } = await shop.get('', { messageId: '<2@customer.example>', subject: 'Re: Parcel', headers });
  expect(records).toMatchObject([{ module: 'parcels', did: 'created' }]);
});

test('settings keep what was not named, and say which value is wrong', async () => {
  const shop = await aShop('settings', { casePrefix: 'ACME' });
  expect(await shop.call('PATCH', '/v1/mailroom/settings', { closedCase: 'reject' })).toMatchObject({
    casePrefix: 'ACME',
    closedCase: 'reject',
  });
  const bad = { senders: [{ sender: 'com', list: 'block' }], importBefore: 'tomorrow', onlyAllowed: ['lead'] };
  const { status, body } = await cloud.call('PATCH', '/v1/mailroom/settings', { token: shop.token, body: bad });
  expect([status, body.errors.map(({ field }: { field: string }) => field)]).toEqual([
    422,
    ['senders.0.sender', 'onlyAllowed.0', 'importBefore'],
  ]);
});

/** Mail that belongs to a record that is there: replies to cases, the mailbox of one record, confidential mail. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { aMail, type MailFields } from '#tests/support/mail.ts';

let cloud: TestCloud;
let counter = 0;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud?.stop());

const aTenant = async () => {
  counter += 1;
  const tenant = await cloud.tenant(`cases-${counter}`);
  const call = (method: string, path: string, body?: unknown) =>
    cloud.call(method, path, { token: tenant.admin, ...(body === undefined ? {} : { body }) });
  const receive = async (mail: MailFields, suffix = '') => {
    await cloud.deliver(tenant.address(suffix), aMail(mail));
    await cloud.idle();
    return (await call('GET', '/v1/mailroom/emails?limit=1')).body.items[0];
  };
  const aCase = async (from = 'jo@shop.example') => {
    counter += 1;
    const messageId = `<first-${counter}@shop.example>`;
    const { records } = await receive({ from, messageId, subject: 'Broken lamp' }, '+case');
    return { id: String(records[0].id), path: `/v1/records/cases/${records[0].id}`, messageId };
  };
  const close = (path: string) => call('PATCH', path, { fields: { status: 'Closed' } });
  const status = async (path: string) => (await call('GET', path)).body.fields.status;
  const timeline = async (path: string) => (await call('GET', `${path}/timeline`)).body.items;
  const replyTo = (messageId: string, more: MailFields = {}) => ({
    from: 'jo@shop.example',
    subject: 'Re: Broken lamp',
    text: 'It works again.\r\n\r\nOn Mon, 1 Jan 2026 at 10:00, Shop <help@shop.example> wrote:\r\n> Try this.',
    ...more,
    headers: [`In-Reply-To: ${messageId}`, 'Content-Type: text/plain', ...(more.headers ?? [])],
  });
  return { ...tenant, call, receive, aCase, close, status, timeline, replyTo };
};

/** A mail that comes in the same millisecond as the change before it would be no later. */
const later = () => cloud.call('POST', '/local/clock', { body: { advance: 'PT1M' } });

describe('[F53] a reply to a case', () => {
  test('is a comment of who wrote it, without the history it quotes, and opens a closed case again', async () => {
    const acme = await aTenant();
    const { path, messageId } = await acme.aCase();
    await acme.close(path);
    await later();
    const mail = await acme.receive(acme.replyTo(messageId));
    expect(mail.records).toMatchObject([{ module: 'cases', did: 'updated' }]);
    expect(await acme.status(path)).toBe('Open');
    const comment = (await acme.timeline(path)).find(({ kind }: { kind: string }) => kind === 'comment');
    expect(comment).toMatchObject({ by: 'jo@shop.example', text: 'It works again.', emailId: mail.id });
  });

  test('replayed it leaves alone a case that was closed since, and is one comment', async () => {
    const acme = await aTenant();
    const { path, messageId } = await acme.aCase();
    const mail = await acme.receive(acme.replyTo(messageId));
    await later();
    await acme.close(path);
    await acme.call('POST', `/v1/mailroom/emails/${mail.id}/replay`);
    await cloud.idle();
    expect(await acme.status(path)).toBe('Closed');
    expect((await acme.timeline(path)).filter(({ kind }: { kind: string }) => kind === 'comment')).toHaveLength(1);
  });

  test.each([
    ['[F33] that a machine wrote', ['Precedence: bulk']],
    ['[F36] of somebody who is away', ['Auto-Submitted: auto-replied']],
  ])('%s leaves it closed', async (_what, headers) => {
    const acme = await aTenant();
    const { path, messageId } = await acme.aCase();
    await acme.close(path);
    await later();
    await acme.receive(acme.replyTo(messageId, { headers }));
    expect(await acme.status(path)).toBe('Closed');
    expect((await acme.timeline(path)).filter(({ kind }: { kind: string }) => kind === 'mail')).toHaveLength(2);
  });
});

describe('[F75] the mailbox of one record', () => {
  test.each([
    ['its own people', 'user@ACME'],
    ['[F76] the one it is about', 'jo@shop.example'],
  ])('takes mail of %s', async (_who, from) => {
    const acme = await aTenant();
    const { id, path } = await acme.aCase();
    const tenant = acme.address('').split('@')[0] ?? '';
    const sender = from.replace('user@ACME', `user@${tenant}.example`);
    const mail = await acme.receive({ from: sender, subject: 'More' }, `+archive+${id}`);
    expect(mail).toMatchObject({ outcome: 'acted', action: 'archive', records: [{ module: 'cases', id }] });
    expect((await acme.timeline(path)).some(({ emailId }: { emailId?: string }) => emailId === mail.id)).toBe(true);
  });

  test('[F76] keeps aside what a stranger writes to it, and what names no record', async () => {
    const acme = await aTenant();
    const { id, path } = await acme.aCase();
    const before = await acme.timeline(path);
    expect(await acme.receive({ from: 'eve@evil.example' }, `+archive+${id}`)).toMatchObject({
      outcome: 'quarantined',
      records: [],
      reason: { code: 'not-related' },
    });
    for (const wrong of ['345', '01jd3x8q4v7m0000000000000a'])
      expect(await acme.receive({ from: 'jo@shop.example' }, `+archive+${wrong}`)).toMatchObject({
        outcome: 'quarantined',
        reason: { code: 'unknown-record' },
      });
    expect(await acme.timeline(path)).toEqual(before);
  });

  test('of another tenant is no record here', async () => {
    const [acme, globex] = [await aTenant(), await aTenant()];
    const { id } = await globex.aCase();
    const mail = await acme.receive({ from: 'jo@shop.example' }, `+archive+${id}`);
    expect(mail.reason.code).toBe('unknown-record');
  });
});

describe('[F7] a confidential mail', () => {
  test('is listed with its sender, time and outcome; what it says is not shown to who looks after the Mailroom', async () => {
    const acme = await aTenant();
    const secret = { from: 'jo@shop.example', subject: 'A secret subject', text: 'A secret text' };
    const mail = await acme.receive({ ...secret, headers: ['Sensitivity: Company-Confidential'] }, '+lead');
    expect(mail).toMatchObject({ confidential: true, outcome: 'acted', from: { address: 'jo@shop.example' } });
    const shown = (await acme.call('GET', `/v1/mailroom/emails/${mail.id}`)).body;
    expect(shown).toMatchObject({ text: null, html: null, reply: null, attachments: [] });
    const [record] = mail.records;
    const timeline = await acme.timeline(`/v1/records/leads/${record.id}`);
    const rule = {
      name: 'x',
      criteria: [{ field: 'subject', operator: 'contains', value: 'x' }],
      action: { type: 'archive' },
    };
    const tried = (await acme.call('POST', '/v1/mailroom/rules/try', { rule, emailIds: [mail.id] })).body;
    for (const said of [mail, shown, timeline, tried]) expect(JSON.stringify(said)).not.toContain('secret');
    const raw = await acme.call('GET', `/v1/mailroom/emails/${mail.id}/raw`);
    expect([raw.status, raw.body.code]).toEqual([403, 'confidential']);
  });

  test('tells its record no more than that it came; the user who owns that reads it, a colleague and an admin do not', async () => {
    const acme = await aTenant();
    const secret = { from: 'jo@shop.example', subject: 'A secret subject', text: 'A secret text' };
    const mail = await acme.receive({ ...secret, headers: ['Sensitivity: Private'] }, '+case');
    const path = `/v1/records/cases/${mail.records[0].id}`;
    const { fields } = (await acme.call('GET', path)).body;
    expect(fields.title).toBe('Confidential');
    expect(JSON.stringify(fields)).not.toContain('secret');
    const asUser = () => cloud.call('GET', `/v1/mailroom/emails/${mail.id}`, { token: acme.user });
    expect((await asUser()).body.text).toBeNull();
    await acme.call('PATCH', path, { fields: { owner: 'user' } });
    expect((await asUser()).body).toMatchObject({ text: 'A secret text\n', subject: 'A secret subject' });
    expect((await acme.call('GET', `/v1/mailroom/emails/${mail.id}`)).body.text).toBeNull();
  });
});

describe('[F35] a sender that makes one record after the other', () => {
  test('is stopped after twenty within two hours, in that mailbox only; a person may let the mail through', async () => {
    const acme = await aTenant();
    const mails = Array.from({ length: 20 }, (_, n) => aMail({ from: 'loop@desk.example', subject: `Ticket ${n}` }));
    for (const mail of mails) await cloud.deliver(acme.address('+case'), mail);
    await cloud.idle();
    const next = await acme.receive({ from: 'Loop@Desk.example', subject: 'Ticket 20' }, '+case');
    expect(next).toMatchObject({ outcome: 'quarantined', records: [], reason: { code: 'too-many-records' } });
    const elsewhere = await acme.receive({ from: 'loop@desk.example', subject: 'An offer' }, '+lead');
    expect(elsewhere.outcome).toBe('acted');
    await acme.call('POST', `/v1/mailroom/emails/${next.id}/replay`);
    await cloud.idle();
    expect((await acme.call('GET', `/v1/mailroom/emails/${next.id}`)).body).toMatchObject({ outcome: 'acted' });
    await cloud.call('POST', '/local/clock', { body: { advance: 'PT3H' } });
    expect(await acme.receive({ from: 'loop@desk.example', subject: 'Later' }, '+case')).toMatchObject({
      outcome: 'acted',
    });
  });
});

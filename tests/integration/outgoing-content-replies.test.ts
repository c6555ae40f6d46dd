import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { aMail } from '#tests/support/mail.ts';
import { makeOutgoing } from '#tests/support/outgoing.ts';

let cloud: TestCloud;
let out: ReturnType<typeof makeOutgoing>;
let acme: Awaited<ReturnType<TestCloud['tenant']>>;

beforeAll(async () => {
  cloud = await startTestCloud();
  out = makeOutgoing(cloud);
  acme = await cloud.tenant('acme');
});
afterAll(() => cloud.stop());

interface Ref {
  readonly module: string;
  readonly id: string;
}

const get = async (path: string) => (await cloud.call('GET', path, { token: acme.owner })).body;
const make = async (module: string, fields: Readonly<Record<string, unknown>>): Promise<Ref> => {
  const made = await cloud.call('POST', `/v1/records/${module}`, { token: acme.owner, body: { fields } });
  return { module, id: made.body.id };
};
/** The mails on it; a reply to a case is a comment beside (mail-to-records.test.ts). */
const timeline = async ({ module, id }: Ref): Promise<string[]> =>
  (await get(`/v1/records/${module}/${id}/timeline`)).items
    .filter(({ kind }: { kind: string }) => kind === 'mail')
    .map(({ summary }: { summary: string }) => summary);
const newest = async () => (await get('/v1/mailroom/emails?limit=1')).items[0];
const all = async (module: string) => (await get(`/v1/records/${module}?limit=100`)).items.length;

/** Sends from the record; answers the Message-ID that the customer's program will quote. */
const sendFrom = async (record: Ref, to: string, subject: string): Promise<string> => {
  const { id, left } = await out.sendAndRead('acme', acme.owner, { to: [to], subject, record });
  const { messageId } = await out.shown(acme.owner, id);
  // What the recipient got is what the API says.
  expect(left.raw.toString()).toContain(`Message-ID: ${messageId}`);
  return messageId;
};
const reply = async (
  suffix: string,
  from: string,
  headers: readonly string[],
  subject = 'Re: it',
  more: readonly string[] = [],
) => {
  const mail = aMail({ from, subject, headers: [...headers, ...more, 'Content-Type: text/plain'], text: 'My answer.' });
  await cloud.deliver(acme.address(suffix), mail);
  await cloud.idle();
};

describe('[F55] [F69] [F133] a reply to a mail that was sent from a record lands there', () => {
  test.each([
    ['cases', '+case', 'updated'],
    ['opportunities', '+opportunity', 'updated'],
    ['opportunities', '+case', 'updated'],
    ['contacts', '+case', 'attached'],
    ['leads', '+lead', 'attached'],
    ['organizations', '+archive', 'attached'],
    ['projects', '+contact', 'attached'],
    ['cases', '', 'updated'],
  ])('of %s, by the mailbox "%s"', async (module, suffix, did) => {
    const customer = `c-${module}${suffix.replace('+', '-')}@customer.example`;
    const record = await make(module, { title: 'It' });
    const messageId = await sendFrom(record, customer, 'About it');
    const before = [await all('cases'), await all('contacts'), await all('leads'), await all('opportunities')];
    await reply(suffix, customer, [`In-Reply-To: ${messageId}`, `References: ${messageId}`]);
    expect(await newest()).toMatchObject({ outcome: 'acted', records: [{ ...record, did }] });
    expect((await newest()).records).toHaveLength(1);
    expect(await timeline(record)).toEqual(['Re: it', 'About it']);
    expect([await all('cases'), await all('contacts'), await all('leads'), await all('opportunities')]).toEqual(before);
  });

  test('by References alone, however long, and so does the answer to that reply', async () => {
    const record = await make('cases', { title: 'Long' });
    const messageId = await sendFrom(record, 'long@customer.example', 'Start');
    const others = Array.from({ length: 30 }, (_, n) => `<other-${n}@elsewhere.example>`).join(' ');
    const theirs = aMail({
      from: 'long@customer.example',
      subject: 'Second',
      messageId: '<second@customer.example>',
      headers: [`References: ${messageId} ${others}`, 'Content-Type: text/plain'],
    });
    await cloud.deliver(acme.address('+case'), theirs);
    await cloud.idle();
    await reply('+case', 'colleague@customer.example', ['In-Reply-To: <second@customer.example>'], 'Third');
    expect(await timeline(record)).toEqual(['Third', 'Second', 'Start']);
  });

  test('[F36] an absence note too, which leaves the state of the case alone', async () => {
    const record = await make('cases', { title: 'Away', status: 'Closed' });
    const messageId = await sendFrom(record, 'away@customer.example', 'Question');
    await reply('+case', 'away@customer.example', [`In-Reply-To: ${messageId}`], 'I am away', [
      'Auto-Submitted: auto-replied',
    ]);
    expect(await newest()).toMatchObject({
      kind: 'auto-reply',
      outcome: 'acted',
      records: [{ ...record, did: 'attached' }],
    });
    expect(await timeline(record)).toEqual(['I am away', 'Question']);
    expect((await get(`/v1/records/cases/${record.id}`)).fields.status).toBe('Closed');
  });
});

describe('a reply does not land', () => {
  test("at another tenant's record", async () => {
    const rival = await cloud.tenant('rival');
    const record = await make('cases', { title: 'Secret' });
    const messageId = await sendFrom(record, 'both@customer.example', 'Between us');
    const quoting = aMail({
      from: 'both@customer.example',
      headers: [`In-Reply-To: ${messageId}`, 'Content-Type: text/plain'],
    });
    await cloud.deliver(rival.address('+case'), quoting);
    await cloud.idle();
    expect(await timeline(record)).toEqual(['Between us']);
    expect((await cloud.call('GET', '/v1/records/cases', { token: rival.owner })).body.items).toHaveLength(1);
  });

  test('at a record that was deleted: it makes what its mailbox makes', async () => {
    const record = await make('contacts', { lastname: 'Gone' });
    const messageId = await sendFrom(record, 'gone@customer.example', 'Hello');
    await cloud.call('DELETE', `/v1/records/contacts/${record.id}`, { token: acme.owner });
    await reply('+case', 'gone@customer.example', [`In-Reply-To: ${messageId}`]);
    expect((await newest()).records).toMatchObject([
      { module: 'cases', did: 'created' },
      { module: 'contacts', did: 'created' },
    ]);
  });

  test('where only the subject is the same', async () => {
    const record = await make('cases', { title: 'Same' });
    await sendFrom(record, 'same@customer.example', 'Same subject');
    await reply('+case', 'same@customer.example', [], 'Re: Same subject');
    expect(await timeline(record)).toEqual(['Same subject']);
  });
});

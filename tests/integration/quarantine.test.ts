/** Mail that is not taken: who is told, what is deleted and when. The embedded SES checks no signatures, so a verified mail is announced here by hand. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { howMuch } from '#tests/support/how-much.ts';
import { aMail } from '#tests/support/mail.ts';
import { makeOutgoing } from '#tests/support/outgoing.ts';

let cloud: TestCloud;

beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud.stop());

const PASS = { status: 'PASS' };

let announced = 0;

/** What SES does with a mail whose sender is who it says: raw to the bucket, notification to the queue. Answers how to announce it once more. */
const receive = (recipients: readonly string[], raw: string | Buffer) => {
  const { objects, queues } = cloud.platform;
  const queue = queues.figures().find(({ name }) => name.endsWith('receive-mail'));
  const [bucket] = objects.buckets();
  if (queue === undefined || bucket === undefined) throw new Error('There is no mailroom here.');
  announced += 1;
  const key = `inbound/verified-${announced}`;
  objects.put(bucket, key, Buffer.from(raw), {});
  const timestamp = new Date(cloud.clock.now()).toISOString();
  const body = JSON.stringify({
    notificationType: 'Received',
    mail: { messageId: `verified-${announced}`, timestamp, source: 'eve@customer.example' },
    receipt: {
      ...{ timestamp, recipients, spamVerdict: PASS, virusVerdict: PASS },
      ...{ spfVerdict: PASS, dkimVerdict: PASS, dmarcVerdict: PASS },
      action: { type: 'S3', bucketName: bucket, objectKey: key },
    },
  });
  queues.send(queue.arn, { body });
  return { key, again: () => queues.send(queue.arn, { body }) };
};

const keysIn = (prefix: string) => {
  const { objects } = cloud.platform;
  return objects.buckets().flatMap((bucket) => objects.list(bucket, { prefix }).objects.map(({ key }) => key));
};

/** Takes mail in +in of allowed senders only, and tells the others unless said otherwise. */
const aDesk = async (name: string, more: object = {}) => {
  const { owner: token, address } = await cloud.tenant(name);
  const call = (method: string, path: string, body?: unknown) =>
    cloud.call(method, path, { token, ...(body === undefined ? {} : { body }) });
  const settings = { onlyAllowed: ['+in'], refusals: { 'not-allowed': 'answer' }, ...more };
  expect(await call('PATCH', '/v1/mailroom/settings', settings)).toMatchObject({ status: 200, body: settings });
  return {
    token,
    call,
    address: address('+in'),
    mails: async (query = '') => (await call('GET', `/v1/mailroom/emails${query}`)).body.items,
    answers: () => makeOutgoing(cloud).left(name),
  };
};

const FROM_EVE = { from: 'Eve <eve@customer.example>', subject: 'An offer', messageId: '<1@customer.example>' };

test('[F37] [F34] the sender of a refused mail is told once, by a mail that no machine answers and no quota counts', async () => {
  const desk = await aDesk('tells');
  const { again } = receive([desk.address], aMail(FROM_EVE));
  await cloud.idle();
  again();
  await cloud.idle();
  const [mail] = await desk.mails('?outcome=quarantined&reason=not-allowed');
  expect(mail).toMatchObject({ told: { address: 'eve@customer.example' }, whyNot: null });
  expect(await desk.mails('?reason=case-closed')).toEqual([]);
  const [answer, ...more] = desk.answers();
  expect(more).toEqual([]);
  expect(answer?.to).toEqual(['eve@customer.example']);
  const raw = answer?.raw.toString() ?? '';
  for (const header of ['Auto-Submitted: auto-replied', 'X-Auto-Response-Suppress: All', 'From: no-reply@'])
    expect(raw).toContain(header);
  expect(raw).toMatch(/^In-Reply-To: <1@customer\.example>/m);
  const usage = await desk.call('GET', '/v1/usage');
  expect(usage).toMatchObject({ status: 200, body: { used: 0 } });
  // The embedded SES finds neither SPF nor DKIM nor DMARC.
  await cloud.deliver(desk.address, aMail({ ...FROM_EVE, messageId: '<2@customer.example>' }));
  await cloud.idle();
  expect((await desk.mails())[0]).toMatchObject({ outcome: 'quarantined', told: null, whyNot: 'unverified-sender' });
});

test('[F33] two desks that refuse each other’s mail end after one answer', async () => {
  const [here, there] = [await aDesk('here'), await aDesk('there')];
  // A mail of there's user, whose answer there's server passes on to the Mailroom, as it does with everything.
  receive([here.address], aMail({ from: 'user@there.example', messageId: '<1@there.example>' }));
  await cloud.idle();
  for (let answered = 0; answered < here.answers().length && answered < 5; answered += 1) {
    receive([there.address], here.answers()[answered]?.raw ?? '');
    await cloud.idle();
    for (const { raw } of there.answers()) receive([here.address], raw);
    await cloud.idle();
  }
  expect([here.answers().length, there.answers().length]).toEqual([1, 0]);
  expect((await there.mails())[0]).toMatchObject({ reason: { code: 'own-mailbox' }, told: null });
});

test('[F37] a deleted mail is gone with its files, and neither comes back nor is run again; one that was acted on stays', async () => {
  const desk = await aDesk('deletes', { refusals: { 'not-allowed': 'discard' } });
  const { key, again } = receive([desk.address], aMail({ ...FROM_EVE, text: 'Buy!' }));
  receive([desk.address.replace('+in', '+lead')], aMail({ ...FROM_EVE, messageId: '<2@customer.example>' }));
  await cloud.idle();
  const [mail] = await desk.mails('?outcome=skipped');
  const path = `/v1/mailroom/emails/${mail.id}`;
  expect((await desk.call('GET', path)).body).toMatchObject({ discarded: true, text: null, told: null });
  const [acted] = await desk.mails('?outcome=acted');
  expect((await desk.call('DELETE', `/v1/mailroom/emails/${acted.id}`)).status).toBe(409);
  const statuses = [];
  for (const method of ['DELETE', 'DELETE', 'GET']) statuses.push((await desk.call(method, path)).status);
  expect(statuses).toEqual([204, 404, 404]);
  again();
  await cloud.call('POST', '/local/clock', { body: { advance: 'PT5M' } });
  await cloud.idle();
  expect((await desk.mails()).map(({ id }: { id: string }) => id)).toEqual([acted.id]);
  expect(keysIn(key)).toEqual([]);
});

test('[F37] quarantined mail goes when its days are over, its raw mail too unless it came to somebody else as well', async () => {
  const desk = await aDesk('expires', { refusals: {}, quarantineDays: 1 });
  const other = await aDesk('expires-later', { refusals: {} });
  const alone = receive([desk.address], aMail(FROM_EVE));
  const shared = receive([desk.address, other.address], aMail({ ...FROM_EVE, messageId: '<2@customer.example>' }));
  await cloud.idle();
  const [mail] = await desk.mails();
  expect(Date.parse(mail.expiresAt) - Date.parse(mail.receivedAt)).toBe(24 * 60 * 60_000);
  await cloud.call('POST', '/local/clock', { body: { advance: 'PT24H2M' } });
  await cloud.idle();
  expect([await desk.mails(), keysIn(alone.key), keysIn(shared.key)]).toEqual([[], [], [shared.key]]);
  const [left] = await other.mails();
  expect((await other.call('GET', `/v1/mailroom/emails/${left.id}`)).body.text).toContain('How much');
});

/** Of a refused mail: tenant, log, raw, profile, suppressions, rate, then content, due entry, mail, message, expiry, log. */
const CALLS = howMuch<readonly { readonly nth: number; readonly operation?: string }[]>({
  part: [{ operation: 'PutItem', nth: 3 }],
  whole: Array.from({ length: 16 }, (_, n) => ({ nth: n + 1 })),
});

test.each(CALLS)('[F37] killed after call %j the sender is told once', async (fault) => {
  const desk = await aDesk(`killed-${fault.nth}`);
  cloud.faults.plant({ function: 'receive-mail', kind: 'kill-after', times: 1, ...fault });
  receive([desk.address], aMail(FROM_EVE));
  await cloud.drain();
  cloud.faults.clear();
  const [mail] = await desk.mails();
  expect(mail).toMatchObject({ outcome: 'quarantined', told: { address: 'eve@customer.example' } });
  expect(desk.answers()).toHaveLength(1);
});

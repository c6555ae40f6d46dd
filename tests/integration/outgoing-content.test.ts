import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { INJECTIONS, PLACES } from '#tests/support/header-injections.ts';
import { makeOutgoing } from '#tests/support/outgoing.ts';
import { aPart } from '#tests/support/reparsed.ts';

let cloud: TestCloud;
let out: ReturnType<typeof makeOutgoing>;
let acme: Awaited<ReturnType<TestCloud['tenant']>>;

beforeAll(async () => {
  cloud = await startTestCloud();
  out = makeOutgoing(cloud);
  acme = await cloud.tenant('acme');
});
afterAll(() => cloud.stop());

const people = (count: number, from = 0) => Array.from({ length: count }, (_, n) => `reader-${from + n}@shop.example`);
const usage = async (token: string) => (await cloud.call('GET', '/v1/usage', { token })).body;

describe('what leaves says to two parsers what was asked:', () => {
  const inline = {
    name: 'Übersicht.q7x',
    contentType: 'application/x-a',
    content: Buffer.from('Ten\0of').toString('base64'),
  };
  const part = aPart('Übersicht.q7x', 'application/x-a', Buffer.from('Ten\0of'));

  test.each([
    ['a plain text', { text: 'Grüße\nund mehr' }, { text: 'Grüße\nund mehr', html: '', attachments: [] }],
    ['text and HTML', { text: 'Hi', html: '<p>Hi</p>' }, { text: 'Hi', html: '<p>Hi</p>' }],
    ['HTML alone', { html: '<p>Hi</p>' }, { html: '<p>Hi</p>' }],
    ['no body', {}, { text: '', html: '' }],
    ['only an attachment', { attachments: [inline] }, { text: '', attachments: [part] }],
    ['no subject', { subject: '' }, { subject: '' }],
    [
      'a subject with emoji, right to left',
      { subject: '👩‍👩‍👧 הצעה مرحبا\u200f!' },
      { subject: '👩‍👩‍👧 הצעה مرحبا\u200f!' },
    ],
    ['a subject that is one word of 998', { subject: 'x'.repeat(998) }, { subject: 'x'.repeat(998) }],
    [
      'lines of 998 and 999',
      { text: `${'y'.repeat(998)}\n${'ü'.repeat(999)}`, html: `<p>${'z'.repeat(999)}` },
      { text: `${'y'.repeat(998)}\n${'ü'.repeat(999)}`, html: `<p>${'z'.repeat(999)}` },
    ],
    [
      'a reply address',
      { replyTo: 'user@acme.example' },
      { replyTo: ['user@acme.example'], from: ['owner@acme.example'] },
    ],
  ])('%s', async (_title, asked, expected) => {
    const { left, two } = await out.sendAndRead('acme', acme.owner, asked);
    for (const mail of Object.values(two)) expect(mail).toMatchObject(expected);
    expect(
      left.raw
        .toString('latin1')
        .split('\r\n')
        .filter((line) => line.length > 998),
    ).toEqual([]);
  });
});

describe('recipients', () => {
  test('[F116] 50 in to, cc and bcc get it; what left names no Bcc', async () => {
    const fifty = await cloud.tenant('fifty');
    const asked = { to: people(10), cc: people(30, 10), bcc: people(10, 40) };
    const { id, left, two } = await out.sendAndRead('fifty', fifty.user, asked);
    expect([...left.to].sort()).toEqual(people(50).sort());
    for (const mail of Object.values(two)) expect(mail).toMatchObject({ to: asked.to, cc: asked.cc, bcc: [] });
    expect(left.raw.toString()).not.toMatch(/^bcc|reader-4\d@/im);
    const { status, recipients } = await out.shown(fifty.user, id);
    expect([status, recipients.length]).toEqual(['delivered', 50]);
    expect(await usage(fifty.user)).toMatchObject({ used: 50 });
  });

  test('51 are refused by the name of the field', async () => {
    const answer = await out.send(acme.owner, { to: people(10), cc: people(24, 10), bcc: people(17, 34) });
    expect(answer).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'to', message: expect.stringContaining('50') }] },
    });
  });

  test('an address named twice gets one mail and counts once, in the first place it stands', async () => {
    const twice = await cloud.tenant('twice');
    const asked = {
      to: ['Ada@Shop.example', 'ada@müller.example'],
      cc: ['ada@shop.example'],
      bcc: ['ADA@xn--mller-kva.example'],
    };
    const { id, left, two } = await out.sendAndRead('twice', twice.user, asked);
    expect(left.to).toEqual(['Ada@shop.example', 'ada@xn--mller-kva.example']);
    for (const mail of Object.values(two)) expect([mail.to.length, mail.cc, mail.bcc]).toEqual([2, [], []]);
    expect((await out.shown(twice.user, id)).recipients).toMatchObject([{ role: 'to' }, { role: 'to' }]);
    expect(await usage(twice.user)).toMatchObject({ used: 2, reserved: 0 });
  });

  test('a domain outside ASCII leaves in its ASCII form, and what SES says of it finds the recipient', async () => {
    const { id, left } = await out.sendAndRead('acme', acme.owner, { to: ['ada@grün.example', 'bob@grün.example'] });
    expect(left.to).toEqual(['ada@xn--grn-ioa.example', 'bob@xn--grn-ioa.example']);
    expect(await out.shown(acme.owner, id)).toMatchObject({
      recipients: [{ status: 'delivered' }, { status: 'delivered' }],
    });
    const bounce = {
      messageId: left.messageId,
      eventType: 'Bounce',
      bounceType: 'Permanent',
      recipients: ['bob@xn--grn-ioa.example'],
    };
    expect((await cloud.call('POST', '/local/ses/events', { body: bounce })).status).toBeLessThan(300);
    await cloud.idle();
    expect(await out.shown(acme.owner, id)).toMatchObject({
      recipients: [{ status: 'delivered' }, { status: 'bounced' }],
    });
    const again = await out.send(acme.owner, { to: ['Bob@GRÜN.example'] });
    expect(again.body).toMatchObject({ status: 'failed' });
  });

  test('a local part outside ASCII is refused with a sentence', async () => {
    const answer = await out.send(acme.owner, { to: ['ada@shop.example'], cc: ['jürgen@shop.example'] });
    expect(answer).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'cc.0', message: expect.stringContaining('ASCII') }] },
    });
  });
});

describe('a header cannot be injected:', () => {
  test.each(Object.entries(PLACES))('through %s', async (field, build) => {
    for (const evil of Object.values(INJECTIONS)) {
      const { status, body } = await cloud.call('POST', '/v1/emails', { token: acme.owner, body: build(evil) });
      expect([status, ...new Set(body.errors.map((error: { field: string }) => error.field))]).toEqual([422, field]);
    }
  });

  test('through a NUL or half a character in the body', async () => {
    for (const evil of ['\u0000', '\udc00'])
      for (const field of ['text', 'html'])
        expect(await out.send(acme.owner, { [field]: `a${evil}b` })).toMatchObject({
          status: 422,
          body: { errors: [{ field }] },
        });
  });

  test.each(['a b', 'schlüssel', 'k'.repeat(256), ''])('through the Idempotency-Key %j', async (key) => {
    const answer = await out.send(acme.owner, {}, { 'idempotency-key': key });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ field: 'Idempotency-Key' }] } });
  });
});

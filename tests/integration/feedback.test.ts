import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { howMuch } from '#tests/support/how-much.ts';
import { ONE_OF_EACH } from '#tests/support/ses-events.ts';

let cloud: TestCloud;

beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud.stop());

interface Sent {
  readonly id: string;
  readonly messageId: string;
}

const post = async (token: string, to: readonly string[]): Promise<string> => {
  const answer = await cloud.call('POST', '/v1/emails', { token, body: { to, subject: 'Hello', text: 'Hello' } });
  if (answer.status !== 202) throw new Error(`Not taken: ${JSON.stringify(answer.body)}`);
  return answer.body.id;
};
const shown = async (token: string, id: string) => (await cloud.call('GET', `/v1/emails/${id}`, { token })).body;
const suppressions = async (token: string) =>
  (await cloud.call('GET', '/v1/suppressions?limit=100', { token })).body.items as Record<string, unknown>[];
const outboxOf = async (tenant: string) =>
  (
    (await cloud.call('GET', '/local/outbox')).body.items as { tenant: string; messageId: string; raw: string }[]
  ).filter((item) => item.tenant === tenant);
const feedbackQueue = async () =>
  ((await cloud.call('GET', '/local/queues')).body.items as Record<string, unknown>[]).filter(({ name }) =>
    String(name).includes('record-feedback'),
  );
const publish = async (event: Readonly<Record<string, unknown>>) => {
  const answer = await cloud.call('POST', '/local/ses/events', { body: event });
  if (answer.status >= 300) throw new Error(`Not published: ${JSON.stringify(answer.body)}`);
};

describe('what SES says of a mail', () => {
  test('[F214] the sentence with which SES validates the topic leaves nothing behind', async () => {
    await cloud.idle();
    const queues = await feedbackQueue();
    expect(queues.length).toBeGreaterThan(0);
    for (const queue of queues) expect(queue).toMatchObject({ depth: 0, inFlight: 0 });
  });

  test('[F209] [F210] a bounce is shown, and the address gets nothing more', async () => {
    const { owner } = await cloud.tenant('bouncing');
    const first = await post(owner, ['Bounce@simulator.amazonses.com']);
    await cloud.idle();
    expect(await shown(owner, first)).toMatchObject({
      status: 'bounced',
      recipients: [{ status: 'bounced', failure: { code: 'bounced-permanent' } }],
    });
    expect(await suppressions(owner)).toMatchObject([
      { address: 'bounce@simulator.amazonses.com', reason: 'bounce', scope: 'all', source: first },
    ]);
    const second = await post(owner, ['bounce@simulator.amazonses.com']);
    await cloud.idle();
    expect(await shown(owner, second)).toMatchObject({
      status: 'failed',
      recipients: [{ failure: { code: 'suppressed' } }],
    });
    expect(await outboxOf('bouncing')).toHaveLength(1);
  });

  test('[F205] a complaint is shown, and the address gets nothing more; another tenant may still write to it', async () => {
    const { owner } = await cloud.tenant('annoying');
    const first = await post(owner, ['complaint@simulator.amazonses.com']);
    await cloud.idle();
    expect((await shown(owner, first)).status).toBe('complained');
    await post(owner, ['complaint@simulator.amazonses.com']);
    await cloud.idle();
    expect(await outboxOf('annoying')).toHaveLength(1);
    const other = await cloud.tenant('polite');
    await post(other.owner, ['complaint@simulator.amazonses.com']);
    await cloud.idle();
    expect(await outboxOf('polite')).toHaveLength(1);
  });

  test('[F206] a complaint that names several holds them, and none of them has complained', async () => {
    const { owner } = await cloud.tenant('guessing');
    const id = await post(owner, ['jane@shop.example', 'bob@shop.example']);
    await cloud.idle();
    const [mail] = await outboxOf('guessing');
    await publish({ messageId: mail?.messageId, eventType: 'Complaint' });
    await cloud.idle();
    expect((await shown(owner, id)).recipients.map(({ status }: { status: string }) => status)).toEqual([
      'delivered',
      'delivered',
    ]);
    expect(await suppressions(owner)).toMatchObject([
      { reason: 'complaint', scope: 'marketing', held: true },
      { reason: 'complaint', scope: 'marketing', held: true },
    ]);
  });

  test('[F208] `not-spam` is no complaint', async () => {
    const { owner } = await cloud.tenant('liked');
    const id = await post(owner, ['fan@shop.example']);
    await cloud.idle();
    const [mail] = await outboxOf('liked');
    await publish({ messageId: mail?.messageId, eventType: 'Complaint', complaintFeedbackType: 'not-spam' });
    await cloud.idle();
    expect([(await shown(owner, id)).status, await suppressions(owner)]).toEqual(['delivered', []]);
  });

  test('[F233] a mail that SES takes and then rejects has failed', async () => {
    const { owner } = await cloud.tenant('rejected');
    const id = await post(owner, ['reader@shop.example']);
    await cloud.idle();
    const [mail] = await outboxOf('rejected');
    await publish({ messageId: mail?.messageId, eventType: 'Reject', reason: 'Bad content' });
    await cloud.idle();
    expect(await shown(owner, id)).toMatchObject({ status: 'failed', recipients: [{ failure: { code: 'rejected' } }] });
  });
});

describe('[F214] the events of many mails, five times over and shuffled', () => {
  /** The two tenants must get the same: one in order and once, the other as SES and SQS may do it. */
  const MAILS = howMuch({ part: 18, whole: 200 });
  /** Few addresses for many mails: what one mail's bounce suppresses hangs together with the others'. */
  const ADDRESSES = 12;
  const KINDS = [...ONE_OF_EACH, { eventType: 'Open' }];
  const START = Date.parse('2026-01-15T12:00:00.000Z');

  const eventsOf = (mails: readonly Sent[]) =>
    mails.flatMap(({ messageId }, mail) =>
      KINDS.filter((_, kind) => (mail * 37 + kind * 11) % 5 < mail % 4).map((event, n) => ({
        ...event,
        messageId,
        ...(event.eventType === 'Reject'
          ? {}
          : { timestamp: new Date(START + 1000 * ((mail * 29) % MAILS) + n).toISOString() }),
      })),
    );

  /** The same every time: a failure can be looked at again. */
  const shuffled = <Value>(values: readonly Value[]): Value[] =>
    values
      .map((value, n) => ({ value, place: (n * 7919 + 13) % 10_007 }))
      .sort((a, b) => a.place - b.place)
      .map(({ value }) => value);

  const sendAll = async (tenant: string, owner: string): Promise<Sent[]> => {
    const ids: string[] = [];
    for (let n = 0; n < MAILS; n += 1) ids.push(await post(owner, [`reader-${n % ADDRESSES}@shop.example`]));
    await cloud.idle();
    const outbox = await outboxOf(tenant);
    const mails: Sent[] = [];
    for (const id of ids) {
      const { messageId } = await shown(owner, id);
      const left = outbox.find((item) => String(messageId).includes(item.messageId));
      if (left === undefined) throw new Error(`Mail ${id} did not leave as ${messageId}.`);
      mails.push({ id, messageId: left.messageId });
    }
    return mails;
  };

  const stateOf = async (owner: string, mails: readonly Sent[]) => {
    const statuses: { status: string; recipients: unknown }[] = [];
    for (const { id } of mails) {
      const { status, recipients } = await shown(owner, id);
      statuses.push({ status, recipients });
    }
    const list = (await suppressions(owner))
      .map((entry) => ({ ...entry, source: mails.findIndex(({ id }) => id === entry['source']) }))
      .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
    return { statuses, list };
  };

  test('leave the same state as once in order, and no dead letter', async () => {
    const orderly = await cloud.tenant('orderly');
    const shuffling = await cloud.tenant('shuffling');
    const first = await sendAll('orderly', orderly.owner);
    const second = await sendAll('shuffling', shuffling.owner);
    for (const event of eventsOf(first)) await publish(event);
    await cloud.idle();
    const events = eventsOf(second);
    for (const event of shuffled([...events, ...events, ...events, ...events, ...events])) await publish(event);
    await cloud.idle();
    const expected = await stateOf(orderly.owner, first);
    expect(await stateOf(shuffling.owner, second)).toEqual(expected);
    expect(expected.list.length).toBeGreaterThan(5);
    expect(new Set(expected.statuses.map(({ status }) => status))).toEqual(
      new Set(['delivered', 'bounced', 'complained', 'failed']),
    );
    for (const queue of await feedbackQueue()) expect(queue).toMatchObject({ depth: 0, inFlight: 0 });
  });
});

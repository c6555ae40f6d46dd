import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { howMuch } from '#tests/support/how-much.ts';

/** SES at its limits (PERFORMANCE R2): nothing lost, nothing twice. How much of the rate is used, and how many calls are refused, the drill measures, alone. */
let cloud: TestCloud;
let count = 0;

beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud.stop());

interface OutboxItem {
  readonly at: string;
  readonly tenant: string;
  readonly tags: { readonly mail: string };
}

const account = async (settings: object) => {
  await cloud.call('PUT', '/local/ses/account', { body: settings });
  // The schedule asks SES for the rate each minute.
  await cloud.call('POST', '/local/clock', { body: { advance: 'PT61S' } });
};
const outbox = async (tenant: string): Promise<OutboxItem[]> =>
  (await cloud.call('GET', '/local/outbox')).body.items.filter((item: OutboxItem) => item.tenant === tenant);
const refused = () =>
  cloud.usage
    .report()
    .items.find(({ operation, function: name }) => operation === 'SendRawEmail' && name === 'send-adhoc-mail')
    ?.refused ?? 0;

const sendMany = async (many: number) => {
  count += 1;
  const name = `many${count}`;
  const { owner } = await cloud.tenant(name);
  const ids = new Set<string>();
  let next = 0;
  const sender = async () => {
    while (next < many) {
      next += 1;
      const { body } = await cloud.call('POST', '/v1/emails', {
        token: owner,
        body: { to: [`p${next}@c.example`], subject: 's', text: 't' },
      });
      ids.add(body.id);
    }
  };
  await Promise.all(Array.from({ length: 8 }, sender));
  return { name, owner, ids };
};

/** Runs on until everything has left; the clock is the machine's, since the rate is. */
const settled = async () => {
  for (let looks = 0; looks < 10; looks += 1) {
    const answer = await cloud.call('POST', '/local/idle');
    const waiting = cloud.platform.queues
      .figures()
      .some(({ visible, inFlight, delayed }) => visible + inFlight + delayed > 0);
    if (answer.status === 200 && !waiting) return;
  }
  throw new Error('There is still mail waiting.');
};

const expectOnce = (items: readonly OutboxItem[], ids: ReadonlySet<string>) => {
  const sent = items.map(({ tags }) => tags.mail);
  expect(new Set(sent)).toEqual(ids);
  expect(sent).toHaveLength(ids.size);
};

test.each(
  howMuch<[number, number][]>({
    part: [[14, 42]],
    whole: [
      [14, 70],
      [1, 5],
    ],
  }),
)('at %i a second: each mail once, and never faster than allowed', async (rate, many) => {
  await account({ maxSendRate: rate, max24h: 1_000_000 });
  const before = refused();
  const { name, ids } = await sendMany(many);
  await settled();
  const items = await outbox(name);
  expectOnce(items, ids);
  const times = items.map(({ at }) => Date.parse(at)).sort((a, b) => a - b);
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
  const achieved = (many - 1) / seconds / rate;
  const thrownAway = refused() - before;
  process.stdout.write(
    `${rate} a second: ${achieved.toFixed(3)} of the rate, ${thrownAway} of ${many + thrownAway} calls thrown away\n`,
  );
  expect(achieved).toBeLessThanOrEqual(1.2);
});

test.runIf(howMuch({ part: false, whole: true }))(
  'the daily limit of SES: what is over it waits and goes when SES takes mail again',
  async () => {
    count += 1;
    const sentBefore = (await cloud.call('GET', '/local/outbox')).body.items.length;
    await account({ maxSendRate: 500, max24h: sentBefore + 10 });
    const { name, owner, ids } = await sendMany(15);
    await cloud.idle();
    expect(await outbox(name)).toHaveLength(10);
    expect((await cloud.call('GET', '/v1/emails?status=deferred', { token: owner })).body.items).toHaveLength(5);
    await cloud.call('POST', '/local/clock', { body: { advance: 'PT25H' } });
    await cloud.drain();
    expectOnce(await outbox(name), ids);
  },
);

/** A call that is never answered costs its whole patience; the drill has it too. */
const KINDS = howMuch<readonly ('error' | 'timeout' | 'throttle')[]>({
  part: ['error', 'throttle'],
  whole: ['error', 'timeout', 'throttle'],
});

test.each(KINDS)('[F234] SES answers with %s: each mail once in the end', async (kind) => {
  await account({ maxSendRate: 500, max24h: 1_000_000 });
  cloud.faults.clear();
  cloud.faults.plant({
    function: 'send-adhoc-mail',
    service: 'ses',
    operation: 'SendRawEmail',
    nth: 2,
    kind,
    times: 3,
  });
  const { name, ids } = await sendMany(10);
  await cloud.idle();
  cloud.faults.clear();
  await cloud.call('POST', '/local/clock', { body: { advance: 'PT2H' } });
  await cloud.drain();
  expectOnce(await outbox(name), ids);
});

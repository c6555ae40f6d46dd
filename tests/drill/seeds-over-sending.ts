/**
 * R1, the seeds: the three calls on which a second mail could hang - claim, SES, queue - interrupted at places drawn from twenty seeds, with every
 * queue message delivered several times at once, as SQS may.
 */
import type { FaultPlan } from '#local/endpoint/faults.ts';
import type { Random } from '#local/kernel/random.ts';
import type { TestCloud } from '#tests/support/cloud.ts';
import { crowd, type Drill, type RowReport, upTo } from './row.ts';
import { leftOf, lostAndTwice, postUntilAnswered } from './sent-mails.ts';
import { account, calm, settled } from './settle.ts';

const SEEDS = 20;
const MAILS = 8;
/** Workers of one function at once: so many can hold the same message. */
const COPIES = 4;

type Target = Pick<FaultPlan, 'function' | 'service' | 'operation'>;

const TARGETS: readonly Target[] = [
  { function: 'send-adhoc-mail', service: 'ses', operation: 'SendRawEmail' },
  { function: 'send-adhoc-mail', service: 'dynamodb', operation: 'PutItem' },
  { function: 'send-adhoc-mail', service: 'dynamodb', operation: 'UpdateItem' },
  { function: 'http-emails', service: 'sqs', operation: 'SendMessage' },
];
const KINDS = ['kill-before', 'kill-after', 'error'] as const;

const plant = (cloud: TestCloud, random: Random) => {
  for (const target of TARGETS)
    for (const _ of upTo(2))
      cloud.faults.plant({
        ...target,
        nth: 1 + Math.floor(random.next() * MAILS),
        kind: KINDS[Math.floor(random.next() * KINDS.length)] ?? 'kill-after',
        times: 1,
      });
};

const adhocQueue = ({ platform }: TestCloud): string => {
  const figure = platform.queues.figures().find(({ name }) => name.endsWith('send-adhoc-mail'));
  if (figure === undefined) throw new Error('There is no queue of send-adhoc-mail.');
  return figure.arn;
};

/** As the queue holds them: nobody has touched the mail since, so that its watch is the first. */
const deliverAgain = (cloud: TestCloud, tenant: string, mailId: string) => {
  for (const _ of upTo(COPIES))
    cloud.platform.queues.send(adhocQueue(cloud), { body: JSON.stringify({ tenant, mailId, watch: 1 }) });
};

const oneSeed = async (cloud: TestCloud, tenant: string, random: Random) => {
  const { owner } = await cloud.tenant(tenant);
  plant(cloud, random);
  await crowd(upTo(MAILS), COPIES, async (n) => {
    const answer = await postUntilAnswered(cloud, owner, { name: `Mail ${n}` });
    deliverAgain(cloud, tenant, answer.body.id);
  });
  await settled(cloud);
  const kills = calm(cloud);
  await settled(cloud);
  return { kills, ...lostAndTwice(leftOf(cloud, tenant), MAILS) };
};

export const seedsOverSending = (drill: Drill): Promise<RowReport> =>
  drill.withCloud(async (cloud) => {
    const seeds = drill.quick ? 2 : SEEDS;
    // So high that workers do not stand in a line for their places: they are to meet at the claim.
    await account(cloud, { maxSendRate: 100_000 });
    let [lost, twice, fired] = [0, 0, 0];
    for (const n of upTo(seeds)) {
      const one = await oneSeed(cloud, `seed-${n}`, drill.random(`R1 seed ${n}`));
      lost += one.lost;
      twice += one.twice;
      fired += one.kills;
    }
    drill.step(`R1: ${seeds} seeds over claim, SES and queue: ${fired} interruptions`);
    return {
      measures: [
        { name: `mails of ${seeds} seeds, each message ${COPIES + 1} times`, value: seeds * MAILS },
        { name: 'lost over the seeds', value: lost, bar: 0 },
        { name: 'twice over the seeds', value: twice, bar: 0 },
      ],
      observed: { interruptions: fired },
    };
  });

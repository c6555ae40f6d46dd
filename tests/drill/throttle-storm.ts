/**
 * R2: SES at its limits. At 14 recipients a second, at one a second, at the end of the daily quota, with errors of its own and with answers that get
 * lost after it took the mail: each mail goes once, hardly a call is thrown away, and the allowed rate is used.
 */
import type { TestCloud } from '#tests/support/cloud.ts';
import { crowd, type Drill, type Row, type RowReport, upTo } from './row.ts';
import { leftOf, lostAndTwice, postUntilAnswered } from './sent-mails.ts';
import { account, advance, drained, settled } from './settle.ts';

/** PERFORMANCE R2: calls that SES threw away by mails sent, and achieved by allowed rate. */
const MOST_THROWN_AWAY = 0.01;
const LEAST_RATE = 0.95;
/**
 * The steady part: from the second second, when every worker has started and SES's bucket of one second's worth is used up, to the last mail but one
 * for each of the four workers, after which there is no longer work for all.
 */
const STARTED_AFTER_MS = 2000;
const WORKERS = 4;

const callsOf = (cloud: TestCloud) =>
  cloud.usage
    .report()
    .items.filter(({ operation, function: name }) => operation === 'SendRawEmail' && name === 'send-adhoc-mail')
    .reduce((sum, { requests }) => sum + requests, 0);

const sendAll = async (cloud: TestCloud, tenant: string, mails: number) => {
  const { owner } = await cloud.tenant(tenant);
  await crowd(upTo(mails), 8, (n) =>
    postUntilAnswered(cloud, owner, { name: `Mail ${n}`, to: `r${n}@customer.example` }),
  );
};

const achieved = (timesMs: readonly number[], perSecond: number): number => {
  const first = timesMs[0] ?? 0;
  const steady = timesMs.filter((at, n) => at >= first + STARTED_AFTER_MS && n < timesMs.length - WORKERS);
  const seconds = ((steady.at(-1) ?? 0) - (steady[0] ?? 0)) / 1000;
  return seconds === 0 ? 0 : (steady.length - 1) / seconds / perSecond;
};

interface Phase extends ReturnType<typeof lostAndTwice> {
  readonly mails: number;
}

const atRate = async (drill: Drill, cloud: TestCloud, perSecond: number, mails: number) => {
  await account(cloud, { maxSendRate: perSecond });
  const before = callsOf(cloud);
  const tenant = `rate-${perSecond}`;
  await sendAll(cloud, tenant, mails);
  await drained(cloud);
  const left = leftOf(cloud, tenant);
  const rate = achieved(
    left.map(({ atMs }) => atMs).sort((a, b) => a - b),
    perSecond,
  );
  const thrownAway = (callsOf(cloud) - before - mails) / mails;
  drill.step(
    `R2: at ${perSecond} a second: ${rate.toFixed(3)} of the rate, ${thrownAway.toFixed(3)} calls thrown away a mail`,
  );
  return { mails, rate, thrownAway, ...lostAndTwice(left, mails) };
};

const beyondTheDay = async (drill: Drill, cloud: TestCloud, mails: number): Promise<Phase> => {
  const taken = cloud.platform.outbound.outbox.list().length;
  await account(cloud, { max24h: taken + Math.floor(mails / 2) });
  await sendAll(cloud, 'day', mails);
  await drained(cloud);
  const inTime = leftOf(cloud, 'day').length;
  await advance(cloud, 'PT25H');
  await settled(cloud);
  drill.step(`R2: end of the daily quota: ${inTime} of ${mails} went at once, the rest a day later`);
  return { mails, ...lostAndTwice(leftOf(cloud, 'day'), mails) };
};

const inTrouble = async (
  drill: Drill,
  cloud: TestCloud,
  kind: 'error' | 'timeout' | 'throttle',
  mails: number,
): Promise<Phase> => {
  await account(cloud, {});
  const times = Math.floor(mails / 4);
  cloud.faults.plant({ function: 'send-adhoc-mail', service: 'ses', nth: 2, kind, times });
  await sendAll(cloud, kind, mails);
  await drained(cloud);
  cloud.faults.clear();
  await settled(cloud);
  drill.step(`R2: SES answers ${times} calls with ${kind}`);
  return { mails, ...lostAndTwice(leftOf(cloud, kind), mails) };
};

const storm = (drill: Drill): Promise<RowReport> =>
  drill.withCloud(async (cloud) => {
    const { quick } = drill;
    const rated = [
      await atRate(drill, cloud, 14, quick ? 14 : 280),
      ...(quick ? [] : [await atRate(drill, cloud, 1, 40)]),
    ];
    const phases: Phase[] = [...rated];
    phases.push(await beyondTheDay(drill, cloud, quick ? 6 : 40));
    for (const kind of ['error', 'throttle', 'timeout'] as const)
      if (!quick || kind === 'error') phases.push(await inTrouble(drill, cloud, kind, quick ? 8 : 16));
    const sum = (of: 'mails' | 'lost' | 'twice') => phases.reduce((total, phase) => total + phase[of], 0);
    return {
      measures: [
        { name: 'mails', value: sum('mails') },
        { name: 'lost', value: sum('lost'), bar: 0 },
        { name: 'twice', value: sum('twice'), bar: 0 },
        {
          name: `at most ${MOST_THROWN_AWAY} calls thrown away a mail`,
          value: rated.every(({ thrownAway }) => thrownAway <= MOST_THROWN_AWAY),
          bar: true,
        },
        ...(quick
          ? []
          : [
              {
                name: `at least ${LEAST_RATE} of the allowed rate used`,
                value: rated.every(({ rate }) => rate >= LEAST_RATE),
                bar: true,
              },
            ]),
      ],
      observed: {
        'rate at 14': rated[0]?.rate ?? 0,
        ...(rated[1] === undefined ? {} : { 'rate at 1': rated[1].rate }),
        'refused a mail': Math.max(...rated.map(({ thrownAway }) => thrownAway)),
      },
    };
  });

export const R2: Row = {
  id: 'R2',
  title: 'SES at its limits: 100 % delivered, once, at the rate it allows',
  alone: true,
  run: storm,
};

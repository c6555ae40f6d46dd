/**
 * R1, the storm: mails in and out at once, some of them for later, while the worker of every function on their way dies at about every tenth of the
 * AWS calls that the undisturbed run would make.
 */
import type { TestCloud } from '#tests/support/cloud.ts';
import { allOf } from './lists.ts';
import { countReceived, deliverOne } from './received-mails.ts';
import { crowd, type Drill, type RowReport, shuffled, upTo } from './row.ts';
import { leftOf, lostAndTwice, postUntilAnswered } from './sent-mails.ts';
import { account, awayFromMidnight, calm, plantKills, redrive, settled } from './settle.ts';

/** AWS calls for one mail when nothing is in the way, rounded; the storm is over when that many were made for each. */
const CALLS: Readonly<Record<string, number>> = {
  'receive-mail': 10,
  'http-emails': 8,
  'send-adhoc-mail': 10,
  'record-feedback': 6,
  'run-schedule': 2,
};
const SENDERS_AT_ONCE = 8;
/** Every fifth mail waits for a time of its own within the next hours. */
const SCHEDULED_EVERY = 5;

const tenants = async (cloud: TestCloud) => {
  const incoming = await cloud.tenant('storm-in');
  const outgoing = await cloud.tenant('storm-out');
  return { incoming: incoming.owner, outgoing: outgoing.owner };
};

/** What the API says of mails that SES has not, or may not have. */
const notGone = async (cloud: TestCloud, token: string): Promise<readonly string[]> => {
  const mails = await allOf(cloud, token, '/v1/emails');
  return mails
    .filter(({ status }) => status !== 'sent' && status !== 'delivered')
    .map(({ subject, status }) => `${subject} ${status}`);
};

export const killsAmongMails = (drill: Drill): Promise<RowReport> =>
  drill.withCloud(async (cloud) => {
    const half = drill.quick ? 10 : 250;
    const random = drill.random('R1 storm');
    const { incoming, outgoing } = await tenants(cloud);
    await awayFromMidnight(cloud);
    await account(cloud, {});
    for (const [functionName, each] of Object.entries(CALLS)) plantKills(cloud, random, functionName, each * half);
    const sendAt = (n: number) => new Date(cloud.clock.now() + (20 + (n % 120)) * 60_000).toISOString();
    const startedMs = performance.now();
    await Promise.all([
      crowd(shuffled(upTo(half), random), SENDERS_AT_ONCE, (n) => deliverOne(cloud, 'storm-in', n)),
      crowd(shuffled(upTo(half), random), SENDERS_AT_ONCE, (n) =>
        postUntilAnswered(cloud, outgoing, {
          name: `Mail ${n}`,
          ...(n % SCHEDULED_EVERY === 0 ? { sendAt: sendAt(n) } : {}),
        }),
      ),
    ]);
    drill.step(
      `R1: ${2 * half} mails are in, ${cloud.faults.list().filter(({ fired }) => fired > 0).length} workers died`,
    );
    await settled(cloud);
    const storm = cloud.faults.list().length;
    const kills = calm(cloud);
    // A message that died with its worker ten times: until it is looked at, the reconciler sends nothing again.
    const deadLetters = redrive(cloud);
    // The times of the last scheduled ones, and all that may still be looked after.
    for (const _ of upTo(2)) await settled(cloud);
    const received = await countReceived(cloud, incoming, half);
    const sent = lostAndTwice(leftOf(cloud, 'storm-out'), half);
    const missing = await notGone(cloud, outgoing);
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    drill.step(
      `R1: ${kills} of ${storm} planned kills met a call; ${received.setAside} mails set aside for a replay; ${seconds} s`,
    );
    if (missing.length > 0 || deadLetters > 0)
      drill.step(`R1: ${deadLetters} dead letters sent back; mails that did not go: ${missing.join(', ') || 'none'}`);
    return {
      measures: [
        { name: 'mails among kills', value: 2 * half },
        { name: 'lost among kills', value: received.lost + sent.lost, bar: 0 },
        { name: 'twice among kills', value: received.twice + sent.twice, bar: 0 },
      ],
      observed: {
        kills,
        setAside: received.setAside,
        'lost in': received.lost,
        'lost out': sent.lost,
        deadLetters,
        seconds,
      },
    };
  });

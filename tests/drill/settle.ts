/** Time and trouble in the embedded cloud, for the rows of the drill. */
import type { Random } from '#local/kernel/random.ts';
import type { TestCloud } from '#tests/support/cloud.ts';

/** More than any row needs; a cloud that never comes to rest ends the drill instead of hanging it. */
const MOST_LOOKS = 150;

export const advance = async (cloud: TestCloud, duration: string): Promise<void> => {
  await cloud.call('POST', '/local/clock', { body: { advance: duration } });
};

const waiting = ({ platform }: TestCloud) =>
  platform.queues
    .figures()
    .filter(({ deadLetterQueueArn }) => deadLetterQueueArn !== undefined)
    .reduce((sum, { visible, inFlight, delayed }) => sum + visible + inFlight + delayed, 0);

/** Jumps the clock until the queues are empty. Longer than `cloud.drain`: a storm of kills has many retries. */
export const drained = async (cloud: TestCloud): Promise<void> => {
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const { status } = await cloud.call('POST', '/local/idle');
    if (status !== 200) continue;
    if (waiting(cloud) === 0) return;
    // A message is hidden for at most 15 minutes.
    await advance(cloud, 'PT16M');
  }
  throw new Error(`After ${MOST_LOOKS} looks there is still work in the queues.`);
};

/** Far enough for every due entry, retry and reconciliation. */
export const settled = async (cloud: TestCloud): Promise<void> => {
  await drained(cloud);
  for (const duration of ['PT20M', 'PT20M', 'PT20M']) await advance(cloud, duration);
  await drained(cloud);
};

/** A day's counter is looked at some hours after it was used: never over midnight. */
export const awayFromMidnight = async (cloud: TestCloud): Promise<void> => {
  if (new Date(cloud.clock.now()).getUTCHours() >= 18) await advance(cloud, 'PT7H');
};

export const account = async (cloud: TestCloud, settings: object): Promise<void> => {
  await cloud.call('PUT', '/local/ses/account', { body: { maxSendRate: 500, max24h: 1_000_000, ...settings } });
  // The schedule asks SES for the rate each minute.
  await advance(cloud, 'PT61S');
};

/** Ends the worker of the function at about every tenth of its first `calls` AWS calls from now on, before the call or after it. */
export const plantKills = (cloud: TestCloud, random: Random, functionName: string, calls: number): void => {
  const MEAN_GAP = 10;
  const gap = () => 1 + Math.floor(random.next() * (2 * MEAN_GAP - 1));
  for (let nth = gap(); nth <= calls; nth += gap())
    cloud.faults.plant({
      function: functionName,
      nth,
      kind: random.next() < 0.5 ? 'kill-before' : 'kill-after',
      times: 1,
    });
};

/** What whoever runs Postroom does after an alarm (docs/runbook.md): the dead letters go back to their queue. Answers how many there were. */
export const redrive = ({ platform: { queues } }: TestCloud): number => {
  let moved = 0;
  for (const { arn, deadLetterQueueArn } of queues.figures()) {
    if (deadLetterQueueArn === undefined) continue;
    for (let some = queues.receive(deadLetterQueueArn, 10); some.length > 0; ) {
      for (const { body, receiptHandle } of some) {
        queues.send(arn, { body });
        queues.delete(deadLetterQueueArn, receiptHandle);
      }
      moved += some.length;
      some = queues.receive(deadLetterQueueArn, 10);
    }
  }
  return moved;
};

/** How many of the planned interruptions met a call; none is planned any more. */
export const calm = (cloud: TestCloud): number => {
  const fired = cloud.faults.list().reduce((sum, plan) => sum + plan.fired, 0);
  cloud.faults.clear();
  return fired;
};

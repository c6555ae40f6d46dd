/** P1a: processor time of one ad-hoc mail, from the queue message to `sent`, against MailComposer and the same calls. */
import { compare, figuresOf } from '../comparison.ts';
import type { MeasureRow } from '../row.ts';
import { startSide } from '../side.ts';
import { ratiosOf, spreadOf } from '../statistics.ts';
import { outgoingLoad } from '../workload.ts';

const FOLDER = 'send-adhoc-mail';
/** Mails at a time. */
const CONCURRENCY = 10;
const MAILS_PER_ROUND = 40;
const WARM_UP_ROUNDS = 6;
const BAR = 1.3;

export const measureAdhocCpu: MeasureRow = async ({ held, bareOf, rounds, say }) => {
  const cloud = await held();
  const fn = cloud.fn(FOLDER);
  const ours = await startSide(fn.assetFolder, fn);
  const bare = await startSide(bareOf(FOLDER), fn);
  const load = outgoingLoad(cloud);
  say(`${rounds} rounds of ${MAILS_PER_ROUND} mails a side, ${CONCURRENCY} at a time`);
  const took = await compare(
    cloud,
    { ours, bare, concurrency: CONCURRENCY, events: () => load.events(2 * MAILS_PER_ROUND) },
    { rounds, warmUp: WARM_UP_ROUNDS },
  );
  ours.stop();
  bare.stop();
  return {
    id: 'P1a',
    title: 'CPU of an ad-hoc mail, queue message to sent, warm',
    parts: [{ name: FOLDER, ratio: spreadOf(ratiosOf(took.ours, took.bare)), bar: BAR, figures: figuresOf(took) }],
    notes: [],
  };
};

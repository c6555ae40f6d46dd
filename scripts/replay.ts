/**
 * `npm run replay -- --api URL --token T --from ISO --to ISO`: runs the Mailroom again on every mail of a time (docs/mailroom.md#replay), oldest first,
 * and says whose outcome is another now. It may be ended and begun again at any time: what a mail made is not made twice. Exit code 1 when something is wrong,
 * 2 when it was called wrongly.
 */
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { replayWindow } from './replay/window.ts';
import { makeDeployment, SmokeFailure } from './smoke/deployment.ts';

const USAGE = `Usage: npm run replay -- --api URL --token T --from ISO --to ISO [options]

  --api URL          the API: the stack's output ApiUrl
  --token T          a token of an admin or owner of a tenant; or in the environment variable POSTROOM_TOKEN
  --from ISO         mails received at this time or later: 2026-11-20T00:00:00Z
  --to ISO           and before this one
  --outcome NAME     only those that were: acted, skipped or quarantined
  --dry-run          only count them
  --settle SECONDS   compares outcomes when none has changed for so long; 15. A full queue takes longer than that to begin`;

const OPTIONS = {
  api: { type: 'string' },
  token: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  outcome: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  settle: { type: 'string', default: '15' },
} as const;

class WrongCall extends Error {}

const instantOf = (name: string, text: string | undefined): string => {
  if (text === undefined || !z.iso.datetime({ offset: true }).safeParse(text).success)
    throw new WrongCall(`--${name} ${text ?? 'is missing'}: a time looks like 2026-11-20T00:00:00Z.`);
  return new Date(text).toISOString();
};

const readOptions = () => {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    throw new WrongCall(error instanceof Error ? error.message : String(error));
  }
};

const readCall = () => {
  const values = readOptions();
  const { api, token = process.env['POSTROOM_TOKEN'], outcome } = values;
  if (api === undefined || !URL.canParse(api)) throw new WrongCall('--api is missing or no URL.');
  if (token === undefined || token === '') throw new WrongCall('--token is missing.');
  const from = instantOf('from', values.from);
  const to = instantOf('to', values.to);
  if (from >= to) throw new WrongCall('--from is not before --to.');
  if (outcome !== undefined && !['acted', 'skipped', 'quarantined'].includes(outcome))
    throw new WrongCall(`--outcome ${outcome}: it is acted, skipped or quarantined.`);
  const settleSeconds = Number(values.settle);
  if (!(settleSeconds > 0)) throw new WrongCall(`--settle ${values.settle} is no number of seconds.`);
  return { api, token, from, to, outcome, dryRun: values['dry-run'], settleSeconds };
};

const LOOKS = 3;

/** Nothing tells that a replay is done but what it leaves: three looks that see the same. */
const makeSettled = (settleSeconds: number) => async (look: () => Promise<string>) => {
  let same = 0;
  for (let last = await look(); same < LOOKS; ) {
    await new Promise((resolve) => setTimeout(resolve, (settleSeconds * 1000) / LOOKS));
    const now = await look();
    same = now === last ? same + 1 : 0;
    last = now;
  }
};

try {
  const call = readCall();
  await replayWindow(makeDeployment(call.api, call.token), {
    ...call,
    settled: makeSettled(call.settleSeconds),
    say: (line) => console.log(line),
  });
} catch (error) {
  if (error instanceof WrongCall) console.error(`${error.message}\n\n${USAGE}`);
  else if (error instanceof SmokeFailure) console.error(`FAILED  ${error.message}`);
  else if (error instanceof z.ZodError)
    console.error(`FAILED  The API answered in another form than this version does:\n${z.prettifyError(error)}`);
  else throw error;
  process.exitCode = error instanceof WrongCall ? 2 : 1;
}

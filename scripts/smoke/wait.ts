/** Asks until something is there, less and less often, and gives up in time. */
import { setTimeout as sleep } from 'node:timers/promises';
import { SmokeFailure } from './deployment.ts';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;

export const waitFor = async <Found>(
  what: string,
  seconds: number,
  look: () => Promise<Found | undefined>,
  ifNever: string,
): Promise<Found> => {
  const until = Date.now() + seconds * 1000;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() + pause > until) throw new SmokeFailure(`${what}: not within ${seconds} s.\n${ifNever}`);
    await sleep(pause);
  }
};

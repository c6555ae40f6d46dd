/**
 * The sending account: its two limits, and how its Send events misbehave when a test wants them to. `PUT /local/ses/account` sets it;
 * it survives a restart.
 */
import * as z from 'zod';
import { readFact, type State, writeFact } from '#local/kernel/state.ts';

export interface AccountSettings {
  /** Recipients a second. */
  readonly maxSendRate: number;
  /** Recipients in any 24 hours. */
  readonly max24h: number;
  /** Later by this much. */
  readonly sendEventDelayMs: number;
  /** Share of Send events that are never published: 0 none, 1 all. */
  readonly sendEventLoss: number;
}

type AccountChange = { readonly kind: 'set' } | { readonly kind: 'invalid'; readonly message: string };

export interface Account {
  settings(): AccountSettings;
  /** The body of `PUT /local/ses/account`; what it does not name goes back to its default. */
  set(body: unknown): AccountChange;
}

const FACT = 'ses.account';
/** CONTRACT.md: "default 500 a second". A day's quota that is that rate kept up for a day binds nobody who did not ask for it. */
const DEFAULT_RATE = 500;
const SECONDS_A_DAY = 24 * 60 * 60;

const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** ISO 8601 durations of days and smaller. */
const durationMs = (text: string): number | undefined => {
  const parts = DURATION.exec(text);
  if (parts === null || /[PT]$/.test(text)) return undefined;
  const [days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0));
  return ((((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000;
};

const Body = z.strictObject({
  maxSendRate: z.number().positive().default(DEFAULT_RATE),
  max24h: z
    .number()
    .int()
    .positive()
    .default(DEFAULT_RATE * SECONDS_A_DAY),
  sendEvents: z
    .strictObject({
      delay: z
        .string()
        .refine((text) => durationMs(text) !== undefined, 'must be an ISO 8601 duration such as PT10M')
        .optional(),
      lose: z.union([z.boolean(), z.number().min(0).max(1)]).optional(),
    })
    .optional(),
});

const settingsOf = (body: z.infer<typeof Body>): AccountSettings => ({
  maxSendRate: body.maxSendRate,
  max24h: body.max24h,
  sendEventDelayMs: durationMs(body.sendEvents?.delay ?? 'PT0S') ?? 0,
  sendEventLoss: Number(body.sendEvents?.lose ?? 0),
});

export const makeAccount = (state: State): Account => {
  const stored = readFact(state, FACT);
  let settings = settingsOf(Body.parse(stored === undefined ? {} : JSON.parse(stored)));
  return {
    settings: () => settings,
    set: (body) => {
      const read = Body.safeParse(body);
      if (!read.success) {
        const reasons = read.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
        return { kind: 'invalid', message: reasons.join('; ') };
      }
      settings = settingsOf(read.data);
      writeFact(state, FACT, JSON.stringify(read.data));
      return { kind: 'set' };
    },
  };
};

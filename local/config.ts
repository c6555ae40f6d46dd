/** Settings of `npm start` (CONTRACT, Running on one machine), checked before anything starts: one clear sentence for each mistake. */
import * as z from 'zod';

export interface Config {
  /** 0 = any free port. */
  readonly httpPort: number;
  readonly smtpPort: number;
  readonly dataDir: string;
  readonly seed: 'demo' | 'none';
}

/** A mistake of the person who starts it: shown as its sentence, without a stack. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** Digits only: an empty variable is a mistake of a script, not the port 0. */
/** Only digits: `Number` would take an empty value for port 0, and "1e3" for 1000. */
const port = (name: string, usual: number) => {
  const error = `${name} must be a port number from 0 to 65535 (0 = any free port).`;
  return z
    .string()
    .regex(/^\d{1,5}$/, { error })
    .transform(Number)
    .refine((number) => number <= 65_535, { error })
    .default(usual);
};

const Environment = z.object({
  POSTROOM_HTTP_PORT: port('POSTROOM_HTTP_PORT', 8080),
  POSTROOM_SMTP_PORT: port('POSTROOM_SMTP_PORT', 2525),
  POSTROOM_DATA_DIR: z.string().min(1, { error: 'POSTROOM_DATA_DIR must name a folder.' }).default('.postroom'),
  POSTROOM_SEED: z.enum(['demo', 'none'], { error: 'POSTROOM_SEED must be demo or none.' }).default('demo'),
});

export const readConfig = (environment: NodeJS.ProcessEnv): Config => {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) throw new StartError(parsed.error.issues.map((issue) => issue.message).join(' '));
  return {
    httpPort: parsed.data.POSTROOM_HTTP_PORT,
    smtpPort: parsed.data.POSTROOM_SMTP_PORT,
    dataDir: parsed.data.POSTROOM_DATA_DIR,
    seed: parsed.data.POSTROOM_SEED,
  };
};

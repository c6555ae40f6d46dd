/** The whole environment of a function, parsed once per cold start: a deployment that forgot a variable stops here, by its name. */
import type * as z from 'zod';
import { Failure } from '../domain/failure.ts';

export const readEnvironment = <Schema extends z.ZodType>(
  schema: Schema,
  environment: NodeJS.ProcessEnv,
): z.output<Schema> => {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new Failure('misconfigured', 'environment', `Environment variable missing or empty: ${names}.`);
};

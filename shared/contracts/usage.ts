/** HTTP body of the quota: today's, and the limits of own accounts. */
import * as z from 'zod';
import { instant } from './values.ts';

const colour = z.enum(['green', 'red']);

export const Usage = z
  .object({
    limit: z.int(),
    used: z.int().meta({ description: 'Sent today' }),
    reserved: z.int().meta({ description: 'Waiting to go today' }),
    resetsAt: instant,
    scope: z.enum(['user', 'instance']),
    colour: colour.meta({ description: 'green up to 74 % of the limit, red from 75 % on' }),
    tooltip: z.string(),
    warnings: z
      .array(z.object({ level: z.union([z.literal(80), z.literal(100)]), at: instant }))
      .meta({ description: 'Percent of the limit that were passed today; each is also an event quota.warning, once' }),
    instance: z
      .object({ limit: z.int(), counted: z.int(), colour })
      .nullable()
      .meta({ description: 'All users together, for owners and admins' }),
    ownAccounts: z
      .array(
        z.object({
          id: z.string().meta({ description: 'As in `via` of a mail' }),
          perDay: z.int().nullable().meta({ description: 'Recipients in any 24 hours; null: no limit' }),
          perMinute: z.int().nullable().meta({ description: 'Mails in a minute; null: no limit' }),
          used: z.int().nullable().meta({ description: 'Recipients in the last 24 hours; null: nothing is counted' }),
        }),
      )
      .meta({ description: 'Servers and accounts of your own, which count in no plan' }),
  })
  .meta({ id: 'Usage' });

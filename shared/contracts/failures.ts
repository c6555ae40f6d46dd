/** Query and body of the list of failures. */
import * as z from 'zod';
import { id } from './values.ts';

/** Every failure in it is read. */
export const MAX_FAILURE_DAYS = 31;

const day = z.iso.date({ error: 'must be a day such as 2026-11-21 (UTC)' });
const daysFrom = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / (24 * 60 * 60 * 1000) + 1;

export const FailuresQuery = z
  .strictObject({
    from: day.optional().meta({ description: 'First day, UTC; unless said, a week is shown' }),
    to: day.optional().meta({ description: 'Last day, UTC; unless said, of a week, or today' }),
  })
  .superRefine(({ from, to }, context) => {
    const say = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    if (from === undefined || to === undefined) return;
    if (from > to) say('to', 'must not be before from');
    else if (daysFrom(from, to) > MAX_FAILURE_DAYS) say('to', `must be within ${MAX_FAILURE_DAYS} days from from`);
  });

export const FailureOfDay = z
  .object({
    day: z.iso.date(),
    code: z.string(),
    message: z.string(),
    remedy: z.string(),
    count: z.int().meta({ description: 'Recipients' }),
    mailIds: z.array(id).meta({ description: 'The last ten mails' }),
  })
  .meta({ id: 'FailureOfDay' });

/** HTTP bodies of tracking: its settings, and what is shown of a tracked mail. */
import * as z from 'zod';
import { Email } from './emails.ts';
import { instant, line } from './values.ts';

/** Each link of each mail is compared with all of them. */
export const MAX_EXCEPT_DOMAINS = 100;

/** RFC 1035 section 2.3.4; in its ASCII form, which is what links have. */
const hostName = line(253)
  .toLowerCase()
  .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/, {
    error: 'must be a host such as links.example.com, without https://, port or path',
  })
  .meta({ example: 'links.example.com' });

const settings = {
  single: z.boolean().meta({ description: 'Opens and clicks of mail that people write one by one; campaigns always' }),
  host: hostName
    .nullable()
    .meta({ description: 'Your own host, whose CNAME leads here, over HTTPS; null: the host of this API' }),
  exceptDomains: z
    .array(hostName)
    .max(MAX_EXCEPT_DOMAINS)
    .meta({ description: 'Links to these domains, and below them, are left as they are' }),
};

export const TrackingSettings = z.object(settings).meta({ id: 'TrackingSettings' });
export const PutTrackingBody = z
  .strictObject({ ...settings, host: settings.host.default(null), exceptDomains: settings.exceptDomains.default([]) })
  .meta({ id: 'PutTracking' });

const Tally = z
  .object({ count: z.int(), firstAt: instant.nullable(), lastAt: instant.nullable() })
  .meta({ id: 'Tally' });

const Reader = z.object({
  address: z
    .string()
    .nullable()
    .meta({ description: 'null: one copy went to several, nobody knows who of them it was' }),
  opened: Tally,
  clicked: Tally,
  byMachines: z
    .object({ opened: z.int(), clicked: z.int() })
    .meta({ description: 'Fetched by mail programs, filters and robots; not among the others' }),
  visits: z
    .array(
      z.object({
        at: instant,
        url: z.string().nullable().meta({ description: 'null: the mail was opened' }),
        machine: z
          .enum(['picture-proxy', 'scanner', 'prefetch', 'too-soon', 'all-at-once'])
          .nullable()
          .meta({ description: 'What tells that it was no person' }),
      }),
    )
    .meta({ description: 'The last 30, newest first' }),
});

export const EmailInFull = Email.extend({
  tracking: z
    .object({ readers: z.array(Reader) })
    .nullable()
    .meta({ description: 'null: the mail is not tracked' }),
}).meta({ id: 'EmailInFull' });

/**
 * The settings of all mail of a tenant: one item beside the tenant's own in the `settings` table (tenant-store.ts).
 *
 * | item | pk | sk |
 * | --- | --- | --- |
 * | settings | `<tenant>` | `outgoing-email` |
 */
import * as z from 'zod';
import {
  DEFAULT_OUTGOING_EMAIL,
  type OutgoingEmail,
  REPLY_TO_KINDS,
} from '../../domain/sender-address/outgoing-email.ts';
import type { OutgoingEmailStore } from '../../ports/sender-addresses.ts';
import { ABSENT, type Item, type Key, type Table } from './table.ts';

const text = z.string().nullable();
const mailbox = z.object({ address: z.string(), name: text }).nullable();
const piece = z.object({ html: z.string(), text: z.string() }).nullable();
const recordMail = z.object({
  fromName: text,
  replyTo: mailbox,
  copyTo: z.object({ address: z.string(), as: z.enum(['cc', 'bcc']) }).nullable(),
});
const notifications = z.object({ fromName: text, replyTo: mailbox });

/** As a mail remembers it, too (outgoing-store.ts). */
export const StoredTestMode = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('redirect'), address: z.string() }),
  z.object({ kind: z.literal('hold'), address: z.null() }),
]);

/** What an older release stored lacks what is new since. */
const Stored = z
  .object({
    fromName: text,
    replyTo: z.object({ kind: z.enum(REPLY_TO_KINDS), address: text, name: text }),
    cases: recordMail,
    internalTickets: recordMail,
    notificationsToUsers: notifications,
    notificationsToCustomers: notifications,
    font: z.object({ family: text, sizePx: z.number().nullable() }),
    signature: piece,
    footer: piece,
    testMode: StoredTestMode.nullable(),
    frequencyCap: z
      .object({ maxMails: z.number(), days: z.number(), minimumGapHours: z.number().nullable() })
      .nullable(),
  })
  .partial();

const SORT_KEY = 'outgoing-email';
const keyOf = (tenant: string): Key => ({ pk: tenant, sk: SORT_KEY });

const read = (item: Item): OutgoingEmail => {
  const stored = Object.entries(Stored.parse(item)).filter(([, value]) => value !== undefined);
  return { ...DEFAULT_OUTGOING_EMAIL, ...Object.fromEntries(stored) };
};

/** Among all items of a tenant. */
export const outgoingEmailAmong = (items: readonly Item[]): OutgoingEmail | undefined => {
  const item = items.find(({ sk }) => sk === SORT_KEY);
  return item === undefined ? undefined : read(item);
};

export const makeOutgoingEmailStore = (table: Table): OutgoingEmailStore => ({
  get: async (tenant) => {
    const item = await table.get(keyOf(tenant));
    if (item === undefined) return { settings: DEFAULT_OUTGOING_EMAIL, revision: 0 };
    return { settings: read(item), revision: typeof item['revision'] === 'number' ? item['revision'] : 0 };
  },
  put: (tenant, settings, revision) =>
    table.putIf(
      { ...keyOf(tenant), ...settings, revision: revision + 1 },
      revision === 0 ? ABSENT : { expression: 'revision = :seen', values: { ':seen': revision } },
    ),
});

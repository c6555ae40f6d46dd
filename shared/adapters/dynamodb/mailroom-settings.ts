/**
 * How a tenant's Mailroom works, and the secret of its signed addresses: two items beside the tenant's own in the `settings` table, so that a mail pays for them
 * with the one query that reads its tenant (tenant-store.ts).
 *
 * | item | pk | sk |
 * | --- | --- | --- |
 * | settings | `<tenant>` | `mailroom` |
 * | secret, made on first use | `<tenant>` | `mailroom-secret` |
 */
import * as z from 'zod';
import type { Refusals } from '../../domain/mailroom/refusals.ts';
import { DEFAULT_SETTINGS, type MailroomSettings } from '../../domain/mailroom/settings.ts';
import type { MailroomSettingsStore } from '../../ports/mailroom-settings.ts';
import { ABSENT, type Item, type Key, type Table } from './table.ts';

/** What an older release stored lacks what is new since. */
const Stored = z
  .object({
    senders: z.array(
      z.object({ sender: z.string(), list: z.enum(['allow', 'block', 'never-log']), mailbox: z.string().optional() }),
    ),
    onlyAllowed: z.array(z.string()),
    replyTo: z.enum(['ignore', 'address', 'both']),
    forwards: z.enum(['never', 'on-command', 'always']),
    importBefore: z.string().nullable(),
    sharedConversation: z.boolean(),
    closedCase: z.enum(['reopen', 'new-case', 'reject']),
    caseReply: z.enum(['comment-and-mail', 'comment', 'mail']),
    casePrefix: z.string(),
    replyToRecord: z.boolean(),
    refusals: z.custom<Refusals>((value) => typeof value === 'object' && value !== null),
    quarantineDays: z.number(),
  })
  .partial();

const settingsKey = (tenant: string): Key => ({ pk: tenant, sk: 'mailroom' });
export const secretKey = (tenant: string): Key => ({ pk: tenant, sk: 'mailroom-secret' });

export const isSettingsItem = (item: Item): boolean => item['sk'] === 'mailroom';
export const isSecretItem = (item: Item): boolean => item['sk'] === 'mailroom-secret';

export const readSettings = (item: Item | undefined): MailroomSettings => {
  const stored = Object.entries(Stored.parse(item ?? {})).filter(([, value]) => value !== undefined);
  return { ...DEFAULT_SETTINGS, ...Object.fromEntries(stored) };
};

const revisionOf = (item: Item | undefined): number => (typeof item?.['revision'] === 'number' ? item['revision'] : 0);

/** @param newSecret 256 random bits as text */
export const makeMailroomSettings = (table: Table, newSecret: () => string): MailroomSettingsStore => ({
  get: async (tenant) => {
    const item = await table.get(settingsKey(tenant));
    return { settings: readSettings(item), revision: revisionOf(item) };
  },

  put: async (tenant, settings, revision) =>
    table.putIf(
      { ...settingsKey(tenant), ...settings, revision: revision + 1 },
      revision === 0 ? ABSENT : { expression: 'revision = :seen', values: { ':seen': revision } },
    ),

  secret: async (tenant) => {
    const there = await table.get(secretKey(tenant));
    if (typeof there?.['secret'] === 'string') return there['secret'];
    const secret = newSecret();
    if (await table.putIf({ ...secretKey(tenant), secret }, ABSENT)) return secret;
    // Somebody else made it in between: there is one, and it stays.
    return String((await table.get(secretKey(tenant)))?.['secret']);
  },
});

/**
 * Outgoing mail in the `sending` table. Every key starts with the tenant.
 *
 * | item | pk | sk |
 * | --- | --- | --- |
 * | mail | `<tenant>#outgoing` | `<mail id>` (time-ordered: the list needs no index) |
 * | counter | `<tenant>#quota#<scope>` | `<UTC day>` |
 * | suppression | `<tenant>#suppression` | `<address>` |
 * | Idempotency-Key | `<tenant>#idempotency#<digest>` | `request` |
 * | talk with a mail server (talk-store.ts) | `<tenant>#talk` | `<mail id>` |
 * | rate of SES | `platform#send-rate` | `next` or `account` |
 * | what went to one recipient (frequency-counters.ts) | `<tenant>#frequency#<digest of the address>` | `sends` |
 * | what went through an own account (account-places.ts) | `<tenant>#account#<id>` | `use` |
 * | ways to mails with a reminder (follow-ups.ts) | `<tenant>#awaited#...`, `<tenant>#follow-up` | |
 */
import * as z from 'zod';
import { mailStatus, type OutgoingMail } from '../../domain/sending/outgoing-mail.ts';
import type { OutgoingStore } from '../../ports/sending.ts';
import { cursorAfter, keyAfter, keyOf } from './cursor.ts';
import { StoredTestMode } from './outgoing-email-store.ts';
import { ABSENT, type Item, type Key, type Table } from './table.ts';

const FAILURES = z.custom<NonNullable<OutgoingMail['failed']>>((value) => typeof value === 'string');
const FACTS = z.custom<OutgoingMail['recipients'][number]['facts'][number]>((value) => typeof value === 'string');

const Stored = z.object({
  id: z.string(),
  tenant: z.string(),
  user: z.string(),
  lane: z.enum(['adhoc', 'workflow', 'campaign']),
  phase: z.enum(['queued', 'sending', 'sent', 'deferred', 'unconfirmed', 'failed', 'split']),
  failed: FAILURES.exactOptional(),
  from: z.string(),
  fromName: z.string().exactOptional(),
  replyTo: z.string().exactOptional(),
  replyToName: z.string().exactOptional(),
  references: z.array(z.string()).exactOptional(),
  subject: z.string(),
  content: z.string(),
  recipients: z.array(
    z.object({
      role: z.enum(['to', 'cc', 'bcc']),
      address: z.string(),
      facts: z.array(FACTS),
      failed: FAILURES.exactOptional(),
      movedTo: z.string().exactOptional(),
    }),
  ),
  record: z.object({ module: z.string(), id: z.string() }).exactOptional(),
  source: z.literal('system').exactOptional(),
  tracked: z.literal(true).exactOptional(),
  createdAt: z.string(),
  sendAt: z.string().exactOptional(),
  counted: z
    .object({ scope: z.string(), day: z.string(), count: z.number(), batch: z.string().exactOptional() })
    .exactOptional(),
  separate: z.literal(true).exactOptional(),
  batch: z.string().exactOptional(),
  resendOf: z.string().exactOptional(),
  movedFrom: z.string().exactOptional(),
  followUp: z
    .object({ at: z.string(), state: z.enum(['waiting', 'due', 'answered', 'done']), revision: z.number() })
    .exactOptional(),
  waitsFor: z.literal('quota').exactOptional(),
  heldBack: z
    .object({ code: z.enum(['frequency-cap', 'sending-limit']), since: z.string(), why: z.string() })
    .exactOptional(),
  testMode: StoredTestMode.exactOptional(),
  claim: z.object({ id: z.string(), at: z.string() }).exactOptional(),
  sentAt: z.string().exactOptional(),
  via: z.string().exactOptional(),
  answer: z.string().exactOptional(),
  putOffSince: z.string().exactOptional(),
  sesMessageId: z.string().exactOptional(),
  watch: z.object({ at: z.string(), revision: z.number(), emptyOnce: z.boolean().exactOptional() }),
  revision: z.number(),
});

const read = (item: Item): OutgoingMail => Stored.parse(item);

const mailsKey = (tenant: string) => `${tenant}#outgoing`;
const mailKey = (tenant: string, id: string): Key => ({ pk: mailsKey(tenant), sk: id });

/** Items read per page of a filtered list, and pages before an incomplete page is answered with a cursor. */
const READ_PER_PAGE = 200;
const MAX_PAGES_PER_LIST = 10;

export const makeOutgoingStore = (table: Table): OutgoingStore => {
  const get: OutgoingStore['get'] = async (tenant, id) => {
    const item = await table.get(mailKey(tenant, id));
    return item === undefined ? undefined : read(item);
  };
  return {
    get,
    create: async (mail) => {
      if (await table.putIf({ ...mailKey(mail.tenant, mail.id), ...mail }, ABSENT)) return mail;
      return (await get(mail.tenant, mail.id)) ?? mail;
    },
    replace: (mail) =>
      table.putIf(
        { ...mailKey(mail.tenant, mail.id), ...mail },
        { expression: 'revision = :seen', values: { ':seen': mail.revision - 1 } },
      ),
    getMany: async (tenant, ids) => (await table.batchGet(ids.map((id) => mailKey(tenant, id)))).map(read),
    list: async (tenant, { limit, cursor, status, user }) => {
      const pk = mailsKey(tenant);
      const isFiltered = status !== undefined || user !== undefined;
      // What was split is listed as the mails it became.
      const isShown = (mail: OutgoingMail) =>
        mail.phase !== 'split' &&
        (status === undefined || mailStatus(mail) === status) &&
        (user === undefined || mail.user === user);
      const found: { item: Item; mail: OutgoingMail }[] = [];
      let { after } = keyAfter(pk, cursor);
      for (let pages = 0; pages < MAX_PAGES_PER_LIST; pages += 1) {
        const page = await table.query({
          pk,
          newestFirst: true,
          limit: isFiltered ? READ_PER_PAGE : limit,
          ...(after === undefined ? {} : { after }),
        });
        // The status follows from phase and facts, so it cannot be asked of the table.
        found.push(...page.items.map((item) => ({ item, mail: read(item) })).filter(({ mail }) => isShown(mail)));
        after = page.last;
        if (found.length >= limit || after === undefined) break;
      }
      const shown = found.slice(0, limit);
      const lastShown = shown.at(-1);
      const last = found.length > limit ? lastShown && keyOf(lastShown.item) : after;
      return { items: shown.map(({ mail }) => mail), ...cursorAfter(last) };
    },
  };
};

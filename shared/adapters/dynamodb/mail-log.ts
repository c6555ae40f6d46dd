/**
 * The log of inbound mail in the `mail` table. Every key starts with the tenant.
 *
 * | item | pk | sk |
 * | --- | --- | --- |
 * | mail in a mailbox | `<tenant>#mail` | `<mail id>` (time-ordered: the list needs no index); a deleted one stays for 30 days, emptied |
 * | duplicate claim | `<tenant>#seen#<fingerprint>` | `claim` |
 * | thread | `<tenant>#thread#<Message-ID>` | `record` |
 */
import * as z from 'zod';
import { WHY_NOT } from '../../domain/mailroom/auto-answer.ts';
import { cut } from '../../domain/message/cut.ts';
import { NOT_KEPT_CODES } from '../../domain/record/document.ts';
import type { LoggedMail, MailLog } from '../../ports/mail-log.ts';
import { cursorAfter, keyAfter, keyOf } from './cursor.ts';
import { ABSENT, type Condition, type Item, type Key, type Table } from './table.ts';

const Outcome = z.custom<LoggedMail['outcome']>(
  (value) => typeof value === 'object' && value !== null && 'kind' in value,
);

const StoredMail = z.object({
  sk: z.string(),
  rawKey: z.string(),
  mailbox: z.string(),
  recipients: z.array(z.string()),
  from: z.object({ address: z.string(), name: z.string() }),
  subject: z.string(),
  receivedAt: z.string(),
  kind: z.enum(['ordinary', 'bounce', 'complaint', 'auto-reply', 'list', 'forwarding-confirmation']),
  outcome: Outcome,
  attachments: z.array(
    z.object({
      name: z.string(),
      contentType: z.string(),
      sizeBytes: z.number(),
      inline: z.literal(true).exactOptional(),
      documentId: z.string().exactOptional(),
      notKept: z.enum(NOT_KEPT_CODES).exactOptional(),
    }),
  ),
  verdicts: z.object({
    spam: z.string(),
    virus: z.string(),
    spf: z.string().exactOptional(),
    dkim: z.string().exactOptional(),
    dmarc: z.string().exactOptional(),
  }),
  confidential: z.boolean().exactOptional(),
  neverLogged: z.boolean().exactOptional(),
  imported: z.boolean().exactOptional(),
  told: z.object({ address: z.string(), at: z.string(), mailId: z.string() }).exactOptional(),
  whyNot: z.enum(WHY_NOT).exactOptional(),
  discarded: z.literal(true).exactOptional(),
  keptUntil: z.string().exactOptional(),
  soleMailbox: z.literal(true).exactOptional(),
  deletedAt: z.string().exactOptional(),
  mayAnswer: z.boolean().exactOptional(),
});

const readMail = (item: Item): LoggedMail => {
  const { sk, ...rest } = StoredMail.parse(item);
  return { ...rest, id: sk };
};

const mailsKey = (tenant: string) => `${tenant}#mail`;

/** A Message-ID may be longer than a key takes (2,048 bytes, RFC 5322 sets no bound): what is longer is cut at both places alike. */
const threadKey = (tenant: string, messageId: string): Key => ({
  pk: `${tenant}#thread#${cut(messageId, 450)}`,
  sk: 'record',
});

/** Of a References chain: the nearest, and the first of the thread (it stands last here); a hostile chain must not cost a thousand reads. */
const MAX_REFERENCES_LOOKED_UP = 100;

/** Pages looked through for a filtered list before an incomplete page is answered with a cursor. */
const MAX_PAGES_PER_LIST = 10;

/** What is left of a deleted mail goes when no message about it can come any more: 14 days in the queue and as long among the dead letters (SQS quotas). */
const BURIED_SECONDS = 30 * 24 * 60 * 60;

const NOT_DELETED = 'attribute_not_exists(deletedAt)';

/** DynamoDB refuses names and values that the expression does not have. */
const filterOf = (outcome: string | undefined, reason: string | undefined): Condition => {
  const terms = [
    ...(outcome === undefined ? [] : [{ path: '#outcome.#kind', names: { '#kind': 'kind' }, value: outcome }]),
    ...(reason === undefined
      ? []
      : [{ path: '#outcome.#reason.#code', names: { '#reason': 'reason', '#code': 'code' }, value: reason }]),
  ];
  if (terms.length === 0) return { expression: NOT_DELETED };
  return {
    expression: [NOT_DELETED, ...terms.map(({ path }, n) => `${path} = :asked${n}`)].join(' AND '),
    names: Object.assign({ '#outcome': 'outcome' }, ...terms.map(({ names }) => names)),
    values: Object.fromEntries(terms.map(({ value }, n) => [`:asked${n}`, value])),
  };
};

/** What is left of a mail. Its attachments are only counted: that is enough to find their files. */
const remainsOf = (mail: LoggedMail, deletedAt: string): Omit<LoggedMail, 'id'> => {
  const { rawKey, mailbox, receivedAt, kind, outcome, soleMailbox, attachments } = mail;
  return {
    ...{ rawKey, mailbox, receivedAt, kind, outcome, deletedAt },
    ...(soleMailbox === true ? { soleMailbox } : {}),
    ...{ recipients: [], from: { address: '', name: '' }, subject: '', verdicts: { spam: '', virus: '' } },
    attachments: attachments.map(() => ({ name: '', contentType: '', sizeBytes: 0 })),
  };
};

const look = async (table: Table, tenant: string, id: string): Promise<LoggedMail | undefined> => {
  const item = await table.get({ pk: mailsKey(tenant), sk: id });
  return item === undefined ? undefined : readMail(item);
};

export const makeMailLog = (table: Table): MailLog => ({
  get: async (tenant, id) => {
    const mail = await look(table, tenant, id);
    return mail?.deletedAt === undefined ? mail : undefined;
  },

  look: (tenant, id) => look(table, tenant, id),

  record: async (tenant, { id, ...mail }) => {
    await table.putIf({ pk: mailsKey(tenant), sk: id, ...mail }, { expression: NOT_DELETED });
  },

  bury: (tenant, seen, at) => {
    const { id, keptUntil, outcome } = seen;
    const unchanged = keptUntil === undefined ? 'attribute_not_exists(keptUntil)' : 'keptUntil = :until';
    const expiresAt = Math.floor(Date.parse(at) / 1000) + BURIED_SECONDS;
    return table.putIf(
      { pk: mailsKey(tenant), sk: id, ...remainsOf(seen, at), expiresAt },
      {
        expression: `${NOT_DELETED} AND #outcome.#kind = :kind AND ${unchanged}`,
        names: { '#outcome': 'outcome', '#kind': 'kind' },
        values: { ':kind': outcome.kind, ...(keptUntil === undefined ? {} : { ':until': keptUntil }) },
      },
    );
  },

  list: async (tenant, { limit, cursor, outcome, reason }) => {
    const pk = mailsKey(tenant);
    const filter = filterOf(outcome, reason);
    const found: Item[] = [];
    let { after } = keyAfter(pk, cursor);
    for (let pages = 0; pages < MAX_PAGES_PER_LIST; pages += 1) {
      const page = await table.query({
        pk,
        newestFirst: true,
        // A limit counts what is read, not what passes the filter.
        limit: outcome === undefined && reason === undefined ? limit : 200,
        filter,
        ...(after === undefined ? {} : { after }),
      });
      found.push(...page.items);
      after = page.last;
      if (found.length >= limit || after === undefined) break;
    }
    const shown = found.slice(0, limit);
    const lastShown = shown.at(-1);
    const last = found.length > limit && lastShown !== undefined ? keyOf(lastShown) : after;
    return { items: shown.map(readMail), ...cursorAfter(last) };
  },

  claimFirst: async (tenant, fingerprint, mail) => {
    const key = { pk: `${tenant}#seen#${fingerprint}`, sk: 'claim' };
    if (await table.putIf({ ...key, mailId: mail.id, rawKey: mail.rawKey }, ABSENT)) return mail;
    const holder = await table.get(key);
    return holder === undefined ? mail : { id: String(holder['mailId']), rawKey: String(holder['rawKey']) };
  },

  findThread: async (tenant, messageIds) => {
    const asked = [...new Set(messageIds)].slice(0, MAX_REFERENCES_LOOKED_UP).map((id) => threadKey(tenant, id));
    if (asked.length === 0) return undefined;
    const items = await table.batchGet(asked);
    const nearest = asked.map((key) => items.find((item) => item['pk'] === key.pk)).find((item) => item !== undefined);
    return nearest === undefined ? undefined : { module: String(nearest['module']), id: String(nearest['id']) };
  },

  findSent: async (tenant, messageId) => {
    const item = await table.get(threadKey(tenant, messageId));
    return item?.['sent'] === true ? { module: String(item['module']), id: String(item['id']) } : undefined;
  },

  offerThread: async (tenant, messageId, { module, id }) => {
    await table.putIf({ ...threadKey(tenant, messageId), module, id }, ABSENT);
  },

  rememberThread: async (tenant, messageId, { module, id }, sent) => {
    await table.put({ ...threadKey(tenant, messageId), module, id, ...(sent === undefined ? {} : { sent: true }) });
  },
});

/**
 * Ways to mails whose writers want to be reminded, in the `sending` table. The mail says what is so; an item that is left over leads to one that has ended.
 *
 * | item | pk | sk |
 * | --- | --- | --- |
 * | expects an answer | `<tenant>#awaited#message#<Message-ID>` or `<tenant>#awaited#record#<module>#<id>` | `mails` |
 * | is due | `<tenant>#follow-up` | `<time>#<mail id>` |
 */
import { cut } from '../../domain/message/cut.ts';
import type { OutgoingMail } from '../../domain/sending/outgoing-mail.ts';
import type { FollowUps } from '../../ports/follow-ups.ts';
import type { RecordRef } from '../../ports/record-store.ts';
import { cursorAfter, keyAfter, keyOf } from './cursor.ts';
import type { CountingTable, Item, Key } from './table.ts';

const DAY_SECONDS = 24 * 60 * 60;
/**
 * After its time. A record's item is kept for the last mail that was added: one that was added before it is at most 366 days ahead of that moment, so its own
 * time is over by then, too.
 */
const KEPT_SECONDS = 400 * DAY_SECONDS;

/** Of one record: 28 bytes each, and DynamoDB takes 400 KB. */
const MAX_IDS = 4_000;
/** The newest of one record that a reply is compared with. */
const MAX_COMPARED = 50;
/** As in mail-log.ts: a hostile chain must not cost a thousand reads. */
const MAX_REFERENCES_LOOKED_UP = 100;
/** Pages looked through for one user's before an incomplete page is answered with a cursor. */
const MAX_PAGES_PER_LIST = 10;
const READ_PER_PAGE = 200;

const messageKey = (tenant: string, messageId: string): Key => ({
  // As in mail-log.ts: a Message-ID may be longer than a key takes.
  pk: `${tenant}#awaited#message#${cut(messageId, 450)}`,
  sk: 'mails',
});
const recordKey = (tenant: string, { module, id }: RecordRef): Key => ({
  pk: `${tenant}#awaited#record#${module}#${id}`,
  sk: 'mails',
});
const listKey = (tenant: string) => `${tenant}#follow-up`;
const dueKey = ({ tenant, id }: Pick<OutgoingMail, 'tenant' | 'id'>, at: string): Key => ({
  pk: listKey(tenant),
  sk: `${at}#${id}`,
});

const expiresAt = (at: string): number => Math.floor(Date.parse(at) / 1000) + KEPT_SECONDS;

/** Ids begin with their time: the last are the newest. */
const newestOf = (item: Item | undefined): readonly string[] => {
  const ids: unknown = item?.['mailIds'];
  return ids instanceof Set ? [...ids].map(String).sort().slice(-MAX_COMPARED) : [];
};

export const makeFollowUps = (table: CountingTable): FollowUps => ({
  expectAnswer: async ({ tenant, id, record, followUp }, messageId) => {
    if (followUp === undefined) return;
    const keys = [messageKey(tenant, messageId), ...(record === undefined ? [] : [recordKey(tenant, record)])];
    for (const key of keys)
      await table.updateIf(key, {
        update: 'ADD mailIds :ids SET expiresAt = :expires',
        expression: 'attribute_not_exists(mailIds) OR size(mailIds) < :most',
        values: { ':ids': new Set([id]), ':expires': expiresAt(followUp.at), ':most': MAX_IDS },
      });
  },

  expecting: async (tenant, messageIds, records) => {
    const ways = [
      ...[...new Set(messageIds)]
        .slice(0, MAX_REFERENCES_LOOKED_UP)
        .map((messageId) => ({ key: messageKey(tenant, messageId), namesIt: true })),
      ...records.map((record) => ({ key: recordKey(tenant, record), namesIt: false, record })),
    ];
    const keys = new Map(ways.map(({ key }) => [key.pk, key]));
    if (keys.size === 0) return [];
    const items = new Map((await table.batchGet([...keys.values()])).map((item) => [String(item['pk']), item]));
    return ways.flatMap(({ key, ...way }) => newestOf(items.get(key.pk)).map((mailId) => ({ mailId, ...way })));
  },

  list: async (mail, at) => {
    await table.put({ ...dueKey(mail, at), mailId: mail.id, user: mail.user, expiresAt: expiresAt(at) });
  },
  unlist: async (mail, at) => {
    await table.deleteIf(dueKey(mail, at));
  },

  due: async (tenant, { limit, cursor, user }) => {
    const pk = listKey(tenant);
    const found: Item[] = [];
    let { after } = keyAfter(pk, cursor);
    for (let pages = 0; pages < MAX_PAGES_PER_LIST; pages += 1) {
      const page = await table.query({
        pk,
        newestFirst: true,
        // A limit counts what is read, not what passes the filter.
        limit: user === undefined ? limit : READ_PER_PAGE,
        ...(user === undefined
          ? {}
          : { filter: { expression: '#user = :user', names: { '#user': 'user' }, values: { ':user': user } } }),
        ...(after === undefined ? {} : { after }),
      });
      found.push(...page.items);
      after = page.last;
      if (found.length >= limit || after === undefined) break;
    }
    const shown = found.slice(0, limit);
    const lastShown = shown.at(-1);
    const last = found.length > limit && lastShown !== undefined ? keyOf(lastShown) : after;
    return { items: shown.map((item) => String(item['mailId'])), ...cursorAfter(last) };
  },
});

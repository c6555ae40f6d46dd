/** The mails SES has taken: what `GET /local/outbox` lists, and what events are made from. Nothing leaves this machine. */
import type { State } from '#local/kernel/state.ts';
import type { MessageTag } from './send-request.ts';

export interface OutboxItem {
  readonly messageId: string;
  /** Folder name of the function that sent it; `root` for tests and control routes. */
  readonly function: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly configurationSet: string | undefined;
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  /** As it left SES. */
  readonly raw: string;
  /** ISO 8601. */
  readonly at: string;
}

export interface Outbox {
  /** Oldest first; `since` (ISO 8601) leaves out what is older than that. Throws RangeError for what is no time. */
  list(filter?: { since?: string }): OutboxItem[];
}

export interface SentMail {
  readonly messageId: string;
  readonly functionName: string;
  readonly configurationSet: string | undefined;
  readonly from: string;
  /** Where automatic replies go. */
  readonly feedback: string;
  readonly recipients: readonly string[];
  readonly tags: readonly MessageTag[];
  /** The `mail` object of its events, as JSON. */
  readonly mail: string;
  readonly raw: Buffer;
  readonly at: number;
  /** Recipients that count towards the quota of 24 hours. */
  readonly counted: number;
}

/** Enough of a sent mail to make an event of it. */
export type EventSource = Pick<SentMail, 'messageId' | 'configurationSet' | 'feedback' | 'recipients' | 'mail' | 'at'>;

export interface SentMails extends Outbox {
  add(mail: SentMail): void;
  find(messageId: string): EventSource | undefined;
  /** Recipients counted since a time (ms), oldest first. */
  countedSince(at: number): { at: number; recipients: number }[];
}

const texts = (json: unknown): string[] => {
  const list: unknown = JSON.parse(String(json));
  return Array.isArray(list) ? list.map(String) : [];
};

const tagsOf = (json: unknown): Record<string, string> => {
  const tags: unknown = JSON.parse(String(json));
  return typeof tags === 'object' && tags !== null
    ? Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, String(value)]))
    : {};
};

type Row = Readonly<Record<string, unknown>>;

const setOf = (row: Row): string | undefined =>
  row['configuration_set'] === null ? undefined : String(row['configuration_set']);

const itemOf = (row: Row): OutboxItem => {
  const raw = row['raw'];
  return {
    messageId: String(row['message_id']),
    function: String(row['function']),
    tags: tagsOf(row['tags']),
    configurationSet: setOf(row),
    envelope: { from: String(row['sender']), to: texts(row['recipients']) },
    raw: raw instanceof Uint8Array ? Buffer.from(raw).toString('utf8') : '',
    at: new Date(Number(row['at'])).toISOString(),
  };
};

const sinceMs = (since: string | undefined): number => {
  if (since === undefined) return 0;
  const at = Date.parse(since);
  if (Number.isNaN(at))
    throw new RangeError(`since: "${since}" is not a time in ISO 8601, such as 2026-11-20T12:00:00Z.`);
  return at;
};

export const makeOutbox = (state: State): SentMails => {
  state.exec(`CREATE TABLE IF NOT EXISTS ses_outbox (
      sequence INTEGER PRIMARY KEY, message_id TEXT NOT NULL UNIQUE, function TEXT NOT NULL, configuration_set TEXT,
      sender TEXT NOT NULL, feedback TEXT NOT NULL, recipients TEXT NOT NULL, tags TEXT NOT NULL, mail TEXT NOT NULL,
      raw BLOB NOT NULL, at INTEGER NOT NULL, counted INTEGER NOT NULL) STRICT;
    CREATE INDEX IF NOT EXISTS ses_outbox_at ON ses_outbox (at, counted);`);
  const insert = state.prepare(`INSERT INTO ses_outbox
    (message_id, function, configuration_set, sender, feedback, recipients, tags, mail, raw, at, counted)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const select = state.prepare('SELECT * FROM ses_outbox WHERE at >= ? ORDER BY sequence');
  const one = state.prepare(
    'SELECT message_id, configuration_set, feedback, recipients, mail, at FROM ses_outbox WHERE message_id = ?',
  );
  const counted = state.prepare('SELECT at, counted FROM ses_outbox WHERE at > ? ORDER BY at');
  return {
    add: (mail) => {
      const tags = JSON.stringify(Object.fromEntries(mail.tags.map(({ name, value }) => [name, value])));
      const { messageId, functionName, configurationSet, from, feedback, recipients } = mail;
      const head = [messageId, functionName, configurationSet ?? null, from, feedback, JSON.stringify(recipients)];
      insert.run(...head, tags, mail.mail, mail.raw, mail.at, mail.counted);
    },
    find: (messageId) => {
      const row = one.get(messageId);
      if (row === undefined) return undefined;
      return {
        messageId,
        configurationSet: setOf(row),
        feedback: String(row['feedback']),
        recipients: texts(row['recipients']),
        mail: String(row['mail']),
        at: Number(row['at']),
      };
    },
    countedSince: (at) => counted.all(at).map((row) => ({ at: Number(row['at']), recipients: Number(row['counted']) })),
    list: (filter) => select.all(sinceMs(filter?.since)).map(itemOf),
  };
};

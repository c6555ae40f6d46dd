/** The messages' table: the truth after a restart. Everything a receive shows is in it; what is visible when, too. */
import type { State } from '#local/kernel/state.ts';
import type { MessageAttributes, OutgoingMessage } from './message.ts';
import type { Entry } from './message-index.ts';

const TABLES = `
CREATE TABLE IF NOT EXISTS sqs_messages (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  queue TEXT NOT NULL,
  message_id TEXT NOT NULL,
  md5 TEXT NOT NULL,
  attributes TEXT NOT NULL,
  sender_id TEXT NOT NULL,
  group_id TEXT,
  dead_letter_source TEXT,
  sent_at INTEGER NOT NULL,
  visible_at INTEGER NOT NULL,
  receive_count INTEGER NOT NULL,
  first_received_at INTEGER,
  received_at INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS sqs_messages_of_queue ON sqs_messages (queue, seq);
CREATE TABLE IF NOT EXISTS sqs_queues (
  name TEXT PRIMARY KEY, settings TEXT NOT NULL, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL
) STRICT;`;

export interface StoredMessage {
  readonly messageId: string;
  readonly md5: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly senderId: string;
  readonly groupId: string | undefined;
  readonly deadLetterSource: string | undefined;
  readonly sentAt: number;
  readonly firstReceivedAt: number;
}

export interface NewRow {
  readonly message: OutgoingMessage;
  readonly messageId: string;
  readonly md5: string;
  readonly sentAt: number;
  readonly visibleAt: number;
}

/** All or nothing; everything in it must be synchronous, since the whole embedded cloud shares the connection. */
export const inTransaction = <Result>(state: State, run: () => Result): Result => {
  state.exec('BEGIN IMMEDIATE');
  try {
    const result = run();
    state.exec('COMMIT');
    return result;
  } catch (error) {
    state.exec('ROLLBACK');
    throw error;
  }
};

const text = (value: unknown): string | undefined => (value === null ? undefined : String(value));

export const makeMessageRows = (state: State) => {
  state.exec(TABLES);
  const insert = state.prepare(
    `INSERT INTO sqs_messages (queue, message_id, md5, attributes, sender_id, group_id, sent_at, visible_at, receive_count, received_at, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?)`,
  );
  const receive = state.prepare(
    `UPDATE sqs_messages SET visible_at = ?, receive_count = receive_count + 1, received_at = ?,
     first_received_at = coalesce(first_received_at, ?) WHERE seq = ?`,
  );
  const hide = state.prepare('UPDATE sqs_messages SET visible_at = ? WHERE seq = ?');
  const remove = state.prepare('DELETE FROM sqs_messages WHERE seq = ?');
  const move = state.prepare('UPDATE sqs_messages SET queue = ?, dead_letter_source = ?, visible_at = ? WHERE seq = ?');
  const read = state.prepare('SELECT * FROM sqs_messages WHERE seq = ?');
  const ofQueue = state.prepare(
    'SELECT seq, sent_at, visible_at, receive_count, received_at FROM sqs_messages WHERE queue = ? ORDER BY seq',
  );
  const peek = state.prepare(
    'SELECT message_id, body, sent_at, receive_count FROM sqs_messages WHERE queue = ? ORDER BY seq LIMIT ?',
  );
  const findQueue = state.prepare('SELECT settings, created_at, modified_at FROM sqs_queues WHERE name = ?');
  const writeQueue = state.prepare(
    `INSERT INTO sqs_queues (name, settings, created_at, modified_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET settings = excluded.settings, modified_at = excluded.modified_at`,
  );

  return {
    /** Answers the sequence number. */
    insert: (queue: string, { message, messageId, md5, sentAt, visibleAt }: NewRow): number =>
      Number(
        insert.run(
          queue,
          messageId,
          md5,
          JSON.stringify(message.messageAttributes ?? {}),
          message.senderId ?? '',
          message.messageGroupId ?? null,
          sentAt,
          visibleAt,
          message.body,
        ).lastInsertRowid,
      ),
    receive: (seq: number, visibleAt: number, now: number) => receive.run(visibleAt, now, now, seq),
    hide: (seq: number, visibleAt: number) => hide.run(visibleAt, seq),
    remove: (seq: number) => remove.run(seq),
    move: (seq: number, queue: string, sourceArn: string, now: number) => move.run(queue, sourceArn, now, seq),
    read: (seq: number): StoredMessage => {
      const row = read.get(seq);
      if (row === undefined) throw new Error(`Message ${seq} is in the index but not in the database.`);
      return {
        messageId: String(row['message_id']),
        md5: String(row['md5']),
        body: String(row['body']),
        attributes: JSON.parse(String(row['attributes'])) as MessageAttributes,
        senderId: String(row['sender_id']),
        groupId: text(row['group_id']),
        deadLetterSource: text(row['dead_letter_source']),
        sentAt: Number(row['sent_at']),
        firstReceivedAt: Number(row['first_received_at']),
      };
    },
    ofQueue: (queue: string, now: number): Entry[] =>
      ofQueue.all(queue).map((row) => {
        const [visibleAt, receiveCount] = [Number(row['visible_at']), Number(row['receive_count'])];
        const hidden = receiveCount === 0 ? 'delayed' : 'inFlight';
        return {
          seq: Number(row['seq']),
          sentAt: Number(row['sent_at']),
          visibleAt,
          receiveCount,
          receivedAt: Number(row['received_at']),
          state: visibleAt <= now ? 'visible' : hidden,
        };
      }),
    peek: (queue: string, limit: number) =>
      peek.all(queue, limit).map((row) => ({
        messageId: String(row['message_id']),
        body: String(row['body']),
        sentAt: Number(row['sent_at']),
        receiveCount: Number(row['receive_count']),
      })),
    /** Keeps when a queue was made and last changed; the settings themselves come from the template on every start. */
    noteQueue: (name: string, settings: string, now: number): { createdAt: number; modifiedAt: number } => {
      const row = findQueue.get(name);
      if (row !== undefined && row['settings'] === settings)
        return { createdAt: Number(row['created_at']), modifiedAt: Number(row['modified_at']) };
      const createdAt = row === undefined ? now : Number(row['created_at']);
      writeQueue.run(name, settings, createdAt, now);
      return { createdAt, modifiedAt: now };
    },
  };
};

export type MessageRows = ReturnType<typeof makeMessageRows>;

/** The objects' table. Text compares as UTF-8 bytes in SQLite, which is the order in which S3 lists. Bodies last: a list never reads them. */
import type { State } from '#local/kernel/state.ts';

const TABLES = `
CREATE TABLE IF NOT EXISTS s3_objects (
  bucket TEXT NOT NULL,
  key TEXT NOT NULL,
  size INTEGER NOT NULL,
  etag TEXT NOT NULL,
  modified_at INTEGER NOT NULL,
  headers TEXT NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (bucket, key)
) STRICT;
CREATE INDEX IF NOT EXISTS s3_objects_by_age ON s3_objects (bucket, modified_at, key);`;

export interface ObjectFacts {
  readonly key: string;
  readonly sizeBytes: number;
  /** With its quotes. */
  readonly etag: string;
  /** ms */
  readonly modifiedAt: number;
  /** As a GET gives them back, names in lower case: content-type, x-amz-meta-..., x-amz-checksum-... */
  readonly headers: Readonly<Record<string, string>>;
}

export interface StoredObject extends ObjectFacts {
  readonly body: Buffer;
}

type Row = Record<string, unknown>;

const factsOf = (row: Row): ObjectFacts => ({
  key: String(row['key']),
  sizeBytes: Number(row['size']),
  etag: String(row['etag']),
  modifiedAt: Number(row['modified_at']),
  headers: JSON.parse(String(row['headers'])) as Record<string, string>,
});

const bodyOf = (row: Row): Buffer => {
  const bytes = row['body'];
  if (!(bytes instanceof Uint8Array)) throw new Error(`The body of object ${String(row['key'])} is not a blob.`);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
};

const FACTS = 'key, size, etag, modified_at, headers';

export const makeObjectRows = (state: State) => {
  state.exec(TABLES);
  const write = state.prepare(
    `INSERT INTO s3_objects (bucket, ${FACTS}, body) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (bucket, key) DO UPDATE SET size = excluded.size, etag = excluded.etag,
     modified_at = excluded.modified_at, headers = excluded.headers, body = excluded.body`,
  );
  const find = state.prepare(`SELECT ${FACTS} FROM s3_objects WHERE bucket = ? AND key = ?`);
  const read = state.prepare(`SELECT ${FACTS}, body FROM s3_objects WHERE bucket = ? AND key = ?`);
  const remove = state.prepare('DELETE FROM s3_objects WHERE bucket = ? AND key = ?');
  const from = state.prepare(
    `SELECT ${FACTS} FROM s3_objects WHERE bucket = ? AND key >= ? AND key > ? ORDER BY key LIMIT ?`,
  );
  const oldest = state.prepare(
    'SELECT modified_at FROM s3_objects WHERE bucket = ? AND substr(key, 1, length(?2)) = ?2 ORDER BY modified_at LIMIT 1',
  );
  const removeOlder = state.prepare(
    'DELETE FROM s3_objects WHERE bucket = ? AND substr(key, 1, length(?2)) = ?2 AND modified_at <= ?3',
  );
  return {
    write: (bucket: string, { key, sizeBytes, etag, modifiedAt, headers, body }: StoredObject) =>
      write.run(bucket, key, sizeBytes, etag, modifiedAt, JSON.stringify(headers), body),
    find: (bucket: string, key: string): ObjectFacts | undefined => {
      const row = find.get(bucket, key);
      return row === undefined ? undefined : factsOf(row);
    },
    read: (bucket: string, key: string): StoredObject | undefined => {
      const row = read.get(bucket, key);
      return row === undefined ? undefined : { ...factsOf(row), body: bodyOf(row) };
    },
    remove: (bucket: string, key: string) => remove.run(bucket, key),
    /** From the first key that starts with `prefix` and comes after `after`; it may run on past the prefix. */
    from: (bucket: string, prefix: string, after: string, limit: number): ObjectFacts[] =>
      from.all(bucket, prefix, after, limit).map(factsOf),
    /** When the oldest object with this prefix was written. */
    oldest: (bucket: string, prefix: string): number | undefined => {
      const row = oldest.get(bucket, prefix);
      return row === undefined ? undefined : Number(row['modified_at']);
    },
    removeOlder: (bucket: string, prefix: string, modifiedUntil: number) =>
      removeOlder.run(bucket, prefix, modifiedUntil),
  };
};

export type ObjectRows = ReturnType<typeof makeObjectRows>;

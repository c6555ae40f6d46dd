/**
 * The objects of every bucket of the stack. Used in process by the SES emulator (received mail) and the status page, over HTTP through
 * s3.ts. A write that was answered survives `kill -9`; a list shows it at once (S3 is strongly consistent).
 */
import { createHash } from 'node:crypto';
import { AwsError } from '#local/kernel/aws.ts';
import type { Clock } from '#local/kernel/clock.ts';
import type { DeployedResource } from '#local/kernel/resources.ts';
import type { State } from '#local/kernel/state.ts';
import { type BucketSettings, readBucketSettings } from './bucket-settings.ts';
import { type Lifecycle, makeLifecycle } from './lifecycle.ts';
import { makeObjectRows, type ObjectFacts, type StoredObject } from './object-rows.ts';
import { noSuchBucket, notEmulated } from './refusals.ts';

/** SQLite's largest blob (SQLITE_MAX_LENGTH); S3 takes 5 GB in one PUT. */
const LARGEST_BODY_BYTES = 1_000_000_000;
/** "The key name is a sequence of Unicode characters with UTF-8 encoding of up to 1,024 bytes long". */
const LONGEST_KEY_BYTES = 1024;
/** "The user-defined metadata is limited to 2 KB in size": the sum of the bytes of keys and values. */
const LARGEST_METADATA_BYTES = 2048;
const META = 'x-amz-meta-';

export interface ObjectPage {
  readonly objects: readonly ObjectFacts[];
  readonly hasMore: boolean;
}

/** Every method throws NoSuchBucket for a bucket that was not declared. */
export interface ObjectStore {
  /** Makes (or finds again) the bucket of an `AWS::S3::Bucket`. Throws AwsError for properties that are not emulated. */
  declare(resource: DeployedResource): void;
  /** `headers` as an HTTP PUT has them (content-type, x-amz-meta-...). Replaces what was there. Answers what is stored now. */
  put(bucket: string, key: string, body: Uint8Array, headers: Readonly<Record<string, string>>): ObjectFacts;
  get(bucket: string, key: string): StoredObject | undefined;
  /** As get, without reading the body. */
  head(bucket: string, key: string): ObjectFacts | undefined;
  /** Answers whether it was there; S3 does not say. */
  delete(bucket: string, key: string): boolean;
  /** In the order of UTF-8 bytes. `after` is the last key of the page before; `limit` is 1,000 unless said. */
  list(bucket: string, options?: { prefix?: string; after?: string; limit?: number }): ObjectPage;
  settings(bucket: string): BucketSettings;
  buckets(): string[];
}

const checkKey = (key: string): void => {
  const size = Buffer.byteLength(key);
  if (size > LONGEST_KEY_BYTES)
    throw new AwsError('KeyTooLongError', 400, 'Your key is too long', {
      Size: size,
      MaxSizeAllowed: LONGEST_KEY_BYTES,
    });
};

const checkMetadata = (headers: Readonly<Record<string, string>>): void => {
  const size = Object.entries(headers)
    .filter(([name]) => name.startsWith(META))
    .reduce((sum, [name, value]) => sum + Buffer.byteLength(name) - META.length + Buffer.byteLength(value), 0);
  if (size > LARGEST_METADATA_BYTES)
    throw new AwsError('MetadataTooLarge', 400, 'Your metadata headers exceed the maximum allowed metadata size', {
      Size: size,
      MaxSizeAllowed: LARGEST_METADATA_BYTES,
    });
};

export const makeObjects = ({ state, clock }: { state: State; clock: Clock }): ObjectStore => {
  const rows = makeObjectRows(state);
  const buckets = new Map<string, { settings: BucketSettings; lifecycle: Lifecycle }>();
  const find = (bucket: string) => {
    const found = buckets.get(bucket);
    if (found === undefined) throw noSuchBucket(bucket);
    return found;
  };
  return {
    declare: (resource) => {
      const settings = readBucketSettings(resource);
      if (buckets.has(settings.name))
        throw new AwsError('BucketAlreadyOwnedByYou', 409, `Two buckets of the template are called ${settings.name}.`);
      buckets.set(settings.name, { settings, lifecycle: makeLifecycle(settings, rows, clock) });
    },
    put: (bucket, key, body, headers) => {
      const { lifecycle } = find(bucket);
      checkKey(key);
      checkMetadata(headers);
      if (body.length > LARGEST_BODY_BYTES)
        throw notEmulated(`Objects above ${LARGEST_BODY_BYTES} bytes are not emulated.`);
      const stored = {
        key,
        sizeBytes: body.length,
        etag: `"${createHash('md5').update(body).digest('hex')}"`,
        modifiedAt: clock.now(),
        headers: { 'content-type': 'binary/octet-stream', ...headers },
      };
      rows.write(bucket, { ...stored, body: Buffer.from(body.buffer, body.byteOffset, body.byteLength) });
      lifecycle.written(key, stored.modifiedAt);
      return stored;
    },
    get: (bucket, key) => {
      find(bucket);
      return rows.read(bucket, key);
    },
    head: (bucket, key) => {
      find(bucket);
      return rows.find(bucket, key);
    },
    delete: (bucket, key) => {
      find(bucket);
      return Number(rows.remove(bucket, key).changes) > 0;
    },
    list: (bucket, { prefix = '', after = '', limit = 1000 } = {}) => {
      find(bucket);
      const found = rows.from(bucket, prefix, after, limit + 1).filter((object) => object.key.startsWith(prefix));
      return { objects: found.slice(0, limit), hasMore: found.length > limit };
    },
    settings: (bucket) => find(bucket).settings,
    buckets: () => [...buckets.keys()],
  };
};

/**
 * What S3 answers, by its API reference, asked through the real client. Everything here is meant to hold for a real account too (with
 * the bucket made by hand and the endpoint left out); nobody has run it against one yet.
 */
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aBucket, CREDENTIALS, openObjects, openS3 } from '#tests/unit/local/s3-store.ts';
import { type ServedService, serveOne } from './serve-one.ts';

let served: ServedService;
let client: S3Client;
let cloud: ReturnType<typeof openObjects>;
let Bucket: string;
let run = 0;

beforeAll(async () => {
  cloud = openObjects();
  served = await serveOne(openS3(cloud).service);
  const endpoint = served.baseUrl;
  client = new S3Client({
    endpoint,
    region: 'us-east-1',
    credentials: CREDENTIALS,
    forcePathStyle: true,
    maxAttempts: 1,
  });
});
afterAll(async () => {
  client.destroy();
  cloud.clock.stop();
  await served.stop();
});
beforeEach(() => {
  run += 1;
  Bucket = `mail-${run}`;
  cloud.objects.declare(aBucket(Bucket));
});

type PutOptions = Omit<Partial<PutObjectCommandInput>, 'Bucket' | 'Key' | 'Body'>;
const put = (Key: string, body: string | Buffer | Readable, more: PutOptions = {}) => {
  const Body = typeof body === 'string' ? Buffer.from(body) : body;
  return client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
};
const get = (Key: string, more: object = {}) => client.send(new GetObjectCommand({ Bucket, Key, ...more }));
const text = async (Key: string, more: object = {}) => (await get(Key, more)).Body?.transformToString();
const refusal = async (call: Promise<unknown>) => {
  const outcome: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof S3ServiceException) return [outcome.$metadata.httpStatusCode, outcome.name];
  return outcome;
};

describe('PutObject and GetObject', () => {
  test.each(['plain', 'with spaces and +', 'é/ü/😀', "a'()*!~&=?#%", 'a//b', 'trailing/'])(
    'an object with the key "%s" comes back',
    async (key) => {
      await put(key, `body of ${key}`);
      expect(await text(key)).toBe(`body of ${key}`);
    },
  );

  test('bytes, type, metadata and headers come back as they were put; the ETag is the MD5', async () => {
    const sent = await put('k', Buffer.from([0, 255, 13, 10]), {
      ContentType: 'message/rfc822',
      ContentDisposition: 'inline',
      CacheControl: 'no-store',
      Metadata: { tenant: 'a b' },
    });
    const object = await get('k');
    expect(Buffer.from((await object.Body?.transformToByteArray()) ?? [])).toEqual(Buffer.from([0, 255, 13, 10]));
    expect(object).toMatchObject({
      ContentType: 'message/rfc822',
      ContentDisposition: 'inline',
      CacheControl: 'no-store',
      ContentLength: 4,
      AcceptRanges: 'bytes',
      ServerSideEncryption: 'AES256',
      Metadata: { tenant: 'a b' },
      ETag: sent.ETag,
      // The client verified it while it read the body.
      ChecksumCRC32: sent.ChecksumCRC32,
    });
    // As `printf '\0\377\r\n' | md5sum` says.
    expect(sent.ETag).toBe('"a0768490dadf888828db23dd7d19e193"');
  });

  test('a stream arrives decoded, with its trailing checksum verified', async () => {
    const parts = [Buffer.alloc(70_000, 'a'), Buffer.alloc(70_000, 'b')];
    await put('stream', Readable.from(parts), { ContentLength: 140_000 });
    expect(await text('stream')).toBe(Buffer.concat(parts).toString());
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'stream' }));
    expect([head.ContentLength, head.ContentEncoding]).toEqual([140_000, undefined]);
  });

  test('an empty object is an object', async () => {
    await put('empty', '');
    expect(await text('empty')).toBe('');
  });

  test.each([
    ['a wrong CRC32', { ChecksumCRC32: 'AAAAAA==' }, 'BadDigest'],
    ['a wrong SHA-256', { ChecksumSHA256: Buffer.alloc(32).toString('base64') }, 'BadDigest'],
    ['a wrong MD5', { ContentMD5: Buffer.alloc(16).toString('base64') }, 'BadDigest'],
    ['an MD5 that is none', { ContentMD5: 'x' }, 'InvalidDigest'],
    ['a checksum that is none', { ChecksumSHA256: 'x' }, 'InvalidRequest'],
  ])('%s is refused and stores nothing', async (_, checksum, code) => {
    expect(await refusal(put('k', 'body', checksum))).toEqual([400, code]);
    expect(await refusal(get('k'))).toEqual([404, 'NoSuchKey']);
  });

  test('a SHA-256 that fits is kept', async () => {
    await put('k', 'body', { ChecksumAlgorithm: 'SHA256' });
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'k', ChecksumMode: 'ENABLED' }));
    // As `printf body | openssl dgst -sha256 -binary | base64` says.
    expect(head.ChecksumSHA256).toBe('Iw2DWNyOiJC0xY3utikS7i8gNXrpKlzIYbmOaP4xrLU=');
    expect(head.ChecksumType).toBe('FULL_OBJECT');
  });

  test.each([
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
  ])('the range %s is a part', async (Range, part, contentRange) => {
    await put('k', '0123456789');
    const object = await get('k', { Range });
    expect(await object.Body?.transformToString()).toBe(part);
    expect([object.$metadata.httpStatusCode, object.ContentRange]).toEqual([206, contentRange]);
  });

  test('a range behind the end is InvalidRange, one that is none gets everything', async () => {
    await put('k', '0123456789');
    expect(await refusal(get('k', { Range: 'bytes=10-' }))).toEqual([416, 'InvalidRange']);
    expect(await text('k', { Range: 'bytes=5-2' })).toBe('0123456789');
  });

  test('what is not there is NoSuchKey, NotFound for HEAD, NoSuchBucket without its bucket', async () => {
    expect(await refusal(get('k'))).toEqual([404, 'NoSuchKey']);
    expect(await refusal(client.send(new HeadObjectCommand({ Bucket, Key: 'k' })))).toEqual([404, 'NotFound']);
    expect(await refusal(client.send(new GetObjectCommand({ Bucket: 'nowhere', Key: 'k' })))).toEqual([
      404,
      'NoSuchBucket',
    ]);
  });

  test('a key above 1,024 bytes is KeyTooLongError, metadata above 2 KB MetadataTooLarge', async () => {
    expect(await refusal(put('x'.repeat(1025), ''))).toEqual([400, 'KeyTooLongError']);
    expect(await refusal(put('k', '', { Metadata: { n: 'x'.repeat(2048) } }))).toEqual([400, 'MetadataTooLarge']);
  });
});

describe('conditions', () => {
  test('If-None-Match: * makes an object once', async () => {
    await put('k', 'first', { IfNoneMatch: '*' });
    expect(await refusal(put('k', 'second', { IfNoneMatch: '*' }))).toEqual([412, 'PreconditionFailed']);
    expect(await text('k')).toBe('first');
  });

  test('If-Match replaces only what the caller has seen', async () => {
    expect(await refusal(put('k', 'x', { IfMatch: '"e"' }))).toEqual([404, 'NoSuchKey']);
    const { ETag } = await put('k', 'first');
    await put('k', 'second', { IfMatch: ETag });
    expect(await refusal(put('k', 'third', { IfMatch: ETag }))).toEqual([412, 'PreconditionFailed']);
  });

  test('a read answers 304 when nothing changed and 412 when something did', async () => {
    const { ETag } = await put('k', 'first');
    expect((await refusal(get('k', { IfNoneMatch: ETag }))) ?? []).toContain(304);
    expect(await refusal(get('k', { IfMatch: '"other"' }))).toEqual([412, 'PreconditionFailed']);
    expect(await text('k', { IfMatch: ETag })).toBe('first');
    const { LastModified } = await client.send(new HeadObjectCommand({ Bucket, Key: 'k' }));
    expect((await refusal(get('k', { IfModifiedSince: LastModified }))) ?? []).toContain(304);
    expect(await text('k', { IfUnmodifiedSince: LastModified })).toBe('first');
  });
});

describe('CopyObject', () => {
  test('copies bytes, type and metadata, or replaces type and metadata', async () => {
    await put('a b', 'body', { ContentType: 'text/x', Metadata: { n: '1' } });
    const CopySource = `${Bucket}/a%20b`;
    const { CopyObjectResult } = await client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource }));
    expect(await get('copy')).toMatchObject({
      ContentType: 'text/x',
      Metadata: { n: '1' },
      ETag: CopyObjectResult?.ETag,
    });
    const replaced = { MetadataDirective: 'REPLACE', Metadata: { n: '2' }, ContentType: 'text/y' } as const;
    await client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource, ...replaced }));
    expect(await get('copy')).toMatchObject({ ContentType: 'text/y', Metadata: { n: '2' } });
  });

  test('onto itself without a change is InvalidRequest; from nothing it is NoSuchKey', async () => {
    await put('k', 'body');
    const copy = (source: string) =>
      client.send(new CopyObjectCommand({ Bucket, Key: 'k', CopySource: `${Bucket}/${source}` }));
    expect(await refusal(copy('k'))).toEqual([400, 'InvalidRequest']);
    expect(await refusal(copy('nothing'))).toEqual([404, 'NoSuchKey']);
  });
});

describe('deleting', () => {
  test('DeleteObject succeeds for what is there and what is not', async () => {
    await put('k', 'body');
    for (const _ of [1, 2]) {
      const { $metadata } = await client.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
      expect($metadata.httpStatusCode).toBe(204);
    }
    expect(await refusal(get('k'))).toEqual([404, 'NoSuchKey']);
  });

  test('DeleteObjects deletes up to 1,000 keys and names them unless it is quiet', async () => {
    const keys = ['a & b', '<c>', 'é'];
    for (const key of keys) await put(key, '');
    const Objects = [...keys, 'not there'].map((Key) => ({ Key }));
    const { Deleted } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted?.map((each) => each.Key)).toEqual([...keys, 'not there']);
    expect(cloud.objects.list(Bucket).objects).toEqual([]);
    const quiet = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    expect(quiet.Deleted).toBeUndefined();
    const tooMany = Array.from({ length: 1001 }, (_, at) => ({ Key: `k${at}` }));
    expect(await refusal(client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: tooMany } })))).toEqual([
      400,
      'MalformedXML',
    ]);
  });
});

describe('ListObjectsV2', () => {
  const list = (more: Partial<ListObjectsV2CommandInput> = {}) =>
    client.send(new ListObjectsV2Command({ Bucket, ...more }));

  test('pages through a prefix in the order of bytes', async () => {
    for (const key of ['a/2', 'b/1', 'a/1', 'a/<&>']) await put(key, 'body');
    const first = await list({ Prefix: 'a/', MaxKeys: 2 });
    expect(first).toMatchObject({ KeyCount: 2, MaxKeys: 2, IsTruncated: true, Prefix: 'a/' });
    expect(first.Contents).toMatchObject([{ Key: 'a/1', Size: 4, StorageClass: 'STANDARD' }, { Key: 'a/2' }]);
    const second = await list({ Prefix: 'a/', ContinuationToken: first.NextContinuationToken });
    expect(second.Contents?.map((object) => object.Key)).toEqual(['a/<&>']);
    expect([second.IsTruncated, second.NextContinuationToken]).toEqual([false, undefined]);
  });

  test('starts after a key, and answers nothing for an empty bucket or zero keys', async () => {
    expect(await list()).toMatchObject({ KeyCount: 0, IsTruncated: false });
    for (const key of ['a', 'b']) await put(key, '');
    expect((await list({ StartAfter: 'a' })).Contents?.map((object) => object.Key)).toEqual(['b']);
    expect(await list({ MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false });
  });

  test('a token that is none is InvalidArgument', async () => {
    expect(await refusal(list({ ContinuationToken: 'made-up' }))).toEqual([400, 'InvalidArgument']);
  });
});

test('an operation that is not emulated says so', async () => {
  expect(await refusal(client.send(new ListBucketsCommand({})))).toEqual([501, 'NotEmulated']);
});

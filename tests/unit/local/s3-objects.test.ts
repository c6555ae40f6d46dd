/** The object store in process, as the SES emulator and the status page use it. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { aBucket, openObjects } from './s3-store.ts';

const DAY_MS = 86_400_000;
const bytes = (text: string) => Buffer.from(text);
const expiring = (...rules: Record<string, unknown>[]) =>
  aBucket('mail', { LifecycleConfiguration: { Rules: rules.map((rule) => ({ Status: 'Enabled', ...rule })) } });

describe('objects', () => {
  test('come back as they were put, also after the process was killed', () => {
    const before = openObjects(aBucket('mail'));
    before.objects.put('mail', 'in/1', bytes('raw'), { 'content-type': 'message/rfc822', 'x-amz-meta-a': 'b' });
    const after = before.restart();
    expect(after.objects.get('mail', 'in/1')).toMatchObject({
      body: bytes('raw'),
      etag: `"${createHash('md5').update('raw').digest('hex')}"`,
      headers: { 'content-type': 'message/rfc822', 'x-amz-meta-a': 'b' },
    });
  });

  test('of 40 MB are kept byte by byte', () => {
    const { objects } = openObjects(aBucket('mail'));
    const body = Buffer.alloc(40 * 1024 * 1024, 'postroom\r\n');
    objects.put('mail', 'large', body, {});
    expect(objects.get('mail', 'large')?.body.equals(body)).toBe(true);
  });

  test('are listed by the bytes of their keys, under a prefix, page by page', () => {
    const { objects } = openObjects(aBucket('mail'), aBucket('other'));
    for (const key of ['b', 'a/2', 'a/é', 'a/1', 'a/Z', 'a', 'b/1', 'a/😀', 'a/\uFFFD'])
      objects.put('mail', key, bytes(''), {});
    objects.put('other', 'a/3', bytes(''), {});
    const first = objects.list('mail', { prefix: 'a/', limit: 3 });
    expect(first.objects.map((object) => object.key)).toEqual(['a/1', 'a/2', 'a/Z']);
    expect(first.hasMore).toBe(true);
    const rest = objects.list('mail', { prefix: 'a/', after: 'a/Z', limit: 3 });
    expect(rest.objects.map((object) => object.key)).toEqual(['a/é', 'a/\uFFFD', 'a/😀']);
    expect(rest.hasMore).toBe(false);
  });

  test('of a bucket that was not declared are NoSuchBucket', () => {
    const { objects } = openObjects();
    expect(() => objects.get('mail', 'a')).toThrow('The specified bucket does not exist');
  });

  test('take a key of 1,024 bytes and no longer one', () => {
    const { objects } = openObjects(aBucket('mail'));
    objects.put('mail', 'é'.repeat(512), bytes(''), {});
    expect(() => objects.put('mail', `${'é'.repeat(512)}x`, bytes(''), {})).toThrow('Your key is too long');
  });

  test('take 2 KB of user metadata and no more', () => {
    const { objects } = openObjects(aBucket('mail'));
    objects.put('mail', 'a', bytes(''), { 'x-amz-meta-n': 'x'.repeat(2047) });
    expect(() => objects.put('mail', 'a', bytes(''), { 'x-amz-meta-n': 'x'.repeat(2048) })).toThrow(/metadata/);
  });
});

describe('a lifecycle rule', () => {
  test('deletes what has its prefix at the midnight after its days, and nothing else', async () => {
    const { objects, clock, pass } = openObjects(expiring({ Prefix: 'tmp/', ExpirationInDays: 2 }));
    const untilMidnight = DAY_MS - (clock.now() % DAY_MS);
    await pass(untilMidnight + DAY_MS / 2);
    objects.put('mail', 'tmp/old', bytes(''), {});
    objects.put('mail', 'kept', bytes(''), {});
    await pass(2 * DAY_MS);
    objects.put('mail', 'tmp/new', bytes(''), {});
    expect(objects.head('mail', 'tmp/old')).toBeDefined();
    await pass(DAY_MS);
    expect(objects.list('mail').objects.map((object) => object.key)).toEqual(['kept', 'tmp/new']);
    await pass(2 * DAY_MS);
    expect(objects.list('mail').objects.map((object) => object.key)).toEqual(['kept']);
  });

  test('goes on after the process was killed', async () => {
    const before = openObjects(expiring({ ExpirationInDays: 1 }));
    before.objects.put('mail', 'a', bytes(''), {});
    const after = before.restart();
    await after.pass(2 * DAY_MS + 1);
    expect(after.objects.head('mail', 'a')).toBeUndefined();
  });

  test('that is disabled deletes nothing', async () => {
    const { objects, pass } = openObjects(expiring({ Status: 'Disabled', ExpirationInDays: 1 }));
    objects.put('mail', 'a', bytes(''), {});
    await pass(3 * DAY_MS);
    expect(objects.head('mail', 'a')).toBeDefined();
  });
});

describe('a template', () => {
  test('with what a private bucket needs is accepted', () => {
    const encryption = [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }];
    const properties = {
      BucketEncryption: { ServerSideEncryptionConfiguration: encryption },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      Tags: [{ Key: 'a', Value: 'b' }],
    };
    expect(openObjects(aBucket('mail', properties)).objects.buckets()).toEqual(['mail']);
  });

  test.each([
    ['versioning', { VersioningConfiguration: { Status: 'Enabled' } }, /VersioningConfiguration.Status/],
    [
      'a KMS key',
      {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }],
        },
      },
      /SSEAlgorithm is emulated only as AES256/,
    ],
    ['transitions', { LifecycleConfiguration: { Rules: [{ Status: 'Enabled', Transitions: [] }] } }, /Transitions/],
    ['notifications', { NotificationConfiguration: {} }, /NotificationConfiguration/],
  ])('with %s stops the start with a sentence that names it', (_, properties, sentence) => {
    expect(() => openObjects(aBucket('mail', properties))).toThrow(sentence);
  });
});

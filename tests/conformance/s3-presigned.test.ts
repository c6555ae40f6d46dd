/**
 * Presigned URLs and upload forms, made by the real presigners and used by plain HTTP as a browser would. Meant to hold for a real account
 * too; nobody has run it against one yet.
 */
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aBucket, CREDENTIALS, openObjects, openS3 } from '#tests/unit/local/s3-store.ts';
import { type ServedService, serveOne } from './serve-one.ts';

const Bucket = 'mail';
// biome-ignore lint/suspicious/noTemplateCurlyInString: S3's own placeholder
const BROWSER_NAME = 'u/${filename}';
const CorsRules = [
  {
    AllowedOrigins: ['https://*.example'],
    AllowedMethods: ['PUT', 'POST'],
    AllowedHeaders: ['content-*'],
    MaxAge: 600,
  },
];
let served: ServedService;
let client: S3Client;
let cloud: ReturnType<typeof openObjects>;

beforeAll(async () => {
  cloud = openObjects(aBucket(Bucket, { CorsConfiguration: { CorsRules } }), aBucket('plain'));
  served = await serveOne(openS3(cloud).service);
  const endpoint = served.baseUrl;
  client = new S3Client({ endpoint, region: 'us-east-1', credentials: CREDENTIALS, forcePathStyle: true });
});
afterAll(async () => {
  client.destroy();
  cloud.clock.stop();
  await served.stop();
});

const codeOf = async (response: Response) => [response.status, /<Code>(\w+)</.exec(await response.text())?.[1]];
/** Signed by the embedded clock, which a worker's Date follows; `aheadMs` is a signer whose clock goes wrong. */
const presign = (command: GetObjectCommand | PutObjectCommand, expiresIn = 60, aheadMs = 0, signer = client) =>
  getSignedUrl(signer, command, { expiresIn, signingDate: new Date(cloud.clock.now() + aheadMs) });
const toGet = (Key: string, expiresIn?: number, more: object = {}) =>
  presign(new GetObjectCommand({ Bucket, Key, ...more }), expiresIn);
const toPut = (Key: string, more: object = {}) => presign(new PutObjectCommand({ Bucket, Key, ...more }));
const store = (key: string, body: string) =>
  cloud.objects.put(Bucket, key, Buffer.from(body), { 'content-type': 'text/plain' });

describe('a presigned GET', () => {
  test('is answered, with the type and name it asks for', async () => {
    store('é (1)', 'body');
    const response = await fetch(
      await toGet('é (1)', 60, {
        ResponseContentType: 'application/pdf',
        ResponseContentDisposition: 'attachment; filename="a b.pdf"',
      }),
    );
    expect(await response.text()).toBe('body');
    expect(response.headers.get('content-type')).toBe('application/pdf');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="a b.pdf"');
  });

  test('is refused when anything of it was changed', async () => {
    store('k', 'body');
    store('other', 'body');
    const url = await toGet('k');
    expect((await fetch(url)).status).toBe(200);
    const forged = [
      url.replace('/mail/k?', '/mail/other?'),
      url.replace('X-Amz-Expires=60', 'X-Amz-Expires=6000'),
      url.replace(/(X-Amz-Signature=)./, (_, name: string) => `${name}${url.includes(`${name}0`) ? '1' : '0'}`),
      `${url}&response-content-type=text%2Fhtml`,
    ];
    for (const each of forged) expect(await codeOf(await fetch(each))).toEqual([403, 'SignatureDoesNotMatch']);
    expect(await codeOf(await fetch(url, { method: 'PUT', body: 'x' }))).toEqual([403, 'SignatureDoesNotMatch']);
  });

  test('is refused after its time, and before its time', async () => {
    store('k', 'body');
    const url = await toGet('k', 60);
    const early = await presign(new GetObjectCommand({ Bucket, Key: 'k' }), 60, 3_600_000);
    expect(await codeOf(await fetch(early))).toEqual([403, 'AccessDenied']);
    await cloud.pass(62_000);
    const late = await fetch(url);
    expect(late.status).toBe(403);
    expect(await late.text()).toMatch(/<Code>AccessDenied<.*<Message>Request has expired</);
  });

  test('by somebody unknown is InvalidAccessKeyId; for more than a week it is refused', async () => {
    const stranger = new S3Client({
      endpoint: served.baseUrl,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIAOTHER', secretAccessKey: 'x' },
      forcePathStyle: true,
    });
    const url = await presign(new GetObjectCommand({ Bucket, Key: 'k' }), 60, 0, stranger);
    expect(await codeOf(await fetch(url))).toEqual([403, 'InvalidAccessKeyId']);
    const long = url.replace(/X-Amz-Expires=\d+/, 'X-Amz-Expires=604801');
    expect(await codeOf(await fetch(long))).toEqual([400, 'AuthorizationQueryParametersError']);
    stranger.destroy();
  });
});

describe('a presigned PUT', () => {
  test('stores the body with the signed type and metadata', async () => {
    const url = await toPut('up', { ContentType: 'text/x', Metadata: { tenant: 'a' } });
    const response = await fetch(url, { method: 'PUT', body: 'hello', headers: { 'content-type': 'text/x' } });
    expect(response.status).toBe(200);
    expect(cloud.objects.get(Bucket, 'up')).toMatchObject({
      body: Buffer.from('hello'),
      headers: { 'content-type': 'text/x', 'x-amz-meta-tenant': 'a' },
    });
  });

  test('takes exactly the length that was signed', async () => {
    const url = await toPut('five', { ContentLength: 5 });
    expect((await fetch(url, { method: 'PUT', body: 'hello' })).status).toBe(200);
    expect(await codeOf(await fetch(url, { method: 'PUT', body: 'longer' }))).toEqual([403, 'SignatureDoesNotMatch']);
  });

  test('takes no x-amz- header that was not signed', async () => {
    const url = await toPut('k');
    const headers = { 'x-amz-meta-tenant': 'other' };
    expect(await codeOf(await fetch(url, { method: 'PUT', body: 'x', headers }))).toEqual([403, 'AccessDenied']);
  });
});

describe('an upload form', () => {
  const form = async (Key: string, options: { Fields?: Record<string, string>; Expires?: number } = {}) =>
    createPresignedPost(client, { Bucket, Key, Conditions: [['content-length-range', 2, 10]], ...options });
  const upload = (
    { url, fields }: Awaited<ReturnType<typeof form>>,
    file: string,
    more: Record<string, string> = {},
    headers: Record<string, string> = {},
  ) => {
    const body = new FormData();
    for (const [name, value] of Object.entries({ ...fields, ...more })) body.append(name, value);
    body.append('file', new Blob([file], { type: 'text/plain' }), 'invoice.pdf');
    return fetch(url, { method: 'POST', body, headers });
  };

  test('stores its file under the name the browser gave, with its type', async () => {
    const response = await upload(
      await form(BROWSER_NAME, { Fields: { 'Content-Type': 'application/pdf' }, Expires: 36_000 }),
      'a\r\n--b',
    );
    expect(response.status).toBe(204);
    expect(cloud.objects.get(Bucket, 'u/invoice.pdf')).toMatchObject({
      body: Buffer.from('a\r\n--b'),
      headers: { 'content-type': 'application/pdf' },
    });
  });

  test('answers 201 with a document when it asks for that', async () => {
    const response = await upload(
      await form('k', { Fields: { success_action_status: '201' }, Expires: 36_000 }),
      'file',
    );
    expect(response.status).toBe(201);
    expect(await response.text()).toMatch(/<PostResponse><Location>.*<Bucket>mail<.*<Key>k<.*<ETag>/);
  });

  test.each([
    ['a file above the range', 'x'.repeat(11), {}, [400, 'EntityTooLarge']],
    ['a file under the range', 'x', {}, [400, 'EntityTooSmall']],
    ['another key', 'file', { key: 'other' }, [403, 'AccessDenied']],
    ['a field the policy does not name', 'file', { 'Content-Type': 'text/html' }, [403, 'AccessDenied']],
    ['another signature', 'file', { 'X-Amz-Signature': '0'.repeat(64) }, [403, 'SignatureDoesNotMatch']],
    ['another policy', 'file', { Policy: Buffer.from('{}').toString('base64') }, [403, 'SignatureDoesNotMatch']],
  ])('with %s is refused', async (_, file, change, outcome) => {
    expect(await codeOf(await upload(await form('k2', { Expires: 36_000 }), file, change))).toEqual(outcome);
    expect(cloud.objects.head(Bucket, 'k2')).toBeUndefined();
  });

  test('of exactly the largest allowed size is stored, and after its time it is refused', async () => {
    const signed = await form('edge', { Expires: 36_000 });
    expect((await upload(signed, 'x'.repeat(10))).status).toBe(204);
    await cloud.pass(36_001_000);
    const late = await upload(signed, 'file');
    expect(await late.text()).toMatch(/<Code>AccessDenied<.*Policy expired/);
  });

  test('from an allowed origin may read its answer, also when it is refused', async () => {
    const signed = await form('cors', { Expires: 72_000 });
    const headers = { origin: 'https://crm.example' };
    for (const file of ['file', 'x']) {
      const response = await upload(signed, file, {}, headers);
      expect(response.headers.get('access-control-allow-origin')).toBe('https://crm.example');
    }
    const foreign = await upload(signed, 'file', {}, { origin: 'https://evil.test' });
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('a preflight', () => {
  const preflight = (bucket: string, origin: string, method: string, requestHeaders: string) =>
    fetch(`${served.baseUrl}/${bucket}/k`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': requestHeaders },
    });

  test('is answered by the first rule that fits', async () => {
    const response = await preflight(Bucket, 'https://crm.example', 'PUT', 'Content-Type');
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-methods')).toBe('PUT, POST');
    expect(response.headers.get('access-control-allow-headers')).toBe('content-type');
    expect(response.headers.get('access-control-max-age')).toBe('600');
  });

  test.each([
    ['another origin', Bucket, 'https://evil.test', 'PUT', 'content-type'],
    ['another method', Bucket, 'https://crm.example', 'DELETE', 'content-type'],
    ['another header', Bucket, 'https://crm.example', 'PUT', 'x-other'],
    ['a bucket without rules', 'plain', 'https://crm.example', 'PUT', 'content-type'],
  ])('for %s is AccessForbidden', async (_, bucket, origin, method, headers) => {
    expect(await codeOf(await preflight(bucket, origin, method, headers))).toEqual([403, 'AccessForbidden']);
  });
});

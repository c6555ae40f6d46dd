import { describe, expect, it } from 'vitest';
import { AwsError } from '#local/kernel/aws.ts';
import { NOW, startEndpoint } from './endpoint-rig.ts';

describe('every answer', () => {
  it('bears the time of the embedded clock, by which the SDK sets the time it signs with', async () => {
    const { call, worker, forbidden } = await startEndpoint();
    forbidden.add('s3:PutObject');
    const answers = [
      await call('GetObject', { service: 's3' }),
      await call('PutObject', { service: 's3' }),
      await call('GetObject', { service: 's3', as: { ...worker, accessKeyId: 'ASIAFORGED' } }),
    ];
    expect(answers.map(({ status, headers }) => [status, headers.get('date')])).toEqual(
      [200, 403, 403].map((status) => [status, new Date(NOW).toUTCString()]),
    );
  });
});

describe('who calls', () => {
  it('is known by the key and its session token, and counted under the name of the function', async () => {
    const { call, done, usage } = await startEndpoint();
    expect((await call('GetItem')).status).toBe(200);
    expect(done).toEqual(['GetItem']);
    expect(usage.report().items).toMatchObject([
      { service: 'dynamodb', operation: 'GetItem', function: 'work', requests: 1 },
    ]);
  });

  it('is refused with a key that nobody issued', async () => {
    const { call, done, worker } = await startEndpoint();
    const answer = await call('GetItem', { as: { ...worker, accessKeyId: 'ASIAFORGED' } });
    expect(answer).toMatchObject({ status: 403, code: 'InvalidClientTokenId' });
    expect(done).toEqual([]);
  });

  it('is refused without the session token of the key', async () => {
    const { call, done, worker } = await startEndpoint();
    expect(await call('GetItem', { as: { ...worker, sessionToken: 'other' } })).toMatchObject({
      status: 403,
      code: 'InvalidClientTokenId',
    });
    expect(done).toEqual([]);
  });

  it('is refused with the key of a worker that has ended', async () => {
    const { call, done, identities, worker } = await startEndpoint();
    identities.revoke(worker.accessKeyId);
    expect(await call('GetItem')).toMatchObject({ status: 403, code: 'InvalidClientTokenId' });
    expect(done).toEqual([]);
  });

  it('may be a browser with a URL that a worker presigned before it ended', async () => {
    const { presigned, done, identities, worker, usage } = await startEndpoint();
    identities.revoke(worker.accessKeyId);
    expect((await presigned('GetObject')).status).toBe(200);
    expect(done).toEqual(['GetObject']);
    expect(usage.report().items).toMatchObject([{ function: 'work' }]);
  });

  it('is nobody without a signature', async () => {
    const { url, usage } = await startEndpoint();
    await fetch(`${url}/GetObject`);
    expect(usage.report().items).toMatchObject([{ service: 's3', function: 'anonymous' }]);
  });

  it('is refused with a presigned URL of a key that nobody issued', async () => {
    const { presigned, done, worker } = await startEndpoint();
    expect((await presigned('GetObject', { ...worker, accessKeyId: 'ASIAFORGED' })).status).toBe(403);
    expect(done).toEqual([]);
  });
});

describe('what is called', () => {
  it('is 501 with a named denial where the service is not emulated', async () => {
    const { call, sentences } = await startEndpoint();
    expect(await call('GetSecretValue', { service: 'secretsmanager' })).toMatchObject({
      status: 501,
      text: expect.stringContaining('secretsmanager is not emulated'),
    });
    expect(sentences()).toEqual(['The service secretsmanager is not emulated here.']);
  });

  it('is 501 with a named denial where the operation is not emulated', async () => {
    const { call, sentences } = await startEndpoint();
    expect((await call('Unknown')).status).toBe(501);
    expect(sentences()).toEqual(['work: dynamodb answered NotEmulated: Unknown is not emulated.']);
  });

  it('is not done, counted as refused and named where the role may not', async () => {
    const { call, done, forbidden, sentences, usage } = await startEndpoint();
    forbidden.add('dynamodb:GetItem').add('s3:GetObject');
    expect(await call('GetItem')).toMatchObject({ status: 400, code: 'AccessDeniedException' });
    expect(await call('GetObject', { service: 's3' })).toMatchObject({ status: 403, code: 'AccessDenied' });
    expect(done).toEqual([]);
    expect(usage.report().items.map(({ requests, refused }) => ({ requests, refused }))).toEqual([
      { requests: 0, refused: 1 },
      { requests: 0, refused: 1 },
    ]);
    expect(sentences()).toEqual(['work: User may not dynamodb:GetItem', 'work: User may not s3:GetObject']);
  });

  it.each([
    ['ResourceNotFoundException', 'Requested resource not found'],
    ['NoSuchBucket', 'The specified bucket does not exist'],
    ['QueueDoesNotExist', 'The specified queue does not exist.'],
    ['ValidationException', 'The provided key element does not match the schema'],
  ])('is named where %s says that the wiring is wrong', async (code, message) => {
    const { call, sentences } = await startEndpoint({ GetItem: new AwsError(code, 400, message) });
    expect(await call('GetItem')).toMatchObject({ status: 400, code });
    expect(sentences()).toEqual([`work: dynamodb answered ${code}: ${message}`]);
  });

  it.each([
    ['ConditionalCheckFailedException', 'The conditional request failed'],
    ['ValidationException', 'Item size has exceeded the maximum allowed size'],
    ['NoSuchKey', 'The specified key does not exist.'],
  ])('is no mistake where %s belongs to the work', async (code, message) => {
    const { call, sentences } = await startEndpoint({ GetItem: new AwsError(code, 400, message) });
    expect((await call('GetItem')).code).toBe(code);
    expect(sentences()).toEqual([]);
  });

  it('is a fault of the embedded cloud itself, and named so, when a service throws anything else', async () => {
    const { call, sentences } = await startEndpoint({ GetItem: new TypeError('x is undefined') });
    expect((await call('GetItem')).status).toBe(500);
    expect(sentences()).toEqual([
      expect.stringMatching(/^The embedded cloud itself failed: TypeError: x is undefined/),
    ]);
  });

  it('is answered to HEAD with the length of what GET would give, and without it', async () => {
    const { call } = await startEndpoint({
      HeadObject: { status: 200, headers: { 'content-length': '42' }, body: '' },
    });
    const answer = await call('HeadObject', { service: 's3', method: 'HEAD' });
    expect(answer).toMatchObject({ status: 200, text: '' });
    expect(answer.headers.get('content-length')).toBe('42');
  });

  // 128 MB over the loopback: more than the usual five seconds on a busy machine.
  it('is refused when it is larger than anything AWS takes from us', { timeout: 60_000 }, async () => {
    const { call, done } = await startEndpoint();
    const refusal = { status: 413, code: 'RequestEntityTooLarge' };
    const onePast = Buffer.alloc(64 * 1024 * 1024 + 1);
    expect(await call('PutObject', { service: 's3', body: onePast })).toMatchObject(refusal);
    expect(done).toEqual([]);
    expect((await call('PutObject', { service: 's3', body: Buffer.alloc(64 * 1024 * 1024) })).status).toBe(200);
  });
});

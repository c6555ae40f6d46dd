/** What S3 asks IAM for, and what a caller without s3:ListBucket may learn. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Caller } from '#local/kernel/aws.ts';
import { accessKeyIdOf } from '#local/services/s3/signer.ts';
import { aBucket, aRequest, openObjects, openS3 } from './s3-store.ts';

const caller: Caller = {
  principal: { kind: 'role', roleArn: 'arn:aws:iam::000000000000:role/r', functionName: 'receive-mail' },
  functionName: 'receive-mail',
  kill: () => undefined,
};

test.each([
  ['PUT', '/mail/a%20b?x-id=PutObject', {}, [['s3:PutObject', 'arn:aws:s3:::mail/a b']]],
  [
    'PUT',
    '/mail/k',
    { 'if-match': '"e"' },
    [
      ['s3:PutObject', 'arn:aws:s3:::mail/k'],
      ['s3:GetObject', 'arn:aws:s3:::mail/k'],
    ],
  ],
  [
    'PUT',
    '/mail/k',
    { 'x-amz-copy-source': 'other/a%2Fb' },
    [
      ['s3:GetObject', 'arn:aws:s3:::other/a/b'],
      ['s3:PutObject', 'arn:aws:s3:::mail/k'],
    ],
  ],
  ['GET', '/mail/k', {}, [['s3:GetObject', 'arn:aws:s3:::mail/k']]],
  ['HEAD', '/mail/k', {}, [['s3:GetObject', 'arn:aws:s3:::mail/k']]],
  ['DELETE', '/mail/k', {}, [['s3:DeleteObject', 'arn:aws:s3:::mail/k']]],
  ['GET', '/mail?list-type=2', {}, [['s3:ListBucket', 'arn:aws:s3:::mail']]],
])('%s %s needs exactly its own permissions', (method, target, headers, permissions) => {
  const { service } = openS3(openObjects(aBucket('mail')));
  const call = service.read(aRequest(method, target, { headers }));
  expect(call.permissions.map(({ action, resource }) => [action, resource])).toEqual(permissions);
});

test('a list is judged with its prefix', () => {
  const { service } = openS3(openObjects(aBucket('mail')));
  const [permission] = service.read(aRequest('GET', '/mail?list-type=2&prefix=t%2Fa')).permissions;
  expect(permission?.context).toEqual({ 's3:prefix': 't/a' });
});

test.each(['GET', 'HEAD'])('%s of what is not there is 403 without s3:ListBucket and 404 with it', async (method) => {
  const store = openObjects(aBucket('mail'));
  const blind = openS3(store, ({ action }) => action === 's3:ListBucket').service;
  const seeing = openS3(store).service;
  const call = seeing.read(aRequest(method, '/mail/k'));
  await expect(blind.execute(call, caller)).rejects.toMatchObject({ code: 'AccessDenied', status: 403 });
  await expect(seeing.execute(call, caller)).rejects.toMatchObject({ code: 'NoSuchKey', status: 404 });
});

test('DeleteObjects deletes what it may, names what it may not, and reports the denial', async () => {
  const store = openObjects(aBucket('mail'));
  for (const key of ['mine/1', 'other/1']) store.objects.put('mail', key, Buffer.alloc(0), {});
  const { service, denied } = openS3(store, ({ resource }) => resource.includes('other/'));
  const body = Buffer.from('<Delete><Object><Key>mine/1</Key></Object><Object><Key>other/1</Key></Object></Delete>');
  const headers = { 'content-md5': createHash('md5').update(body).digest('base64') };
  const { answer } = await service.execute(service.read(aRequest('POST', '/mail?delete', { headers, body })), caller);
  expect(String(answer.body)).toMatch(
    /<Deleted><Key>mine\/1<\/Key><\/Deleted><Error><Key>other\/1<\/Key><Code>AccessDenied/,
  );
  expect(store.objects.list('mail').objects.map((object) => object.key)).toEqual(['other/1']);
  expect(denied).toHaveLength(1);
});

test.each([
  ['a versioned read', 'GET', '/mail/k?versionId=1', {}],
  ['a guarded delete', 'DELETE', '/mail/k', { 'if-match': '"e"' }],
  ['a part of a multipart upload', 'PUT', '/mail/k?partNumber=1&uploadId=x', {}],
  ['an ACL', 'PUT', '/mail/k', { 'x-amz-acl': 'public-read' }],
  ['a KMS key', 'PUT', '/mail/k', { 'x-amz-server-side-encryption': 'aws:kms' }],
  ['a list with a delimiter', 'GET', '/mail?list-type=2&delimiter=%2F', {}],
  ['the first list operation', 'GET', '/mail', {}],
  ['making a bucket', 'PUT', '/mail', {}],
])('%s is refused as not emulated', (_, method, target, headers) => {
  const { service } = openS3(openObjects(aBucket('mail')));
  expect(() => service.read(aRequest(method, target, { headers }))).toThrow(/not emulated/);
});

test('the signer of a presigned URL is found without an Authorization header', () => {
  expect(
    accessKeyIdOf(aRequest('GET', '/mail/k?X-Amz-Credential=ASIA1%2F20260101%2Fus-east-1%2Fs3%2Faws4_request')),
  ).toBe('ASIA1');
  expect(accessKeyIdOf(aRequest('GET', '/mail/k'))).toBeUndefined();
});

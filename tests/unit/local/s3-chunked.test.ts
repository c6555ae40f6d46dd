/** aws-chunked uploads that arrive damaged: stored as they are, they would be damaged mails. */
import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { aBucket, aRequest, openObjects, openS3 } from './s3-store.ts';

const ROOT = { principal: { kind: 'root' }, functionName: 'root', kill: () => undefined } as const;
const checksum = (text: string) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(text));
  return bytes.toString('base64');
};
const GOOD = `5\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:${checksum('hello world')}\r\n\r\n`;

const upload = async (raw: string, more: Record<string, string> = {}) => {
  const { objects, ...cloud } = openObjects(aBucket('mail'));
  const { service } = openS3({ objects, ...cloud });
  const headers = {
    'content-encoding': 'gzip, aws-chunked',
    'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    'x-amz-decoded-content-length': '11',
    'x-amz-trailer': 'x-amz-checksum-crc32',
    ...more,
  };
  const request = aRequest('PUT', '/mail/k', { headers, body: Buffer.from(raw) });
  await service.execute(service.read(request), ROOT);
  return objects.get('mail', 'k');
};

test('chunks are joined and only the encoding of the object itself is kept', async () => {
  expect(await upload(GOOD)).toMatchObject({
    body: Buffer.from('hello world'),
    headers: { 'content-encoding': 'gzip', 'x-amz-checksum-crc32': checksum('hello world') },
  });
});

test.each([
  ['a flipped byte', GOOD.replace('world', 'wOrld'), {}, 'BadDigest'],
  ['a missing end', GOOD.slice(0, 12), {}, 'IncompleteBody'],
  ['a chunk that is shorter than it says', GOOD.replace('5\r\n', '6\r\n'), {}, 'IncompleteBody'],
  ['a size that is none', GOOD.replace('5\r\n', '-5\r\n'), {}, 'IncompleteBody'],
  ['another length than announced', GOOD, { 'x-amz-decoded-content-length': '12' }, 'IncompleteBody'],
  ['no trailer', '5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n', {}, 'MalformedTrailerError'],
  ['signed chunks', GOOD, { 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' }, 'NotEmulated'],
])('%s is refused', async (_, raw, headers, code) => {
  await expect(upload(raw, headers)).rejects.toMatchObject({ code });
});

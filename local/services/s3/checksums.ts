/** The checksums a client may send with an upload, and Content-MD5. What does not fit the bytes is refused, so nothing is stored damaged. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AwsError } from '#local/kernel/aws.ts';
import { badDigest, invalidRequest, notEmulated } from './refusals.ts';

const crc32Base64 = (body: Uint8Array): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString('base64');
};
const digest = (algorithm: string) => (body: Uint8Array) => createHash(algorithm).update(body).digest('base64');

const ALGORITHMS: Readonly<Record<string, (body: Uint8Array) => string>> = {
  'x-amz-checksum-crc32': crc32Base64,
  'x-amz-checksum-sha1': digest('sha1'),
  'x-amz-checksum-sha256': digest('sha256'),
};
/** S3 knows them too; the SDK of Node uses CRC32 unless told otherwise. */
const OTHERS = ['x-amz-checksum-crc32c', 'x-amz-checksum-crc64nvme'];

export const isChecksumHeader = (name: string): boolean => Object.hasOwn(ALGORITHMS, name) || OTHERS.includes(name);

/** Answers the one checksum among `headers`, verified; an object keeps it and gives it back. */
export const verifyChecksum = (
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): Readonly<Record<string, string>> => {
  const given = Object.entries(headers).filter(([name]) => isChecksumHeader(name));
  if (given.length > 1)
    throw invalidRequest('Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.');
  const [name, value] = given[0] ?? [];
  if (name === undefined || value === undefined) return {};
  const compute = ALGORITHMS[name];
  if (compute === undefined) throw notEmulated(`Checksums of ${name} are not emulated. Use CRC32, SHA1 or SHA256.`);
  const expectedBytes = { 'x-amz-checksum-crc32': 4, 'x-amz-checksum-sha1': 20 }[name] ?? 32;
  if (Buffer.from(value, 'base64').length !== expectedBytes)
    throw invalidRequest(`Value for ${name} header is invalid.`);
  if (compute(body) !== value) throw badDigest(name.replace('x-amz-checksum-', '').toUpperCase());
  return { [name]: value };
};

export const verifyMd5 = (contentMd5: string | undefined, body: Uint8Array): void => {
  if (contentMd5 === undefined) return;
  if (Buffer.from(contentMd5, 'base64').length !== 16)
    throw new AwsError('InvalidDigest', 400, 'The Content-MD5 you specified was invalid.');
  if (digest('md5')(body) !== contentMd5) throw badDigest('Content-MD5');
};

/** The hash that the request's signature covers; the body must be what was signed. */
export const verifyPayloadHash = (header: string | undefined, body: Uint8Array): void => {
  if (header === undefined || header === 'UNSIGNED-PAYLOAD') return;
  if (!/^[0-9a-f]{64}$/.test(header)) throw notEmulated(`x-amz-content-sha256 of ${header} is not emulated.`);
  if (createHash('sha256').update(body).digest('hex') !== header)
    throw new AwsError(
      'XAmzContentSHA256Mismatch',
      400,
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
};

/**
 * Signature Version 4 for what a browser or a link brings: presigned URLs and upload forms. (Signed headers are the endpoint's matter.)
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html and .../sigv4-authentication-HTTPPOST.html
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { AwsError, type HttpRequest } from '#local/kernel/aws.ts';
import { invalidUri } from './refusals.ts';

const ALGORITHM = 'AWS4-HMAC-SHA256';

export type SecretOf = (accessKeyId: string) => string | undefined;

export interface Credential {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

/** `key/20260102/us-east-1/s3/aws4_request`; undefined when it is anything else. */
export const readCredential = (text: string): Credential | undefined => {
  const [accessKeyId, date, region, service, end, more] = text.split('/');
  if (accessKeyId === undefined || date === undefined || region === undefined || service === undefined)
    return undefined;
  return end === 'aws4_request' && more === undefined ? { accessKeyId, date, region, service } : undefined;
};

/** `20260102T030405Z` in ms; NaN when it is none. */
export const readAmzDate = (text: string): number => {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (parts === null) return Number.NaN;
  const [, year, month, day, hour, minute, second] = parts;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
};

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

export const sign = (secret: string, { date, region, service }: Credential, text: string): string => {
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), service), 'aws4_request');
  return hmac(key, text).toString('hex');
};

/** RFC 3986 as SigV4 has it: encodeURIComponent leaves these five bare. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

const canonicalPath = (path: string): string => {
  try {
    return path
      .split('/')
      .map((segment) => encode(decodeURIComponent(segment)))
      .join('/');
  } catch {
    throw invalidUri(path);
  }
};

const canonicalQuery = (query: URLSearchParams): string =>
  [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => (a < b || (a === b && x < y) ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

/** What a presigned URL's signature is taken of. S3 encodes a path once, other services twice. */
export const stringToSign = (
  request: HttpRequest,
  credential: Credential,
  signedHeaders: readonly string[],
): string => {
  const headers = signedHeaders.map(
    (name) =>
      `${name}:${String(request.headers[name] ?? '')
        .trim()
        .replace(/ +/g, ' ')}\n`,
  );
  const payload = request.query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD';
  const canonical = [
    request.method,
    canonicalPath(request.path),
    canonicalQuery(request.query),
    headers.join(''),
    signedHeaders.join(';'),
    payload,
  ].join('\n');
  const scope = `${credential.date}/${credential.region}/${credential.service}/aws4_request`;
  const hash = createHash('sha256').update(canonical).digest('hex');
  return [ALGORITHM, request.query.get('X-Amz-Date') ?? '', scope, hash].join('\n');
};

/** Throws SignatureDoesNotMatch, or InvalidAccessKeyId when nobody has that key (any more). */
export const checkSignature = (secretOf: SecretOf, credential: Credential, text: string, given: string): void => {
  const secret = secretOf(credential.accessKeyId);
  if (secret === undefined)
    throw new AwsError('InvalidAccessKeyId', 403, 'The AWS Access Key Id you provided does not exist in our records.', {
      AWSAccessKeyId: credential.accessKeyId,
    });
  const expected = Buffer.from(sign(secret, credential, text));
  const actual = Buffer.from(given);
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual))
    throw new AwsError(
      'SignatureDoesNotMatch',
      403,
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      { AWSAccessKeyId: credential.accessKeyId },
    );
};

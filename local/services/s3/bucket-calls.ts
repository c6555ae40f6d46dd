/** ListObjectsV2 and DeleteObjects. */

import { isChecksumHeader, verifyChecksum, verifyMd5, verifyPayloadHash } from './checksums.ts';
import type { ObjectStore } from './object-store.ts';
import { invalidArgument, invalidRequest, malformedXml } from './refusals.ts';
import type { S3Input } from './request.ts';
import { element, readDeleteRequest, xmlDocument } from './xml.ts';

/** "Returns up to 1,000 objects", whatever more is asked for; DeleteObjects takes up to 1,000 keys. */
const PAGE_KEYS = 1000;

const maxKeysOf = (text: string | undefined): number => {
  if (text === undefined) return PAGE_KEYS;
  if (!/^\d{1,10}$/.test(text) || Number(text) > 2_147_483_647)
    throw invalidArgument('Argument maxKeys must be an integer between 0 and 2147483647', 'max-keys', text);
  return Math.min(Number(text), PAGE_KEYS);
};

const writeToken = (key: string): string => Buffer.from(`after ${key}`).toString('base64');
const readToken = (token: string): string => {
  const text = Buffer.from(token, 'base64').toString();
  if (!text.startsWith('after '))
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
  return text.slice('after '.length);
};

export const listObjects = (objects: ObjectStore, { bucket, parameters }: S3Input): string => {
  const [prefix = '', token, startAfter] = [
    parameters.get('prefix'),
    parameters.get('continuation-token'),
    parameters.get('start-after'),
  ];
  const limit = maxKeysOf(parameters.get('max-keys'));
  const after = token === undefined ? (startAfter ?? '') : readToken(token);
  const page = limit === 0 ? { objects: [], hasMore: false } : objects.list(bucket, { prefix, after, limit });
  const contents = page.objects.map((object) => {
    const members =
      element('Key', object.key) +
      // S3 keeps whole seconds: "2009-10-12T17:50:30.000Z".
      element('LastModified', new Date(Math.floor(object.modifiedAt / 1000) * 1000).toISOString()) +
      element('ETag', object.etag) +
      element('Size', object.sizeBytes) +
      element('StorageClass', 'STANDARD');
    return `<Contents>${members}</Contents>`;
  });
  const last = page.objects.at(-1)?.key;
  return xmlDocument(
    'ListBucketResult',
    element('Name', bucket) +
      element('Prefix', prefix) +
      element('KeyCount', page.objects.length) +
      element('MaxKeys', limit) +
      element('IsTruncated', page.hasMore) +
      element('ContinuationToken', token) +
      element('StartAfter', startAfter) +
      element('NextContinuationToken', page.hasMore && last !== undefined ? writeToken(last) : undefined) +
      contents.join(''),
  );
};

/** Every key is judged for itself: `denial` answers why the caller may not delete it. A key that is not there counts as deleted. */
export const deleteObjects = (
  objects: ObjectStore,
  { bucket, headers, request }: S3Input,
  denial: (key: string) => string | undefined,
): string => {
  objects.settings(bucket);
  if (headers['content-md5'] === undefined && !Object.keys(headers).some(isChecksumHeader))
    throw invalidRequest('Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
  verifyPayloadHash(headers['x-amz-content-sha256'], request.body);
  verifyMd5(headers['content-md5'], request.body);
  verifyChecksum(headers, request.body);
  const { keys, quiet } = readDeleteRequest(request.body.toString());
  if (keys.length === 0 || keys.length > PAGE_KEYS) throw malformedXml();
  const outcomes = keys.map((key) => {
    const denied = denial(key);
    if (denied !== undefined)
      return `<Error>${element('Key', key)}${element('Code', 'AccessDenied')}${element('Message', denied)}</Error>`;
    objects.delete(bucket, key);
    return quiet ? '' : `<Deleted>${element('Key', key)}</Deleted>`;
  });
  return xmlDocument('DeleteResult', outcomes.join(''));
};

/** GetObject and HeadObject: conditions, ranges, and the headers a caller may override. */
import { AwsError, type HttpAnswer } from '#local/kernel/aws.ts';
import { isChecksumHeader } from './checksums.ts';
import type { ObjectFacts, StoredObject } from './object-rows.ts';
import { preconditionFailed } from './refusals.ts';
import type { S3Input } from './request.ts';

const SECOND_MS = 1000;

const httpDate = (ms: number): string => new Date(ms).toUTCString();
const bare = (etag: string): string => etag.trim().replace(/^W\//, '').replaceAll('"', '');
const names = (list: string, object: ObjectFacts): boolean =>
  list.split(',').some((etag) => etag.trim() === '*' || bare(etag) === bare(object.etag));

/** RFC 9110 section 13.2.2, as S3 follows it: an ETag condition wins over its date. Answers whether the caller's copy is still good. */
const isUnchanged = ({ headers }: S3Input, object: ObjectFacts): boolean => {
  const modified = Math.floor(object.modifiedAt / SECOND_MS) * SECOND_MS;
  const [ifMatch, ifNoneMatch] = [headers['if-match'], headers['if-none-match']];
  const before = Date.parse(headers['if-unmodified-since'] ?? '');
  const since = Date.parse(headers['if-modified-since'] ?? '');
  if (ifMatch !== undefined && !names(ifMatch, object)) throw preconditionFailed('If-Match');
  if (ifMatch === undefined && modified > before) throw preconditionFailed('If-Unmodified-Since');
  if (ifNoneMatch !== undefined) return names(ifNoneMatch, object);
  return modified <= since;
};

interface Range {
  readonly start: number;
  /** Inclusive. */
  readonly end: number;
}

/** "S3 doesn't support retrieving multiple ranges of data per GET": those, and what is no range, get the whole object. */
const rangeOf = (header: string | undefined, size: number): Range | undefined => {
  const parts = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (parts === null || (parts[1] === '' && parts[2] === '')) return undefined;
  const [first, last] = [parts[1] ?? '', parts[2] ?? ''];
  const start = first === '' ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  if (start >= size || (first === '' && Number(last) === 0))
    throw new AwsError('InvalidRange', 416, 'The requested range is not satisfiable', {
      RangeRequested: header,
      ActualObjectSize: size,
    });
  return { start, end };
};

const overrides = ({ parameters }: S3Input): Record<string, string> =>
  Object.fromEntries([...parameters].map(([name, value]) => [name.replace('response-', ''), value]));

const shownHeaders = (object: ObjectFacts, withChecksum: boolean): Record<string, string> => {
  const shown = Object.entries(object.headers).filter(([name]) => withChecksum || !isChecksumHeader(name));
  const hasChecksum = shown.some(([name]) => isChecksumHeader(name));
  return { ...Object.fromEntries(shown), ...(hasChecksum ? { 'x-amz-checksum-type': 'FULL_OBJECT' } : {}) };
};

/** `body` reads the object's bytes; a HEAD never does. */
export const readObject = (input: S3Input, object: ObjectFacts, body: () => StoredObject['body']): HttpAnswer => {
  const validators = { etag: object.etag, 'last-modified': httpDate(object.modifiedAt) };
  if (isUnchanged(input, object)) return { status: 304, headers: validators, body: '' };
  const range = rangeOf(input.headers['range'], object.sizeBytes);
  const [start, end] = range === undefined ? [0, object.sizeBytes - 1] : [range.start, range.end];
  const headers = {
    // The stored checksum is of the whole object: with a part of it, a client that verifies would refuse good bytes.
    ...shownHeaders(object, range === undefined && input.headers['x-amz-checksum-mode'] === 'ENABLED'),
    ...validators,
    'accept-ranges': 'bytes',
    'x-amz-server-side-encryption': 'AES256',
    'content-length': String(end - start + 1),
    ...(range === undefined ? {} : { 'content-range': `bytes ${start}-${end}/${object.sizeBytes}` }),
    ...overrides(input),
  };
  return {
    status: range === undefined ? 200 : 206,
    headers,
    body: input.operation === 'HeadObject' ? '' : body().subarray(start, end + 1),
  };
};

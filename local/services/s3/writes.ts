/** PutObject, CopyObject and the browser's PostObject. */
import { AwsError } from '#local/kernel/aws.ts';
import { decodeAwsChunked } from './aws-chunked.ts';
import { isChecksumHeader, verifyChecksum, verifyMd5, verifyPayloadHash } from './checksums.ts';
import type { ObjectFacts } from './object-rows.ts';
import type { ObjectStore } from './object-store.ts';
import { invalidArgument, invalidRequest, noSuchKey, notEmulated, preconditionFailed } from './refusals.ts';
import type { S3Input } from './request.ts';
import { element, xmlDocument } from './xml.ts';

type Headers = Readonly<Record<string, string>>;

const KEPT = [
  'content-type',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
];
const UNSIGNED_TRAILER = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';

const keptHeaders = (headers: Headers): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).filter(
      ([name, value]) => value !== '' && (KEPT.includes(name) || name.startsWith('x-amz-meta-')),
    ),
  );

/** `aws-chunked` says how the body travelled and is not stored. */
const storedEncoding = (encoding: string): string =>
  encoding
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part.toLowerCase() !== 'aws-chunked')
    .join(',');

/** The object's bytes and verified checksum. */
const uploadedBody = ({ headers, request }: S3Input): { body: Buffer; checksum: Headers } => {
  const hash = headers['x-amz-content-sha256'];
  if (hash === UNSIGNED_TRAILER) {
    const { body, trailers } = decodeAwsChunked(request.body, headers['x-amz-decoded-content-length']);
    const announced = headers['x-amz-trailer']?.toLowerCase();
    if (announced !== undefined && trailers[announced] === undefined)
      throw new AwsError(
        'MalformedTrailerError',
        400,
        'The request contained trailing data that was not well-formed or did not conform to our published schema.',
      );
    verifyMd5(headers['content-md5'], body);
    return { body, checksum: verifyChecksum({ ...headers, ...trailers }, body) };
  }
  if (headers['content-encoding']?.toLowerCase().includes('aws-chunked') === true)
    throw notEmulated(`S3 bodies of ${hash ?? 'aws-chunked without x-amz-content-sha256'} are not emulated.`);
  verifyPayloadHash(hash, request.body);
  verifyMd5(headers['content-md5'], request.body);
  return { body: request.body, checksum: verifyChecksum(headers, request.body) };
};

/** Conditional writes: "If-None-Match: *" makes, "If-Match" replaces what the caller has seen (User Guide, conditional requests). */
const checkConditions = ({ headers, key }: S3Input, present: ObjectFacts | undefined): void => {
  const [ifNoneMatch, ifMatch] = [headers['if-none-match'], headers['if-match']];
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*')
    throw new AwsError('NotImplemented', 501, 'A header you provided implies functionality that is not implemented', {
      Header: 'If-None-Match',
    });
  if (ifNoneMatch === '*' && present !== undefined) throw preconditionFailed('If-None-Match');
  if (ifMatch === undefined) return;
  if (present === undefined) throw noSuchKey(key);
  if (`"${ifMatch.replaceAll('"', '')}"` !== present.etag) throw preconditionFailed('If-Match');
};

export const writtenHeaders = (object: ObjectFacts): Record<string, string> => {
  const checksum = Object.entries(object.headers).filter(([name]) => isChecksumHeader(name));
  return {
    etag: object.etag,
    'x-amz-server-side-encryption': 'AES256',
    ...Object.fromEntries(checksum),
    ...(checksum.length === 0 ? {} : { 'x-amz-checksum-type': 'FULL_OBJECT' }),
  };
};

export const putObject = (objects: ObjectStore, input: S3Input): ObjectFacts => {
  const { bucket, key, headers } = input;
  checkConditions(input, objects.head(bucket, key));
  const { body, checksum } = uploadedBody(input);
  const encoding = storedEncoding(headers['content-encoding'] ?? '');
  return objects.put(bucket, key, body, { ...keptHeaders({ ...headers, 'content-encoding': encoding }), ...checksum });
};

export const copySource = (input: S3Input): { bucket: string; key: string } => {
  const source = input.headers['x-amz-copy-source'] ?? '';
  if (source.includes('?')) throw notEmulated('Copying a version of an object is not emulated.');
  const [bucket, ...rest] = source.replace(/^\//, '').split('/');
  let key: string;
  try {
    key = decodeURIComponent(rest.join('/'));
  } catch {
    throw invalidArgument('Invalid copy source encoding', 'x-amz-copy-source', source);
  }
  if (!bucket || key === '') throw invalidArgument('Invalid copy source object key', 'x-amz-copy-source', source);
  return { bucket, key };
};

/** `missing` throws what the caller is told when the source does not exist. */
export const copyObject = (
  objects: ObjectStore,
  input: S3Input,
  missing: (bucket: string, key: string) => never,
): string => {
  const directive = input.headers['x-amz-metadata-directive'] ?? 'COPY';
  if (directive !== 'COPY' && directive !== 'REPLACE')
    throw invalidArgument('Unknown metadata directive.', 'x-amz-metadata-directive', directive);
  const from = copySource(input);
  if (from.bucket === input.bucket && from.key === input.key && directive === 'COPY')
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  const source = objects.get(from.bucket, from.key) ?? missing(from.bucket, from.key);
  const checksum = Object.fromEntries(Object.entries(source.headers).filter(([name]) => isChecksumHeader(name)));
  const headers = directive === 'COPY' ? source.headers : { ...keptHeaders(input.headers), ...checksum };
  const copy = objects.put(input.bucket, input.key, source.body, headers);
  return xmlDocument(
    'CopyObjectResult',
    element('LastModified', new Date(copy.modifiedAt).toISOString()) +
      element('ETag', copy.etag) +
      element('ChecksumCRC32', copy.headers['x-amz-checksum-crc32']) +
      element('ChecksumSHA1', copy.headers['x-amz-checksum-sha1']) +
      element('ChecksumSHA256', copy.headers['x-amz-checksum-sha256']),
  );
};

/** The file of an upload form; its policy has been checked. */
export const postObject = (objects: ObjectStore, input: S3Input) => {
  if (input.form === undefined) throw invalidRequest('POST needs a form.');
  const { bucket, key, form } = input;
  const fields = Object.fromEntries(form.fields);
  const object = objects.put(bucket, key, form.file.body, {
    ...keptHeaders(fields),
    ...verifyChecksum(fields, form.file.body),
  });
  const location = `http://${input.headers['host'] ?? ''}/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
  const headers = { etag: object.etag, location };
  const redirect = URL.parse(fields['success_action_redirect'] ?? '');
  if (redirect !== null) {
    for (const [name, value] of Object.entries({ bucket, key, etag: object.etag }))
      redirect.searchParams.set(name, value);
    return { status: 303, headers: { ...headers, location: redirect.href }, body: '' };
  }
  const wanted = fields['success_action_status'];
  if (wanted === '201') {
    const members =
      element('Location', location) + element('Bucket', bucket) + element('Key', key) + element('ETag', object.etag);
    const document = `<?xml version="1.0" encoding="UTF-8"?>\n<PostResponse>${members}</PostResponse>`;
    return { status: 201, headers: { ...headers, 'content-type': 'application/xml' }, body: document };
  }
  // "If the value is not set or is set to an invalid value, Amazon S3 returns an empty document with a 204 status code".
  return { status: wanted === '200' ? 200 : 204, headers, body: '' };
};

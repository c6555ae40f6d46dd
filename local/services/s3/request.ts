/**
 * Which S3 operation a request is, path style, and whether everything in it is known here. An unknown parameter or x-amz- header is
 * refused as not emulated: S3 would act on it.
 */
import { ACCOUNT_ID, type HttpRequest } from '#local/kernel/aws.ts';
import { isChecksumHeader } from './checksums.ts';
import { isUploadForm, readUploadForm, type UploadForm } from './multipart-form.ts';
import { accessDenied, invalidArgument, invalidUri, notEmulated } from './refusals.ts';

export type Operation =
  | 'PutObject'
  | 'CopyObject'
  | 'GetObject'
  | 'HeadObject'
  | 'DeleteObject'
  | 'DeleteObjects'
  | 'ListObjectsV2'
  | 'PostObject'
  | 'PreflightRequest';

export interface S3Input {
  readonly operation: Operation;
  readonly bucket: string;
  /** Empty for the operations on a bucket. */
  readonly key: string;
  /** Names in lower case; x-amz- parameters of a presigned URL count as headers. */
  readonly headers: Readonly<Record<string, string>>;
  /** Without what belongs to the signature. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly form: UploadForm | undefined;
  readonly request: HttpRequest;
}

const OF_SIGNATURE = new Set([
  'x-amz-algorithm',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-expires',
  'x-amz-signedheaders',
  'x-amz-signature',
  'x-amz-security-token',
  'x-amz-content-sha256',
  'x-amz-user-agent',
]);
const RESPONSE_OVERRIDES = [
  'content-type',
  'content-language',
  'expires',
  'cache-control',
  'content-disposition',
  'content-encoding',
];

const PARAMETERS: Readonly<Partial<Record<Operation, readonly string[]>>> = {
  GetObject: RESPONSE_OVERRIDES.map((name) => `response-${name}`),
  HeadObject: RESPONSE_OVERRIDES.map((name) => `response-${name}`),
  DeleteObjects: ['delete'],
  ListObjectsV2: ['list-type', 'prefix', 'max-keys', 'continuation-token', 'start-after'],
};

const WRITES = ['x-amz-server-side-encryption', 'x-amz-storage-class'];
const HEADERS: Readonly<Partial<Record<Operation, readonly string[]>>> = {
  PutObject: [...WRITES, 'x-amz-trailer', 'x-amz-decoded-content-length', 'x-amz-sdk-checksum-algorithm'],
  CopyObject: [...WRITES, 'x-amz-copy-source', 'x-amz-metadata-directive'],
  GetObject: ['x-amz-checksum-mode'],
  HeadObject: ['x-amz-checksum-mode'],
  DeleteObjects: ['x-amz-sdk-checksum-algorithm'],
};
const TAKES_CHECKSUM: readonly Operation[] = ['PutObject', 'DeleteObjects'];
const TAKES_METADATA: readonly Operation[] = ['PutObject', 'CopyObject'];
/** Conditions that S3 knows for more operations than are emulated: silently ignored, a guarded delete would be an unguarded one. */
const CONDITIONS = ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'];
const TAKES_CONDITIONS: Readonly<Partial<Record<Operation, readonly string[]>>> = {
  GetObject: CONDITIONS,
  HeadObject: CONDITIONS,
  PutObject: ['if-match', 'if-none-match'],
};

const targetOf = (path: string): { bucket: string; key: string } => {
  const [bucket = '', ...rest] = path.replace(/^\//, '').split('/');
  try {
    return { bucket: decodeURIComponent(bucket), key: decodeURIComponent(rest.join('/')) };
  } catch {
    throw invalidUri(path);
  }
};

/** A checksum in the query string is of an empty body, taken when the SDK signed the URL; S3 ignores it (aws-sdk-go-v2 issue 2610). */
const isIgnoredInQuery = (name: string) => isChecksumHeader(name) || name === 'x-amz-sdk-checksum-algorithm';

const split = (request: HttpRequest) => {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) if (value !== undefined) headers[name] = String(value);
  const parameters = new Map<string, string>();
  for (const [name, value] of request.query) {
    const lower = name.toLowerCase();
    if (OF_SIGNATURE.has(lower) || lower === 'x-id' || isIgnoredInQuery(lower)) continue;
    if (lower.startsWith('x-amz-')) headers[lower] ??= value;
    else parameters.set(name, value);
  }
  return { headers, parameters };
};

const operationOf = (
  request: HttpRequest,
  key: string,
  parameters: ReadonlyMap<string, string>,
  isCopy: boolean,
): Operation => {
  const onObject = key !== '';
  switch (request.method) {
    case 'OPTIONS':
      return 'PreflightRequest';
    case 'PUT':
      if (onObject) return isCopy ? 'CopyObject' : 'PutObject';
      break;
    case 'GET':
      if (onObject) return 'GetObject';
      if (parameters.get('list-type') === '2') return 'ListObjectsV2';
      break;
    case 'HEAD':
      if (onObject) return 'HeadObject';
      break;
    case 'DELETE':
      if (onObject) return 'DeleteObject';
      break;
    case 'POST':
      if (!onObject && parameters.has('delete')) return 'DeleteObjects';
      if (!onObject && isUploadForm(request.headers['content-type'])) return 'PostObject';
      break;
  }
  const named = [...parameters.keys()].join(', ') || 'no parameter';
  throw notEmulated(
    `S3: ${request.method} on ${onObject ? 'an object' : 'a bucket or the account'} with ${named} is not emulated.`,
  );
};

const checkKnown = (
  operation: Operation,
  headers: Readonly<Record<string, string>>,
  parameters: ReadonlyMap<string, string>,
): void => {
  const odd = [...parameters.keys()].filter((name) => !PARAMETERS[operation]?.includes(name));
  if (odd.length > 0) throw notEmulated(`S3 ${operation} with the parameter ${odd.join(', ')} is not emulated.`);
  const isKnown = (name: string) =>
    OF_SIGNATURE.has(name) ||
    name === 'x-amz-expected-bucket-owner' ||
    HEADERS[operation]?.includes(name) === true ||
    (isChecksumHeader(name) && TAKES_CHECKSUM.includes(operation)) ||
    (name.startsWith('x-amz-meta-') && TAKES_METADATA.includes(operation));
  const unknown = Object.keys(headers).filter(
    (name) =>
      (name.startsWith('x-amz-') && !isKnown(name)) ||
      (CONDITIONS.includes(name) && !TAKES_CONDITIONS[operation]?.includes(name)),
  );
  if (unknown.length > 0) throw notEmulated(`S3 ${operation} with the header ${unknown.join(', ')} is not emulated.`);
  if ((headers['x-amz-expected-bucket-owner'] ?? ACCOUNT_ID) !== ACCOUNT_ID) throw accessDenied('Access Denied');
  if ((headers['x-amz-server-side-encryption'] ?? 'AES256') !== 'AES256')
    throw notEmulated('S3 encryption with a KMS key is not emulated; AES256 is.');
  if ((headers['x-amz-storage-class'] ?? 'STANDARD') !== 'STANDARD')
    throw notEmulated('S3 storage classes other than STANDARD are not emulated.');
};

/** The form's own fields say where its file goes; `${filename}` in the key stands for the name the browser gave. */
const keyOfForm = (form: UploadForm): string => {
  const key = form.fields.get('key');
  if (key === undefined) throw invalidArgument("Bucket POST must contain a field named 'key'.", 'key', '');
  // biome-ignore lint/suspicious/noTemplateCurlyInString: S3's own placeholder
  return key.replaceAll('${filename}', form.file.name.split(/[\\/]/).at(-1) ?? '');
};

export const readRequest = (request: HttpRequest): S3Input => {
  const { bucket, key } = targetOf(request.path);
  const { headers, parameters } = split(request);
  const operation = operationOf(request, key, parameters, headers['x-amz-copy-source'] !== undefined);
  if (operation !== 'PreflightRequest') checkKnown(operation, headers, parameters);
  const form = operation === 'PostObject' ? readUploadForm(headers['content-type'] ?? '', request.body) : undefined;
  return { operation, bucket, key: form === undefined ? key : keyOfForm(form), headers, parameters, form, request };
};

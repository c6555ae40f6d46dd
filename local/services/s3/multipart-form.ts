/** The `multipart/form-data` body of a browser's upload: fields, then the file (RFC 7578). What comes after the file is ignored, as by S3. */
import { AwsError } from '#local/kernel/aws.ts';
import { invalidArgument } from './refusals.ts';

export interface UploadForm {
  /** Names in lower case. */
  readonly fields: ReadonlyMap<string, string>;
  readonly file: { readonly name: string; readonly body: Buffer };
}

/** "The form data and the policy can be up to 20 KB": everything before the file's bytes. */
const LARGEST_PRE_DATA_BYTES = 20_480;

const malformed = () =>
  new AwsError('MalformedPOSTRequest', 400, 'The body of your POST request is not well-formed multipart/form-data.');

const boundaryOf = (contentType: string): string | undefined =>
  /^multipart\/form-data\s*;.*?\bboundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType)?.slice(1).find(Boolean);

export const isUploadForm = (contentType: string | undefined): boolean =>
  contentType !== undefined && /^multipart\/form-data\b/i.test(contentType);

const parameter = (disposition: string, name: string): string | undefined =>
  new RegExp(`[;\\s]${name}="((?:\\\\.|[^"])*)"`, 'i').exec(disposition)?.[1];

export const readUploadForm = (contentType: string, raw: Buffer): UploadForm => {
  const boundary = boundaryOf(contentType);
  if (boundary === undefined) throw malformed();
  const fields = new Map<string, string>();
  let at = raw.indexOf(`--${boundary}`);
  while (at !== -1) {
    at += boundary.length + 2;
    if (raw.toString('latin1', at, at + 2) === '--') break;
    const headEnd = raw.indexOf('\r\n\r\n', at);
    if (headEnd === -1) throw malformed();
    const head = raw.toString('utf8', at, headEnd);
    const disposition = /content-disposition:\s*form-data([^\r\n]*)/i.exec(head)?.[1];
    const name = disposition === undefined ? undefined : parameter(disposition, 'name')?.toLowerCase();
    const start = headEnd + 4;
    const end = raw.indexOf(`\r\n--${boundary}`, start);
    if (disposition === undefined || name === undefined || end === -1) throw malformed();
    if ((name === 'file' ? start : end) > LARGEST_PRE_DATA_BYTES)
      throw new AwsError(
        'MaxPostPreDataLengthExceeded',
        400,
        'Your POST request fields preceding the upload file were too large.',
        { MaxPostPreDataLengthExceeded: LARGEST_PRE_DATA_BYTES },
      );
    if (name === 'file')
      return { fields, file: { name: parameter(disposition, 'filename') ?? '', body: raw.subarray(start, end) } };
    fields.set(name, raw.toString('utf8', start, end));
    at = end + 2;
  }
  throw invalidArgument('POST requires exactly one file upload per request.', 'file', '0');
};

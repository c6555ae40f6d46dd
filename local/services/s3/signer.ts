/** Who signed a request without an Authorization header: the endpoint takes the caller from it. The signature itself is checked in read. */
import type { HttpRequest } from '#local/kernel/aws.ts';
import { isUploadForm, readUploadForm } from './multipart-form.ts';
import { readCredential } from './signature.ts';

/** Access key of a presigned URL or an upload form; undefined when the request is neither. Throws AwsError for a malformed form. */
export const accessKeyIdOf = (request: HttpRequest): string | undefined => {
  const inQuery = request.query.get('X-Amz-Credential');
  if (inQuery !== null) return readCredential(inQuery)?.accessKeyId;
  const contentType = request.headers['content-type'];
  if (request.method !== 'POST' || contentType === undefined || !isUploadForm(contentType)) return undefined;
  return readCredential(readUploadForm(contentType, request.body).fields.get('x-amz-credential') ?? '')?.accessKeyId;
};

/** Checks a presigned URL before anything is done: form, time, then signature. Its permissions are its signer's, at the time of use. */
import { AwsError, type HttpRequest, REGION } from '#local/kernel/aws.ts';
import { accessDenied } from './refusals.ts';
import { checkSignature, readAmzDate, readCredential, type SecretOf, stringToSign } from './signature.ts';

/** "X-Amz-Expires ... maximum value is 604800 (seven days)". */
const LONGEST_EXPIRY_SECONDS = 604_800;
/** A URL signed by a clock that is further ahead than this is not valid yet (S3: RequestTimeTooSkewed is 15 minutes). */
const CLOCK_SKEW_MS = 900_000;
/** Headers that S3 lets a client add to a presigned request without having signed them. */
const NEED_NO_SIGNATURE = new Set(['x-amz-content-sha256', 'x-amz-user-agent', 'x-amz-date', 'x-amz-security-token']);

const wrongParameters = (message: string) => new AwsError('AuthorizationQueryParametersError', 400, message);

export const isPresigned = (request: HttpRequest): boolean =>
  request.query.has('X-Amz-Signature') || request.query.has('X-Amz-Credential');

const checkTime = (signedAt: number, expires: string, now: number): void => {
  const seconds = Number(expires);
  if (!/^\d{1,9}$/.test(expires)) throw wrongParameters('X-Amz-Expires should be a number');
  if (seconds > LONGEST_EXPIRY_SECONDS)
    throw wrongParameters('X-Amz-Expires must be less than a week (in seconds) that is 604800');
  const iso = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
  if (now > signedAt + seconds * 1000)
    throw accessDenied('Request has expired', {
      'X-Amz-Expires': expires,
      Expires: iso(signedAt + seconds * 1000),
      ServerTime: iso(now),
    });
  if (signedAt > now + CLOCK_SKEW_MS) throw accessDenied('Request is not valid yet', { ServerTime: iso(now) });
};

export const checkPresignedUrl = (request: HttpRequest, now: number, secretOf: SecretOf): void => {
  const of = (name: string) => request.query.get(name);
  const [algorithm, credentialText, date, expires, signedHeaders, signature] = [
    of('X-Amz-Algorithm'),
    of('X-Amz-Credential'),
    of('X-Amz-Date'),
    of('X-Amz-Expires'),
    of('X-Amz-SignedHeaders'),
    of('X-Amz-Signature'),
  ];
  if (!algorithm || !credentialText || !date || !expires || !signedHeaders || !signature)
    throw wrongParameters(
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    );
  if (algorithm !== 'AWS4-HMAC-SHA256') throw wrongParameters('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"');
  const credential = readCredential(credentialText);
  if (credential === undefined || credential.service !== 's3' || credential.region !== REGION)
    throw wrongParameters(
      `Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/${REGION}/s3/aws4_request".`,
    );
  const signedAt = readAmzDate(date);
  if (Number.isNaN(signedAt))
    throw wrongParameters("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  if (!date.startsWith(credential.date))
    throw wrongParameters(`Invalid credential date "${credential.date}". This date is not the same as X-Amz-Date.`);
  checkTime(signedAt, expires, now);

  const names = signedHeaders.split(';');
  if (!names.includes('host'))
    throw accessDenied('There were headers present in the request which were not signed', { HeadersNotSigned: 'host' });
  checkSignature(secretOf, credential, stringToSign(request, credential, names), signature);
  const unsigned = Object.keys(request.headers).filter(
    (name) => name.startsWith('x-amz-') && !NEED_NO_SIGNATURE.has(name) && !names.includes(name),
  );
  if (unsigned.length > 0)
    throw accessDenied('There were headers present in the request which were not signed', {
      HeadersNotSigned: unsigned.join(', '),
    });
};

/** DynamoDB's errors on the wire (JSON 1.0), and dynalite's errors as ours. */
import * as z from 'zod';
import { AwsError, type HttpAnswer } from '#local/kernel/aws.ts';

export const CONTENT_TYPE = 'application/x-amz-json-1.0';

export const invalid = (message: string) => new AwsError('ValidationException', 400, message);

export const notEmulated = (message: string) => new AwsError('NotEmulated', 501, message);

/** What the data operations say; DescribeTable names the table. */
export const noSuchTable = (named?: string) =>
  new AwsError(
    'ResourceNotFoundException',
    400,
    named === undefined ? 'Requested resource not found' : `Requested resource not found: Table: ${named} not found`,
  );

/** dynalite throws and answers its errors as the body it would send. */
const DynaliteError = z.object({
  statusCode: z.number(),
  body: z.object({ __type: z.string(), message: z.string().optional(), Message: z.string().optional() }),
});

/** Everything else is a fault of the embedded cloud itself and stays what it is. */
export const fromDynalite = (error: unknown): unknown => {
  const { data } = DynaliteError.safeParse(error);
  if (data === undefined) return error;
  const code = data.body.__type.slice(data.body.__type.indexOf('#') + 1);
  return new AwsError(code, data.statusCode, data.body.message ?? data.body.Message ?? '');
};

/** Errors of the layers in front of DynamoDB proper are named by those layers; the SDKs read only what follows the `#`. */
const COMMON_ERRORS =
  /^(Serialization|UnknownOperation|AccessDenied|UnrecognizedClient|MissingAuthentication|Incomplete|InvalidSignature)/;

const typeOf = (code: string) => {
  if (code === 'ValidationException') return `com.amazon.coral.validate#${code}`;
  if (COMMON_ERRORS.test(code)) return `com.amazon.coral.service#${code}`;
  return `com.amazonaws.dynamodb.v20120810#${code}`;
};

export const refuse = (error: AwsError): HttpAnswer => ({
  status: error.status,
  headers: { 'content-type': CONTENT_TYPE },
  body: JSON.stringify({ __type: typeOf(error.code), message: error.message, ...error.details }),
});

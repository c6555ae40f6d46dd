/** SES v2: REST with JSON. https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html */
import * as z from 'zod';
import { AwsError, type HttpAnswer, type HttpRequest } from '#local/kernel/aws.ts';
import { type IdentityCall, readIdentityCall } from './identity-calls.ts';
import { notEmulated, type SendRequest } from './send-request.ts';

const Addresses = z.array(z.string()).optional();
const Body = z.strictObject({
  FromEmailAddress: z.string().optional(),
  Destination: z.strictObject({ ToAddresses: Addresses, CcAddresses: Addresses, BccAddresses: Addresses }).optional(),
  Content: z.strictObject({ Raw: z.strictObject({ Data: z.string() }) }),
  EmailTags: z.array(z.strictObject({ Name: z.string(), Value: z.string() })).optional(),
  ConfigurationSetName: z.string().optional(),
});

export type RestCall =
  | { readonly operation: 'GetAccount' }
  | { readonly operation: 'SendEmail'; readonly send: SendRequest }
  | IdentityCall;

export const isRest = (request: HttpRequest): boolean => request.path.startsWith('/v2/');

const readSend = (body: Buffer): SendRequest => {
  let json: unknown;
  try {
    json = JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsError('SerializationException', 400, 'The body is not JSON.');
  }
  const read = Body.safeParse(json);
  if (!read.success) {
    const unknown = read.error.issues.find((issue) => issue.code === 'unrecognized_keys');
    if (unknown !== undefined) throw notEmulated(`${unknown.keys.join(', ')} of SendEmail`);
    const reasons = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new AwsError('BadRequestException', 400, reasons.join('; '));
  }
  const { FromEmailAddress, Destination, Content, EmailTags, ConfigurationSetName } = read.data;
  const destinations = [
    ...(Destination?.ToAddresses ?? []),
    ...(Destination?.CcAddresses ?? []),
    ...(Destination?.BccAddresses ?? []),
  ];
  return {
    api: 'v2',
    source: FromEmailAddress,
    destinations: destinations.length === 0 ? undefined : destinations,
    raw: Buffer.from(Content.Raw.Data, 'base64'),
    configurationSet: ConfigurationSetName,
    tags: EmailTags?.map(({ Name, Value }) => ({ name: Name, value: Value })),
  };
};

export const readRest = (request: HttpRequest): RestCall => {
  const call = `${request.method} ${request.path}`;
  if (call === 'POST /v2/email/outbound-emails') return { operation: 'SendEmail', send: readSend(request.body) };
  if (call === 'GET /v2/email/account') return { operation: 'GetAccount' };
  const identityCall = readIdentityCall(request);
  if (identityCall !== undefined) return identityCall;
  throw notEmulated(`the operation ${call}`);
};

const json = (status: number, headers: Readonly<Record<string, string>>, body: unknown): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

export const restAnswer = (result: unknown, requestId: string): HttpAnswer =>
  json(200, { 'x-amzn-requestid': requestId }, result);

/** v2's name and status for what v1 names otherwise. https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html#API_SendEmail_Errors */
const ERRORS: Readonly<Record<string, readonly [code: string, status: number]>> = {
  InvalidParameterValue: ['BadRequestException', 400],
  ConfigurationSetDoesNotExist: ['NotFoundException', 404],
  ConfigurationSetSendingPausedException: ['SendingPausedException', 400],
  Throttling: ['TooManyRequestsException', 429],
  AccessDenied: ['AccessDeniedException', 403],
};

export const restError = (error: AwsError, requestId: string): HttpAnswer => {
  const [code, status] = ERRORS[error.code] ?? [error.code, error.status];
  return json(status, { 'x-amzn-errortype': code, 'x-amzn-requestid': requestId }, { message: error.message });
};

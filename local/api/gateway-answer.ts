/** What the gateway sends back: its own short errors, and a function's answer in payload format 2.0. Used by http-api.ts. */
import type { ServerResponse } from 'node:http';
import * as z from 'zod';

export interface GatewayAnswer {
  readonly status: number;
  /** Names as given; `set-cookie` may be several. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

/** The gateway's own errors have a fixed JSON body and nothing else. */
export const gatewayError = (status: number, message: string, headers: Record<string, string> = {}): GatewayAnswer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: Buffer.from(JSON.stringify({ message })),
});

export const INTERNAL_SERVER_ERROR = gatewayError(500, 'Internal Server Error');

const Scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const Answer = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), Scalar).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** The gateway writes these itself; a function's own would contradict the body that is really sent. */
const OWN_HEADERS = new Set([
  'connection',
  'content-length',
  'transfer-encoding',
  'keep-alive',
  'upgrade',
  'trailer',
  'te',
]);

/**
 * Developer guide, "Lambda function response for format 2.0": an answer without `statusCode` is the body of a 200 with JSON; with one, a
 * body or header that is not text makes the whole answer a 500.
 */
export const readFunctionAnswer = (payload: unknown): GatewayAnswer => {
  if (typeof payload !== 'object' || payload === null || !('statusCode' in payload)) {
    const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
    return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) };
  }
  const read = Answer.safeParse(payload);
  if (!read.success) return INTERNAL_SERVER_ERROR;
  const { statusCode, headers, cookies, body, isBase64Encoded } = read.data;
  const sent: Record<string, string | readonly string[]> = {};
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (!OWN_HEADERS.has(name.toLowerCase())) sent[name.toLowerCase()] = value;
  }
  if (cookies && cookies.length > 0) sent['set-cookie'] = cookies;
  sent['content-type'] ??= 'text/plain;charset=utf-8';
  return { status: statusCode, headers: sent, body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8') };
};

/** Statuses that never have a body (RFC 9110, 15.3.5 and 15.4.5). */
const BODILESS = new Set([204, 304]);

export const writeAnswer = (
  response: ServerResponse,
  answer: GatewayAnswer,
  requestId: string,
  method: string,
): void => {
  try {
    for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  } catch {
    // A header value with a line break or outside Latin-1 cannot be sent; the gateway does not pass it on either.
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    writeAnswer(response, INTERNAL_SERVER_ERROR, requestId, method);
    return;
  }
  response.statusCode = answer.status;
  response.setHeader('apigw-requestid', requestId);
  if (!BODILESS.has(answer.status)) response.setHeader('content-length', answer.body.length);
  response.end(method === 'HEAD' || BODILESS.has(answer.status) ? undefined : answer.body);
};

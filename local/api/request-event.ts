/** The event of payload format 2.0 (developer guide, "Lambda proxy integrations for HTTP APIs"). */
import type { IncomingMessage } from 'node:http';
import { ACCOUNT_ID } from '#local/kernel/aws.ts';
import type { Authorization } from './jwt-authorizer.ts';
import { encodeBody } from './request-body.ts';

/** Hop-by-hop (RFC 9110, 7.6.1) and what the gateway consumes itself. */
const DROPPED = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
]);
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export interface Target {
  /** Decoded: HTTP APIs hand it over so in `rawPath`, and end it at a decoded question mark (seen on AWS: hotsock/voker pull request 8). */
  readonly path: string;
  readonly rawQueryString: string;
}

/** Undefined when the path is not percent-encoded text. */
export const readTarget = (url: string): Target | undefined => {
  const split = url.indexOf('?');
  const [encoded, rawQueryString] = split < 0 ? [url, ''] : [url.slice(0, split), url.slice(split + 1)];
  try {
    return { path: decodeURIComponent(encoded).split('?', 1)[0] ?? '', rawQueryString };
  } catch {
    return undefined;
  }
};

/** Through a map: `?constructor=` and `?__proto__=` are names like any other. */
const joined = (pairs: Iterable<readonly [string, string]>): Record<string, string> => {
  const values = new Map<string, string>();
  for (const [name, value] of pairs) {
    const known = values.get(name);
    values.set(name, known === undefined ? value : `${known},${value}`);
  }
  return Object.fromEntries(values);
};

/** Names in lower case, several of one name joined by commas; cookies apart. */
const readHeaders = (request: IncomingMessage) => {
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < request.rawHeaders.length; index += 2)
    pairs.push([(request.rawHeaders[index] ?? '').toLowerCase(), request.rawHeaders[index + 1] ?? '']);
  return {
    headers: joined(pairs.filter(([name]) => name !== 'cookie' && !DROPPED.has(name))),
    cookies: pairs.filter(([name]) => name === 'cookie').flatMap(([, value]) => value.split(/;\s*/)),
  };
};

/** `12/Mar/2020:19:03:58 +0000` */
const commonLogTime = (atMs: number): string => {
  const at = new Date(atMs);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(at.getUTCDate())}/${MONTHS[at.getUTCMonth()]}/${at.getUTCFullYear()}:${at.toISOString().slice(11, 19)} +0000`;
};

export const sourceIpOf = (request: IncomingMessage): string =>
  (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');

export const requestEvent = (given: {
  readonly request: IncomingMessage;
  readonly target: Target;
  readonly body: Buffer;
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly authorization: Authorization | undefined;
  readonly apiId: string;
  readonly stage: string;
  readonly requestId: string;
  readonly now: number;
}) => {
  const { request, target, body, routeKey, pathParameters, authorization } = given;
  const { headers, cookies } = readHeaders(request);
  const query = joined(new URLSearchParams(target.rawQueryString));
  const sourceIp = sourceIpOf(request);
  const domainName = (headers['host'] ?? '').replace(/:\d+$/, '');
  const forwarded = {
    'x-forwarded-for': [headers['x-forwarded-for'], sourceIp].filter(Boolean).join(', '),
    'x-forwarded-port': String(request.socket.localPort ?? ''),
    'x-forwarded-proto': 'http',
  };
  return {
    version: '2.0',
    routeKey,
    rawPath: target.path,
    rawQueryString: target.rawQueryString,
    ...(cookies.length > 0 ? { cookies } : {}),
    headers: { ...headers, ...forwarded, ...(body.length > 0 ? { 'content-length': String(body.length) } : {}) },
    ...(Object.keys(query).length > 0 ? { queryStringParameters: query } : {}),
    requestContext: {
      accountId: ACCOUNT_ID,
      apiId: given.apiId,
      ...(authorization === undefined ? {} : { authorizer: { jwt: authorization } }),
      domainName,
      domainPrefix: domainName.split('.', 1)[0] ?? '',
      http: {
        method: request.method ?? '',
        path: target.path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: given.requestId,
      routeKey,
      stage: given.stage,
      time: commonLogTime(given.now),
      timeEpoch: given.now,
    },
    ...(Object.keys(pathParameters).length > 0 ? { pathParameters } : {}),
    ...encodeBody(body, headers['content-type']),
  };
};

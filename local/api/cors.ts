/**
 * CORS as the gateway does it when the API has a CorsConfiguration: it answers preflights itself, without route or authorizer, and sets its
 * own headers over whatever the function sent. Developer guide, "Configure CORS for HTTP APIs".
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { CorsConfiguration } from './api-properties.ts';
import type { GatewayAnswer } from './gateway-answer.ts';

const allowedOrigin = (cors: CorsConfiguration, origin: string): string | undefined => {
  if (cors.AllowOrigins.includes('*')) return '*';
  const allowed = cors.AllowOrigins.some(
    (each) =>
      each === origin || ((each === 'http://*' || each === 'https://*') && origin.startsWith(each.slice(0, -1))),
  );
  return allowed ? origin : undefined;
};

const originHeaders = (cors: CorsConfiguration, origin: string | undefined): Record<string, string> => {
  const allowed = origin === undefined ? undefined : allowedOrigin(cors, origin);
  if (allowed === undefined) return {};
  return {
    'access-control-allow-origin': allowed,
    ...(allowed === '*' ? {} : { vary: 'Origin' }),
    ...(cors.AllowCredentials ? { 'access-control-allow-credentials': 'true' } : {}),
  };
};

/** Undefined when the request is no preflight. */
export const preflightAnswer = (
  cors: CorsConfiguration | undefined,
  method: string,
  headers: IncomingHttpHeaders,
): GatewayAnswer | undefined => {
  if (cors === undefined || method !== 'OPTIONS') return undefined;
  if (headers.origin === undefined || headers['access-control-request-method'] === undefined) return undefined;
  const granted = originHeaders(cors, headers.origin);
  if (Object.keys(granted).length === 0) return { status: 204, headers: {}, body: Buffer.alloc(0) };
  return {
    status: 204,
    headers: {
      ...granted,
      ...(cors.AllowMethods.length > 0 ? { 'access-control-allow-methods': cors.AllowMethods.join(',') } : {}),
      ...(cors.AllowHeaders.length > 0 ? { 'access-control-allow-headers': cors.AllowHeaders.join(',') } : {}),
      ...(cors.MaxAge === undefined ? {} : { 'access-control-max-age': String(cors.MaxAge) }),
    },
    body: Buffer.alloc(0),
  };
};

export const withCors = (
  cors: CorsConfiguration | undefined,
  origin: string | undefined,
  answer: GatewayAnswer,
): GatewayAnswer => {
  if (cors === undefined) return answer;
  const own = Object.entries(answer.headers).filter(([name]) => !name.toLowerCase().startsWith('access-control-'));
  const granted = originHeaders(cors, origin);
  if ('access-control-allow-origin' in granted && cors.ExposeHeaders.length > 0)
    granted['access-control-expose-headers'] = cors.ExposeHeaders.join(',');
  return { ...answer, headers: { ...Object.fromEntries(own), ...granted } };
};

/** Cross-origin rules of a bucket: the preflight's answer and the headers on every other, so that a browser can use a presigned URL. */
import type { HttpRequest } from '#local/kernel/aws.ts';
import type { CorsRule } from './bucket-settings.ts';

const matchesPattern = (pattern: string, text: string): boolean => {
  const star = pattern.indexOf('*');
  if (star === -1) return pattern === text;
  const [start, end] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end);
};

const headerOf = (request: HttpRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return value === undefined ? undefined : String(value);
};

/** "S3 uses the first CORS rule that matches": origin, method, and every header a preflight asks for. */
const firstMatch = (rules: readonly CorsRule[], origin: string, method: string, headers: readonly string[]) =>
  rules.find(
    (rule) =>
      rule.AllowedOrigins.some((pattern) => matchesPattern(pattern, origin)) &&
      rule.AllowedMethods.some((allowed) => allowed === method) &&
      headers.every((header) =>
        rule.AllowedHeaders.some((pattern) => matchesPattern(pattern.toLowerCase(), header.toLowerCase())),
      ),
  );

/** `undefined` = not allowed, or the request has no Origin. */
export const corsHeaders = (
  rules: readonly CorsRule[],
  request: HttpRequest,
): Readonly<Record<string, string>> | undefined => {
  const origin = headerOf(request, 'origin');
  if (origin === undefined) return undefined;
  const isPreflight = request.method === 'OPTIONS';
  const method = isPreflight ? headerOf(request, 'access-control-request-method') : request.method;
  const asked = isPreflight ? (headerOf(request, 'access-control-request-headers') ?? '') : '';
  const wanted = asked.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
  const rule = method === undefined ? undefined : firstMatch(rules, origin, method, wanted);
  if (rule === undefined) return undefined;
  const any = rule.AllowedOrigins.includes('*');
  return {
    'access-control-allow-origin': any ? '*' : origin,
    'access-control-allow-methods': rule.AllowedMethods.join(', '),
    ...(any ? {} : { 'access-control-allow-credentials': 'true' }),
    ...(wanted.length === 0 ? {} : { 'access-control-allow-headers': wanted.join(', ').toLowerCase() }),
    ...(rule.ExposedHeaders.length === 0 ? {} : { 'access-control-expose-headers': rule.ExposedHeaders.join(', ') }),
    ...(rule.MaxAge === undefined ? {} : { 'access-control-max-age': String(rule.MaxAge) }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
};

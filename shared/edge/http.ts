/**
 * The one stack under every HTTP function: finds the declared route, checks the caller's role, parses path, query and body by the contract and
 * turns what is thrown into problem details. A handler gets typed input and answers a status with a body.
 */
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod';
import type { Route } from '../contracts/route.ts';
import { byName } from './absent.ts';
import { type Caller, type ClaimNames, callerOf } from './caller.ts';
import type { Log } from './log.ts';
import { plainWords } from './plain-words.ts';
import { type FieldError, invalidInput, notFound, Problem, problemAnswer } from './problem.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly body?: unknown;
  /** Instead of a body: goes out as it is; its content type is in `headers`. */
  readonly text?: string;
  /** The same, for what is no text. */
  readonly bytes?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

export interface HttpRequest<R extends Route> {
  readonly params: Output<R['params']>;
  readonly query: Output<R['query']>;
  readonly body: Output<R['body']>;
  readonly caller: Caller;
  /** The Idempotency-Key header; undefined when there is none. */
  readonly idempotencyKey: string | undefined;
  readonly operationId: string;
  /** By names in lower case, as the gateway hands them over. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export type Handlers<Routes extends readonly Route[]> = {
  readonly [Id in Routes[number]['operationId']]: (
    request: HttpRequest<Extract<Routes[number], { operationId: Id }>>,
  ) => Promise<HttpAnswer>;
};

/** The event as it comes; with an authorizer on the route its claims are there. */
type Event = APIGatewayProxyEventV2 & {
  requestContext: { authorizer?: { jwt?: { claims: Record<string, unknown> } } };
};

const UNKNOWN: Readonly<Record<string, string>> = {
  query: 'is not a known parameter',
  path: 'is not a known parameter',
};

export const issuesOf = (error: z.ZodError, from: string): FieldError[] =>
  error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          field: [...issue.path, key].join('.'),
          message: UNKNOWN[from] ?? 'is not a known field',
        }))
      : [{ field: issue.path.length === 0 ? from : issue.path.join('.'), message: issue.message }],
  );

const parsed = (schema: z.ZodType | undefined, value: unknown, from: string): unknown => {
  if (schema === undefined) return undefined;
  const result = schema.safeParse(value, { error: plainWords });
  if (result.success) return result.data;
  throw invalidInput(issuesOf(result.error, from));
};

const bodyOf = (event: Event): unknown => {
  const contentType = event.headers['content-type'] ?? 'application/json';
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(contentType))
    throw new Problem(415, 'unsupported-media-type', 'Send JSON with content-type: application/json.');
  const text = event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString() : (event.body ?? '');
  try {
    const json: unknown = JSON.parse(text);
    return json;
  } catch {
    throw new Problem(400, 'malformed-json', 'The body is not JSON.', [{ field: 'body', message: 'must be JSON' }]);
  }
};

/** As the draft of the header has it: any visible ASCII; long enough for a UUID, short enough for a key. */
const idempotencyKeyOf = (event: Event): string | undefined => {
  const key = event.headers['idempotency-key'];
  if (key === undefined || /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw invalidInput([{ field: 'Idempotency-Key', message: 'must be 1 to 255 visible ASCII characters' }]);
};

const answerOf = ({ status, body, text, bytes, headers }: HttpAnswer): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers: {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...headers,
  },
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  ...(text === undefined ? {} : { body: text }),
  ...(bytes === undefined ? {} : { body: Buffer.from(bytes).toString('base64'), isBase64Encoded: true }),
});

/** What the dispatcher calls: each handler's own types are fixed where the table is made. */
type AnyHandler = (request: HttpRequest<Route>) => Promise<HttpAnswer>;

const handlerTable = <Routes extends readonly Route[]>(handlers: Handlers<Routes>): ReadonlyMap<string, AnyHandler> =>
  new Map(Object.entries<AnyHandler>(handlers));

export const httpHandler = <const Routes extends readonly Route[]>(
  routes: Routes,
  handlers: Handlers<NoInfer<Routes>>,
  { log, claims }: { readonly log: Log; readonly claims: ClaimNames },
) => {
  const byKey = new Map<string, Route>(routes.map((route) => [`${route.method} ${route.path}`, route]));
  const table = handlerTable(handlers);

  const serve = async (event: Event): Promise<HttpAnswer> => {
    const route = byKey.get(event.routeKey);
    const handler = route === undefined ? undefined : table.get(route.operationId);
    if (route === undefined || handler === undefined) throw notFound();
    const caller = callerOf(event.requestContext.authorizer?.jwt?.claims, claims, route.access);
    return handler({
      caller,
      operationId: route.operationId,
      headers: event.headers,
      params: parsed(route.params, event.pathParameters ?? {}, 'path') as undefined,
      query: parsed(route.query, event.queryStringParameters ?? {}, 'query') as undefined,
      body: (route.body === undefined ? undefined : parsed(route.body, bodyOf(event), 'body')) as undefined,
      idempotencyKey: route.idempotent === true ? idempotencyKeyOf(event) : undefined,
    });
  };

  return middy<Event, APIGatewayProxyStructuredResultV2>().handler(async (event) => {
    const { requestId } = event.requestContext;
    try {
      const answer = await serve(event);
      log.info('http.done', { requestId, route: event.routeKey, status: answer.status });
      return answerOf(answer);
    } catch (failure) {
      const answer = problemAnswer(byName(failure, byKey.get(event.routeKey)), requestId);
      if (failure instanceof Problem)
        log.info('http.refused', { requestId, route: event.routeKey, status: failure.status, code: failure.code });
      else log.error('http.failed', failure, { requestId, route: event.routeKey });
      return answer;
    }
  });
};

/**
 * The public HTTP API: API Gateway v2 before the deployed functions. Order of the gateway: CORS preflight, size of the
 * request line and headers, route, throttle, authorizer, body, permission, function. It answers its own 401, 403, 404, 413, 429, 431, 500 and 503 as
 * `{"message": ...}` and never waits for a function that has died.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Activity } from '#local/kernel/activity.ts';
import { ACCOUNT_ID, type Authorizer, REGION } from '#local/kernel/aws.ts';
import type { Clock } from '#local/kernel/clock.ts';
import type { Random } from '#local/kernel/random.ts';
import type { DeployedStack } from '#local/kernel/resources.ts';
import type { Count } from '#local/lambda/count.ts';
import { EVENT_BYTES, type Functions } from '#local/lambda/functions.ts';
import type { Invocation } from '#local/lambda/messages.ts';
import { preflightAnswer, withCors } from './cors.ts';
import { type ApiRoute, readApi } from './deployed-api.ts';
import {
  type GatewayAnswer,
  gatewayError,
  INTERNAL_SERVER_ERROR,
  readFunctionAnswer,
  writeAnswer,
} from './gateway-answer.ts';
import { type FetchJson, fetchJson } from './issuer-keys.ts';
import { type Authorization, makeJwtAuthorizer } from './jwt-authorizer.ts';
import { readBody } from './request-body.ts';
import { readTarget, requestEvent, type Target } from './request-event.ts';
import { makeRouteTable, type RouteMatch } from './routes.ts';
import { makeThrottle } from './throttle.ts';

export interface HttpApiOptions {
  readonly stack: DeployedStack;
  readonly functions: Functions;
  readonly clock: Clock;
  readonly activity: Activity;
  readonly random: Random;
  readonly authorizer: Authorizer;
  readonly count: Count;
  readonly onDenied: (sentence: string) => void;
  /** How the JWT authorizer reads the issuer's documents; over HTTP unless given. */
  readonly fetchIssuerDocument?: FetchJson;
}

export type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

/** "HTTP API quotas": total combined size of request line and header values. The server must let more through than this. */
const HEAD_BYTES = 10_240;
/** API Gateway pricing: HTTP APIs are metered in 512 KB increments. */
const METERED_BYTES = 512 * 1024;
const TIMED_OUT = Symbol('integration timed out');

const headBytes = (request: IncomingMessage): number => {
  const values = request.rawHeaders.filter((_, index) => index % 2 === 1);
  const line = `${request.method} ${request.url} HTTP/${request.httpVersion}`;
  return [line, ...values].reduce((sum, text) => sum + Buffer.byteLength(text, 'latin1'), 0);
};

const within = async <T>(ms: number, work: Promise<T>): Promise<T | typeof TIMED_OUT> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof TIMED_OUT>((resolve) => {
    timer = setTimeout(() => resolve(TIMED_OUT), ms);
  });
  const first = await Promise.race([work, late]);
  clearTimeout(timer);
  return first;
};

/** Undefined when the template has no HTTP API. */
export const makeHttpApi = (options: HttpApiOptions): RequestListener | undefined => {
  const { stack, functions, clock, authorizer, count, onDenied } = options;
  const api = readApi(stack, functions);
  if (api === undefined) return undefined;
  const routeOf = makeRouteTable(api.routes.map((route) => ({ routeKey: route.routeKey, route })));
  const authorize = makeJwtAuthorizer(clock, options.fetchIssuerDocument ?? fetchJson);
  const mayPass = makeThrottle(api.throttling, clock);
  let inFlight = 0;
  options.activity.probe('http api', () => inFlight > 0);

  const denialOf = (route: ApiRoute, method: string): string | undefined => {
    const path =
      route.routeKey === '$default' ? '$default' : `${method}${route.routeKey.slice(route.routeKey.indexOf(' ') + 1)}`;
    return authorizer.denial({
      principal: { kind: 'service', service: 'apigateway.amazonaws.com' },
      action: 'lambda:InvokeFunction',
      resource: route.functionArn,
      context: { 'aws:SourceArn': `arn:aws:execute-api:${REGION}:${ACCOUNT_ID}:${api.apiId}/${api.stage}/${path}` },
    });
  };
  const answerOf = (invocation: Invocation): GatewayAnswer => {
    if (invocation.kind === 'answered') return readFunctionAnswer(invocation.payload);
    if (invocation.errorType === 'TooManyRequestsException') return gatewayError(503, 'Service Unavailable');
    return INTERNAL_SERVER_ERROR;
  };
  const integrate = async (
    request: IncomingMessage,
    target: Target,
    { route, pathParameters }: RouteMatch<ApiRoute>,
    authorization: Authorization | undefined,
    requestId: string,
  ): Promise<GatewayAnswer> => {
    const body = await readBody(request);
    if (body === undefined) return gatewayError(413, 'Request Entity Too Large');
    const metered = Math.max(1, Math.ceil(body.length / METERED_BYTES));
    count([{ unit: 'HttpApiRequest', amount: metered }], {
      service: 'apigateway',
      operation: route.routeKey,
      functionName: route.functionName,
    });
    const denial = denialOf(route, request.method ?? '');
    if (denial !== undefined) {
      onDenied(`${route.routeKey} cannot reach ${route.functionName}: ${denial}`);
      return INTERNAL_SERVER_ERROR;
    }
    const { apiId, stage } = api;
    const event = requestEvent({
      request,
      target,
      body,
      routeKey: route.routeKey,
      pathParameters,
      authorization,
      apiId,
      stage,
      requestId,
      now: clock.now(),
    });
    // Lambda refuses the event with its own 413, and the gateway hands that status on.
    if (Buffer.byteLength(JSON.stringify(event)) > EVENT_BYTES) return gatewayError(413, 'Request Entity Too Large');
    const invocation = await within(route.timeoutMs, functions.invoke(route.functionName, event));
    return invocation === TIMED_OUT ? gatewayError(503, 'Service Unavailable') : answerOf(invocation);
  };
  const handle = async (request: IncomingMessage, requestId: string): Promise<GatewayAnswer> => {
    const method = request.method ?? '';
    if (headBytes(request) > HEAD_BYTES) return gatewayError(431, 'Request Header Fields Too Large');
    const target = readTarget(request.url ?? '/');
    if (target === undefined) return gatewayError(400, 'Bad Request');
    const match = routeOf(method, target.path);
    if (match === undefined) return gatewayError(404, 'Not Found');
    if (!mayPass()) return gatewayError(429, 'Too Many Requests');
    let authorization: Authorization | undefined;
    if (match.route.authorizer !== undefined) {
      const header = request.headers[match.route.authorizer.header];
      const authorized = await authorize(
        match.route.authorizer,
        Array.isArray(header) ? header[0] : header,
        match.route.scopes,
      );
      if (authorized.kind === 'refused') return authorized.answer;
      authorization = authorized.authorization;
    }
    return integrate(request, target, match, authorization, requestId);
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const requestId = `${options.random.hex(8).slice(0, 15)}=`;
    inFlight += 1;
    try {
      const method = request.method ?? '';
      const answer =
        preflightAnswer(api.cors, method, request.headers) ??
        withCors(api.cors, request.headers.origin, await handle(request, requestId));
      // What nobody read must not be taken for the next request of the connection.
      request.resume();
      writeAnswer(response, answer, requestId, method);
    } catch (error) {
      // The client went away in the middle of its body.
      if (request.destroyed && !request.complete) return;
      onDenied(`The embedded gateway failed at ${request.method} ${request.url}: ${String(error)}`);
      if (!response.headersSent) writeAnswer(response, INTERNAL_SERVER_ERROR, requestId, request.method ?? '');
    } finally {
      inFlight -= 1;
    }
  };
  return (request, response) => void serve(request, response);
};

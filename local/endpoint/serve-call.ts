/**
 * The way of every AWS call: who calls, fault before, may they, do it, count it, fault after. One place, so that no emulated service can forget a
 * step. A call that a planted fault ends answers nothing: the worker that waits for it is gone.
 */
import {
  type Authorizer,
  type AwsCall,
  AwsError,
  type AwsService,
  type Caller,
  type HttpAnswer,
  type HttpRequest,
} from '../kernel/aws.ts';
import type { Outside } from '../providers/mailgun.ts';
import type { Denials } from './denials.ts';
import type { FaultKind, Faults } from './faults.ts';
import type { Usage } from './usage.ts';

export interface EndpointParts {
  readonly services: ReadonlyMap<string, AwsService>;
  /** What answers in the place of others than AWS, at paths of its own (local/providers/). */
  readonly outside?: () => Outside | undefined;
  /** Asked at every call: the stack, and with it the policies, is loaded after the endpoint has its port. */
  readonly authorizer: () => Authorizer;
  readonly faults: Faults;
  readonly usage: Usage;
  readonly denials: Denials;
  /** The embedded clock, ms. */
  readonly now: () => number;
}

/** `silence`: the connection is closed without an answer. `hang`: it stays open, unanswered. */
export type Served = HttpAnswer | 'silence' | 'hang';

const JSON_SERVICES = new Set(['dynamodb', 'kms', 'events']);

const authorize = (parts: EndpointParts, call: AwsCall, caller: Caller) => {
  for (const permission of call.permissions) {
    const sentence = parts.authorizer().denial({ ...permission, principal: caller.principal });
    if (sentence === undefined) continue;
    parts.denials.add(`${caller.functionName}: ${sentence}`);
    // S3 says AccessDenied with 403, the JSON services AccessDeniedException with 400; SQS and SNS answer 403.
    const isJson = JSON_SERVICES.has(call.service);
    throw new AwsError(isJson ? 'AccessDeniedException' : 'AccessDenied', isJson ? 400 : 403, sentence);
  }
};

/** As each service's API reference words its "internal error"; all of them with status 500. */
const INTERNAL_CODES: Readonly<Record<string, string>> = {
  dynamodb: 'InternalServerError',
  s3: 'InternalError',
  sns: 'InternalError',
  events: 'InternalException',
};

/** Statuses of each service's throttling error; the others answer 400. */
const THROTTLING_STATUS: Readonly<Record<string, number>> = { s3: 503, sns: 429, sqs: 403 };

const injected = (kind: FaultKind, { service, throttlingCode }: AwsService): AwsError =>
  kind === 'throttle'
    ? new AwsError(throttlingCode, THROTTLING_STATUS[service] ?? 400, 'Rate exceeded')
    : new AwsError(INTERNAL_CODES[service] ?? 'InternalFailure', 500, 'An error occurred on the server side.');

/** A table, bucket, queue or topic by a name that is not in the stack; what nobody emulates. */
const MISTAKES = new Set(['NotEmulated', 'ResourceNotFoundException', 'NoSuchBucket', 'QueueDoesNotExist', 'NotFound']);

/**
 * Refusals that only a mistake of template or wiring brings about. The function can but say "unavailable" and be tried again; the sentence says
 * why. Of DynamoDB's validation only the keys: values may be refused because of a customer's mail.
 */
const isMistake = ({ code, message }: AwsError) =>
  MISTAKES.has(code) || (code === 'ValidationException' && /Missing the key|does not match the schema/.test(message));

const executed = async (
  parts: EndpointParts,
  service: AwsService,
  call: AwsCall,
  caller: Caller,
): Promise<HttpAnswer> => {
  authorize(parts, call, caller);
  const { answer, units } = await service.execute(call, caller);
  parts.usage.count(units, { service: call.service, operation: call.operation, functionName: caller.functionName });
  return answer;
};

export const serveCall = async (
  parts: EndpointParts,
  service: AwsService,
  request: HttpRequest,
  caller: Caller,
): Promise<Served> => {
  const refused = (error: unknown): HttpAnswer => {
    if (!(error instanceof AwsError)) throw error;
    if (isMistake(error) && caller.principal.kind !== 'root')
      parts.denials.add(`${caller.functionName}: ${service.service} answered ${error.code}: ${error.message}`);
    return service.refuse(error, request);
  };

  let call: AwsCall;
  try {
    call = service.read(request);
  } catch (error) {
    return refused(error);
  }
  const { kill, functionName } = caller;
  const refusedCall = (error: unknown) => {
    const answer = refused(error);
    parts.usage.refuse({ service: call.service, operation: call.operation, functionName });
    return answer;
  };
  const fault = kill === undefined ? undefined : parts.faults.next(functionName, call);
  if (fault === 'kill-before') {
    kill?.();
    return 'silence';
  }
  if (fault === 'error' || fault === 'throttle') return refusedCall(injected(fault, service));
  // A refusal is an answer too: who is killed after the call does not hear that the condition failed.
  const answer = await executed(parts, service, call, caller).catch(refusedCall);
  // The service did it and its answer got lost on the way: of all time-outs the one that makes mail twice.
  if (fault === 'timeout') return 'hang';
  if (fault !== 'kill-after') return answer;
  kill?.();
  return 'silence';
};

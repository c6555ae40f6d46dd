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
import type { Denials } from './denials.ts';
import type { FaultKind, Faults } from './faults.ts';
import type { Usage } from './usage.ts';

export interface EndpointParts {
  readonly services: ReadonlyMap<string, AwsService>;
  /** Asked at every call: the stack, and with it the policies, is loaded after the endpoint has its port. */
  readonly authorizer: () => Authorizer;
  readonly faults: Faults;
  readonly usage: Usage;
  readonly denials: Denials;
}

/** `silence`: the connection is closed without an answer. `hang`: it stays open, unanswered. */
export type Served = HttpAnswer | 'silence' | 'hang';

const authorize = (parts: EndpointParts, call: AwsCall, caller: Caller) => {
  for (const permission of call.permissions) {
    const sentence = parts.authorizer().denial({ ...permission, principal: caller.principal });
    if (sentence === undefined) continue;
    parts.denials.add(`${caller.functionName}: ${sentence}`);
    // S3 says AccessDenied with 403, the JSON services AccessDeniedException with 400; SQS and SNS answer 403.
    const code = call.service === 'dynamodb' || call.service === 'kms' ? 'AccessDeniedException' : 'AccessDenied';
    throw new AwsError(code, call.service === 'dynamodb' || call.service === 'kms' ? 400 : 403, sentence);
  }
};

const injected = (kind: FaultKind, service: AwsService): AwsError =>
  kind === 'throttle'
    ? new AwsError(service.throttlingCode, service.service === 's3' ? 503 : 400, 'Rate exceeded')
    : new AwsError('InternalServerError', 500, 'An error occurred on the server side.');

const executed = async (
  parts: EndpointParts,
  service: AwsService,
  call: AwsCall,
  caller: Caller,
): Promise<HttpAnswer> => {
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
  try {
    const call = service.read(request);
    const fault = caller.principal.kind === 'root' ? undefined : parts.faults.next(caller.functionName, call);
    if (fault === 'kill-before') {
      caller.kill();
      return 'silence';
    }
    if (fault === 'timeout') return 'hang';
    if (fault === 'error' || fault === 'throttle') throw injected(fault, service);
    authorize(parts, call, caller);
    const answer = await executed(parts, service, call, caller);
    if (fault === 'kill-after') {
      caller.kill();
      return 'silence';
    }
    return answer;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code === 'NotEmulated') parts.denials.add(`${caller.functionName}: ${error.message}`);
    return service.refuse(error, request);
  }
};

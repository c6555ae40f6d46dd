/**
 * What every emulated AWS service speaks with the endpoint in front of it (local/endpoint/).
 * A service reads an HTTP request into a call, executes it and answers; authentication, IAM, faults and metering are the
 * endpoint's work, so no service can forget them.
 */
import type { IncomingHttpHeaders } from 'node:http';

/** The account and region everything in the embedded cloud lives in. */
export const ACCOUNT_ID = '000000000000';
export const REGION = 'us-east-1';

export interface HttpRequest {
  readonly method: string;
  /** Decoded from the request line without the query, still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

/** One (action, resource) pair that IAM must allow, with the condition keys AWS documents for that action. */
export interface Permission {
  /** As in policies: `dynamodb:PutItem`. */
  readonly action: string;
  /** ARN, or `*` where the action has no resource. */
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
}

export interface AwsCall<Input = unknown> {
  /** Signing name: `dynamodb`, `s3`, `sqs`, `sns`, `ses`. */
  readonly service: string;
  /** As the SDK names it: `PutItem`, `GetObject`, `SendMessageBatch`. */
  readonly operation: string;
  readonly permissions: readonly Permission[];
  readonly input: Input;
}

/** An amount of something AWS bills, named as in local/endpoint/prices.json: `WriteRequestUnit`, `S3PutRequest`. */
export interface Units {
  readonly unit: string;
  readonly amount: number;
}

export interface ServiceAnswer {
  readonly answer: HttpAnswer;
  readonly units: readonly Units[];
}

export interface AwsService<Input = unknown> {
  readonly service: string;
  /**
   * Reads the request; throws AwsError for what AWS would refuse before looking at permissions, and
   * `AwsError('NotEmulated', 501, ...)` for any operation or parameter that is not known to work here.
   */
  read(request: HttpRequest): AwsCall<Input>;
  execute(call: AwsCall<Input>, caller: Caller): Promise<ServiceAnswer>;
  /** The error in this service's wire protocol (JSON 1.0, query XML, REST XML). */
  refuse(error: AwsError, request: HttpRequest): HttpAnswer;
  /** The error code with which this service says "slow down". */
  readonly throttlingCode: string;
}

/** An error as AWS words it. `code` is the wire's error code (`ConditionalCheckFailedException`). */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  readonly status: number;
  /** Further members of the error's body, e.g. `{ Item }`. */
  readonly details: Readonly<Record<string, unknown>>;
  constructor(code: string, status: number, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

export type Principal =
  | { readonly kind: 'role'; readonly roleArn: string; readonly functionName: string }
  | { readonly kind: 'service'; readonly service: string }
  | { readonly kind: 'root' }
  | { readonly kind: 'anonymous' };

/** Who makes a call over the endpoint. */
export interface Caller {
  readonly principal: Principal;
  /** Folder name of the function (`receive-mail`), `root` for tests and control routes. */
  readonly functionName: string;
  /**
   * Ends the worker that made the call, as a crash of its process would. Undefined where no worker waits for the answer: root, a browser with
   * a presigned URL. Planted faults are for workers only.
   */
  readonly kill?: () => void;
}

export interface AuthorizationRequest extends Permission {
  readonly principal: Principal;
}

/** IAM: identity policies of roles and resource policies of queues, topics, buckets and functions. */
export interface Authorizer {
  /** `undefined` = allowed; otherwise the sentence AWS gives ("User: ... is not authorized to perform: ..."). */
  denial(request: AuthorizationRequest): string | undefined;
}

/**
 * RFC 9457 problem details with a stable `code`. A thrown Failure or an unknown error becomes one here and nowhere else; internals never
 * leave: what is not a Problem answers a fixed text and the request's id.
 */
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { Failure } from '../domain/failure.ts';

export interface FieldError {
  /** Path of the field, with dots: `users.0.email`. */
  readonly field: string;
  readonly message: string;
}

export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly code: string;
  readonly errors: readonly FieldError[];
  /** Further members of the document (RFC 9457 section 3.2). */
  readonly members: Readonly<Record<string, unknown>>;
  constructor(
    status: number,
    code: string,
    detail: string,
    errors: readonly FieldError[] = [],
    members: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail);
    this.members = members;
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

export const notFound = (): Problem => new Problem(404, 'not-found', 'There is no such thing here.');
export const conflict = (code: string, detail: string): Problem => new Problem(409, code, detail);

/** Input that each part of which is right, and the whole is not. */
export const invalidInput = (errors: readonly FieldError[]): Problem =>
  new Problem(422, 'invalid-input', `Check these fields: ${errors.map(({ field }) => field).join(', ')}.`, errors);

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** Which field of the request a failure from below is about. */
const FIELDS: Readonly<Record<string, string>> = { 'invalid-cursor': 'cursor' };

const fieldErrors = ({ code, message }: Failure): readonly FieldError[] => {
  const field = FIELDS[code];
  return field === undefined ? [] : [{ field, message }];
};

const problemOf = (failure: unknown): Problem => {
  if (failure instanceof Problem) return failure;
  if (failure instanceof Failure && failure.kind === 'invalid-input')
    return new Problem(422, failure.code, failure.message, fieldErrors(failure));
  if (failure instanceof Failure && failure.kind === 'unavailable')
    return new Problem(
      503,
      'unavailable',
      'A part of this service does not answer. Try again in a moment; with an Idempotency-Key nothing is made twice.',
    );
  return new Problem(
    500,
    'internal',
    'Something went wrong on our side. Try again; if it stays, report the request id.',
  );
};

export const problemAnswer = (failure: unknown, requestId: string): APIGatewayProxyStructuredResultV2 => {
  const { status, code, message, errors, members } = problemOf(failure);
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...(status === 503 ? { 'retry-after': '2' } : {}),
    },
    body: JSON.stringify({
      type: 'about:blank',
      title: TITLES[status] ?? 'Error',
      status,
      code,
      detail: message,
      requestId,
      ...members,
      ...(errors.length === 0 ? {} : { errors }),
    }),
  };
};

/** CONTRACT: the same Idempotency-Key with another body. */
export const reusedKey = (): Problem =>
  new Problem(
    422,
    'idempotency-key-reused',
    'This Idempotency-Key was used with another body. Use a new key for a new request.',
    [{ field: 'Idempotency-Key', message: 'was used with another body' }],
  );

export const invalidField = (field: string, message: string): Problem =>
  new Problem(422, 'invalid-input', `Check these fields: ${field}.`, [{ field, message }]);

/** All or nothing (Decisions 121): says when it resets and how much is left. */
export const overQuota = ({ resetsAt, limit, left }: { resetsAt: string; limit: number; left: number }): Problem =>
  new Problem(
    429,
    'over-quota',
    `Your plan allows ${limit} e-mails a day and ${left} are left today. Send fewer, wait until ${resetsAt}, or send it with "sendWhenQuotaResets": true and it waits for you.`,
    [],
    { reason: 'daily-limit', resetsAt, limit, left, offers: ['sendWhenQuotaResets'] },
  );

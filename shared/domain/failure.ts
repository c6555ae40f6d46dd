/**
 * What nobody at that level can handle is thrown as one of these; shared/edge turns them into a problem document or a queue decision.
 * What a caller must handle is a value, never an exception.
 */

export type FailureKind =
  /** Try again: the same call may succeed later. */
  | 'unavailable'
  /** Stop: the deployment is wrong and no retry helps. */
  | 'misconfigured'
  /** Never retry: the input itself cannot be used. */
  | 'invalid-input';

export class Failure extends Error {
  override readonly name = 'Failure';
  readonly kind: FailureKind;
  readonly code: string;
  constructor(kind: FailureKind, code: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
    this.code = code;
  }
  get retryable(): boolean {
    return this.kind === 'unavailable';
  }
}

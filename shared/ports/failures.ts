/** Where failures are written down, to be counted. All throw Failure('unavailable') when it cannot be reached. */
import type { LoggedFailure } from '../domain/failures/failure-log.ts';
import type { FailureCode } from '../domain/sending/failure-reason.ts';

export interface FailureLog {
  /** Answers how many of that reason there are in that hour; undefined: this one was known. */
  add(tenant: string, failure: LoggedFailure): Promise<number | undefined>;
  /** How many there were in that hour (`2026-11-21T09`), and whether somebody was told. */
  countOf(tenant: string, hour: string, code: FailureCode): Promise<{ readonly count: number; readonly told: boolean }>;
  setTold(tenant: string, hour: string, code: FailureCode): Promise<void>;
  /** Of one UTC day (`2026-11-21`). */
  ofDay(tenant: string, day: string): Promise<readonly LoggedFailure[]>;
}

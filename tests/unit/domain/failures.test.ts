import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeLogFailures } from '#shared/app/failures/log-failures.ts';
import { countedByDay, failuresOf, isSpike, type LoggedFailure } from '#shared/domain/failures/failure-log.ts';
import { type FailureCode, failureReason } from '#shared/domain/sending/failure-reason.ts';
import type { DomainEvent } from '#shared/ports/events.ts';
import { PROJECT_FOLDER } from '#tests/support/synthesize-once.ts';

/** By type complete: a new code does not compile until it stands here. */
const CODES: Record<FailureCode, true> = {
  suppressed: true,
  'opted-out': true,
  cancelled: true,
  abandoned: true,
  held: true,
  'frequency-cap': true,
  'content-missing': true,
  'too-large': true,
  rejected: true,
  'sender-not-verified': true,
  'account-suspended': true,
  'bounced-permanent': true,
  'bounced-transient': true,
  'bounced-undetermined': true,
  complained: true,
  'outgoing-server-missing': true,
  'server-not-public': true,
  'server-unreachable': true,
  'certificate-invalid': true,
  'no-encryption': true,
  'authentication-failed': true,
  'key-refused': true,
  'password-not-enough': true,
  'sender-not-allowed': true,
  'recipient-refused': true,
  'mailbox-full': true,
  'too-many-recipients': true,
  'too-large-for-server': true,
  'sending-limit': true,
  'sign-in-expired': true,
  'sign-in-app-refused': true,
  'sign-in-unanswered': true,
  'server-busy': true,
};

const AT = '2026-11-21T09:30:00.000Z';
const aFailure = (more: Partial<LoggedFailure> = {}): LoggedFailure => ({
  ...{ at: AT, code: 'bounced-permanent', mailId: '01jd3x8q4v7m0000000000000a', recipient: 0 },
  ...more,
});

const isCode = (code: string): code is FailureCode => code in CODES;
const rowOf = (code: string): string => {
  const { message, remedy } = isCode(code) ? failureReason(code) : { message: '', remedy: '' };
  return `| \`${code}\` | ${message} | ${remedy} |`;
};

test('[F233] [F234] [F235] the guide says of every failure, word for word, what happened and what to do', () => {
  const guide = readFileSync(join(PROJECT_FOLDER, 'docs', 'sending.md'), 'utf8');
  const missing = Object.keys(CODES).filter((code) => !guide.includes(rowOf(code)));
  expect(missing).toEqual([]);
});

describe('[F236] what is counted', () => {
  const recipient = { role: 'to', address: 'a@b.example', facts: [] } as const;

  test('each recipient by its own reason, else by that of the mail; what was cancelled did not fail', () => {
    const recipients = [{ ...recipient, failed: 'suppressed' as const }, recipient];
    expect(failuresOf({ id: 'm', failed: 'rejected', recipients }, AT).map(({ code }) => code)).toEqual([
      'suppressed',
      'rejected',
    ]);
    expect(failuresOf({ id: 'm', recipients }, AT)).toHaveLength(1);
    expect(failuresOf({ id: 'm', failed: 'cancelled', recipients }, AT)).toEqual([]);
  });

  test('by day and reason, newest day and most frequent first, the same failure once', () => {
    const counts = countedByDay([
      aFailure({ at: '2026-11-20T23:59:59.999Z' }),
      aFailure({ code: 'rejected' }),
      aFailure(),
      aFailure({ at: '2026-11-21T10:00:00.000Z' }),
      aFailure({ recipient: 1 }),
    ]);
    expect(counts.map(({ day, code, count }) => [day, code, count])).toEqual([
      ['2026-11-21', 'bounced-permanent', 2],
      ['2026-11-21', 'rejected', 1],
      ['2026-11-20', 'bounced-permanent', 1],
    ]);
  });

  test.each([
    [9, 0, false],
    [10, 0, true],
    [10, 2, true],
    [10, 3, false],
    [15, 3, true],
    [500, 101, false],
  ])('%i in an hour after %i stand out: %s', (now, before, expected) => {
    expect(isSpike(now, before)).toBe(expected);
  });

  test('a reason that stands out is told once in its hour, and again when it was not known that it was told', async () => {
    const told = new Set<string>();
    const events: DomainEvent[] = [];
    let count = 0;
    const log = makeLogFailures({
      failures: {
        add: async () => ++count,
        countOf: async (_, hour) => ({ count: hour.endsWith('09') ? count : 2, told: told.has(hour) }),
        setTold: async (_, hour) => void told.add(hour),
      },
      publish: async (event) => void events.push(event),
    });
    await log(
      'demo',
      Array.from({ length: 12 }, () => aFailure()),
    );
    told.clear();
    await log('demo', [aFailure()]);
    expect(events.map(({ id }) => id)).toEqual(Array(2).fill('demo-failures-2026-11-21T09-bounced-permanent'));
    expect(events[0]?.detail).toMatchObject({ count: 10, hourBefore: 2 });
  });
});

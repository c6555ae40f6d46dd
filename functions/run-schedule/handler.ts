/**
 * Every minute: finishes what is due (scheduled mail, what was cut off, what nobody knows the end of) and tells the senders SES's rate.
 * At-least-once: every entry may be looked at twice, by two runs at once.
 * If it fails: mail with a time goes late; what was cut off stays unfinished until it works again. docs/runbook.md#run-schedule
 */
import type { LookAfterMail } from '#shared/app/schedule/look-after-mail.ts';
import type { Log } from '#shared/edge/log.ts';
import { scheduleHandler } from '#shared/edge/schedule.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { DueEntries } from '#shared/ports/sending.ts';

export interface Wiring {
  readonly clock: Clock;
  readonly due: Pick<DueEntries, 'due'>;
  readonly lookAfterMail: LookAfterMail;
  readonly readSendRate: () => Promise<number>;
  readonly sendRate: { readonly tell: (perSecond: number) => Promise<void> };
  readonly log: Log;
}

/** Entries of each shard looked at in one go; the next tick, or the next round of this one, takes the rest. */
const ENTRIES_PER_ROUND = 100;
/** Left for answering: what is not reached now is reached next minute. */
const RESERVE_MS = 10_000;

export const makeHandler = ({ clock, due, lookAfterMail, readSendRate, sendRate, log }: Wiring) =>
  scheduleHandler(log, async (remainingMs) => {
    const seen = new Set<string>();
    let looked = 0;
    let failures = 0;
    for (let hasMore = true; hasMore && remainingMs() > RESERVE_MS; ) {
      const entries = (await due.due(new Date(clock.nowMs()).toISOString(), ENTRIES_PER_ROUND)).filter(
        ({ at, mailId, revision }) => !seen.has(`${at} ${mailId} ${revision}`),
      );
      hasMore = entries.length > 0;
      for (const entry of entries) {
        if (remainingMs() < RESERVE_MS) break;
        seen.add(`${entry.at} ${entry.mailId} ${entry.revision}`);
        try {
          await lookAfterMail(entry);
        } catch (failure) {
          // One mail that cannot be looked after must not keep the others waiting; its entry stays for the next minute.
          failures += 1;
          log.error('schedule.entry-failed', failure, { tenant: entry.tenant, mailId: entry.mailId });
        }
        looked += 1;
      }
    }
    await sendRate.tell(await readSendRate());
    log.info('schedule.done', { looked, failures });
  });

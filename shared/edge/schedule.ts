/** The one stack under scheduled functions: deadline and log context. A failure fails the invocation; the next tick does the work again. */
import middy from '@middy/core';
import type { ScheduledEvent } from 'aws-lambda';
import type { Log } from './log.ts';

export const scheduleHandler = (log: Log, run: (remainingMs: () => number) => Promise<void>) =>
  middy<ScheduledEvent>().handler(async (event, context) => {
    try {
      await run(() => context.getRemainingTimeInMillis());
    } catch (failure) {
      log.error('schedule.failed', failure, { eventId: event.id });
      throw failure;
    }
  });

/** The handler of the three sending functions: one use case, three queues, so that a campaign never stands before a person's mail. */
import type * as z from 'zod';
import { SendMessage } from '../contracts/queue-messages.ts';
import type { Log } from './log.ts';
import { queueHandler } from './queue.ts';

export const sendWorker = ({
  sendMail,
  log,
}: {
  readonly sendMail: (message: z.output<typeof SendMessage>) => Promise<string>;
  readonly log: Log;
}) =>
  queueHandler(SendMessage, log, async ({ message }) => {
    const outcome = await sendMail(message);
    log.info('send.done', { ...message, outcome });
  });

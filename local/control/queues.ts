/** `GET /local/queues`: depth, in flight, and what lies in the dead-letter queues. */
import type { Queues } from '../kernel/queues.ts';

/** Bodies shown of one dead-letter queue. */
const SHOWN = 100;

export const queueReport = (queues: Queues) => {
  const figures = queues.figures();
  const deadLetters = new Set(figures.map((figure) => figure.deadLetterQueueArn));
  return {
    items: figures.map(({ name, arn, visible, inFlight, delayed, deadLetterQueueArn }) => ({
      name,
      arn,
      depth: visible,
      inFlight,
      delayed,
      isDeadLetterQueue: deadLetters.has(arn),
      deadLetterQueue:
        deadLetterQueueArn === undefined
          ? null
          : {
              name: figures.find((figure) => figure.arn === deadLetterQueueArn)?.name ?? deadLetterQueueArn,
              messages: queues
                .peek(deadLetterQueueArn, SHOWN)
                .map(({ sentAt, ...message }) => ({ ...message, sentAt: new Date(sentAt).toISOString() })),
            },
    })),
  };
};

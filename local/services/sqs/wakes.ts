/**
 * Who wants to know that a message may be visible: the event-source mappings and status page (onVisible) and long polls (wait).
 * Told in a microtask, once per queue however many messages came, so that a sender never runs a receiver inside its own call.
 */
import type { Clock } from '#local/kernel/clock.ts';

export interface Wakes {
  wake(queueArn: string): void;
  onVisible(listener: (queueArn: string) => void): void;
  /** Resolves when the queue is woken, at the latest when the clock reaches `until`. */
  wait(queueArn: string, until: number): Promise<void>;
}

export const makeWakes = (clock: Clock): Wakes => {
  const listeners: ((queueArn: string) => void)[] = [];
  const waiting = new Map<string, Set<() => void>>();
  const pending = new Set<string>();

  const tell = () => {
    const arns = [...pending];
    pending.clear();
    for (const arn of arns) {
      for (const resume of [...(waiting.get(arn) ?? [])]) resume();
      for (const listener of listeners) listener(arn);
    }
  };
  return {
    wake: (arn) => {
      if (pending.size === 0) queueMicrotask(tell);
      pending.add(arn);
    },
    onVisible: (listener) => {
      listeners.push(listener);
    },
    wait: (arn, until) =>
      new Promise((resolve) => {
        const ofQueue = waiting.get(arn) ?? new Set();
        waiting.set(arn, ofQueue);
        const resume = () => {
          timer.cancel();
          ofQueue.delete(resume);
          resolve();
        };
        const timer = clock.at(until, `long poll of ${arn}`, resume);
        ofQueue.add(resume);
      }),
  };
};

import type { Clock } from '../ports/clock.ts';

/** The machine's clock; in the embedded cloud the worker's Date already follows the embedded one. */
export const clock: Clock = { nowMs: () => Date.now() };

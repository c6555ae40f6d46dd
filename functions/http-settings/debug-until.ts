/** How long talks with a mail server are kept: for a day at most, so that nobody forgets that they are (FEATURES 98). */
import { MAX_DEBUG_MS } from '#shared/contracts/debug.ts';
import { invalidField } from '#shared/edge/problem.ts';

/** As it is stored; a time that has passed is off. */
export const debugOf = (wanted: string | null | undefined, nowMs: number): { readonly debugUntil?: string } => {
  if (wanted === undefined || wanted === null) return {};
  const atMs = Date.parse(wanted);
  if (atMs > nowMs + MAX_DEBUG_MS) throw invalidField('debugUntil', 'must be at most 24 hours from now');
  return atMs <= nowMs ? {} : { debugUntil: new Date(atMs).toISOString() };
};

/**
 * What was denied or failed by a mistake of template, policy or wiring, in words. The first thing to look at when something does not happen; the
 * mutation test reads it, the status page shows it.
 */
export interface Denial {
  readonly at: string;
  readonly sentence: string;
}

export interface Denials {
  add(sentence: string): void;
  /** Oldest first. */
  list(): readonly Denial[];
}

/** The newest ones: a function that is denied in a loop must not eat the memory. */
const KEPT = 200;

export const makeDenials = (now: () => number, onFirst: (sentence: string) => void): Denials => {
  const kept: Denial[] = [];
  const said = new Set<string>();
  return {
    add: (sentence) => {
      kept.push({ at: new Date(now()).toISOString(), sentence });
      if (kept.length > KEPT) kept.shift();
      if (said.has(sentence) || said.size >= KEPT) return;
      said.add(sentence);
      onFirst(sentence);
    },
    list: () => [...kept],
  };
};

/**
 * Knows whether the embedded cloud has something to do now. Every part that works registers a probe; `settled` answers when all of them
 * are quiet. What is due later (a delayed message, a schedule) is not activity: it is a timer of the clock.
 */
export interface Activity {
  /** `busy` is called often: it must be cheap. */
  probe(name: string, busy: () => boolean): void;
  /** Names of the probes that are busy now. */
  busy(): string[];
  /** Resolves when nothing is busy, false when `timeoutMs` of the machine's time passed before that. */
  settled(timeoutMs: number): Promise<boolean>;
}

/** Between two looks; short, because a jump of the clock waits for it at every timer. */
const LOOK_EVERY_MS = 2;

export const makeActivity = (): Activity => {
  const probes = new Map<string, () => boolean>();
  const busy = () => [...probes].filter(([, isBusy]) => isBusy()).map(([name]) => name);
  return {
    probe: (name, isBusy) => probes.set(name, isBusy),
    busy,
    settled: async (timeoutMs) => {
      const until = performance.now() + timeoutMs;
      // Twice quiet in a row: what one part hands to another over a socket is in neither for a moment. Nothing is awaited after the second look:
      // a timer that fires in between would have work under way that nobody asked for.
      for (let quietLooks = 0; ; await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))) {
        quietLooks = busy().length === 0 ? quietLooks + 1 : 0;
        if (quietLooks === 2) return true;
        if (performance.now() > until) return false;
      }
    },
  };
};

/**
 * The one clock of the embedded cloud. It runs with the machine's, plus an offset that only grows. `advance` jumps ahead: timers fire in
 * time order and the clock stands at each timer's time until what it set off is idle, so nothing is late by the jump itself.
 * Worker threads see the same time through the shared cell (local/lambda/worker patches their Date with it).
 */

export interface Timer {
  readonly at: number;
  readonly label: string;
  cancel(): void;
}

interface Entry extends Timer {
  readonly run: () => void;
}

/** Cell 0: offset in ms. Cell 1: the standing time in ms while the clock stands, else NaN. */
export type ClockCells = Float64Array;

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `run` once when the clock reaches `at` (ms); at once, but never within this call, when `at` has passed. */
  at(at: number, label: string, run: () => void): Timer;
  /** Time of the earliest timer but these; undefined when there is none. */
  next(except?: ReadonlySet<Timer>): number | undefined;
  /** Jumps `ms` ahead; `settle` is awaited after every fired instant. */
  advance(ms: number, settle: () => Promise<void>): Promise<void>;
  readonly cells: SharedArrayBuffer;
  stop(): void;
}

/** setTimeout counts in a signed 32-bit integer of milliseconds; longer waits are cut and looked at again. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

export const readCells = (cells: ClockCells, machineNow: number): number => {
  const standing = cells[1] ?? Number.NaN;
  return Number.isNaN(standing) ? machineNow + (cells[0] ?? 0) : standing;
};

export const makeClock = (options: { offsetMs: number; onOffset: (offsetMs: number) => void }): Clock => {
  const shared = new SharedArrayBuffer(16);
  const cells: ClockCells = new Float64Array(shared);
  cells[0] = options.offsetMs;
  cells[1] = Number.NaN;
  const timers = new Set<Entry>();
  let wake: NodeJS.Timeout | undefined;
  let stopped = false;
  let advancing = Promise.resolve();

  const now = () => readCells(cells, Date.now());
  const earliest = (except?: ReadonlySet<Timer>): Entry | undefined => {
    let first: Entry | undefined;
    for (const timer of timers)
      if ((first === undefined || timer.at < first.at) && except?.has(timer) !== true) first = timer;
    return first;
  };
  const standing = () => !Number.isNaN(cells[1]);
  const arm = () => {
    clearTimeout(wake);
    const first = earliest();
    if (stopped || standing() || first === undefined) return;
    wake = setTimeout(fireDue, Math.min(Math.max(first.at - now(), 0), LONGEST_WAIT_MS));
    wake.unref();
  };
  const fireDue = () => {
    if (standing() || stopped) return;
    const due = [...timers].filter((timer) => timer.at <= now()).sort((a, b) => a.at - b.at);
    for (const timer of due) if (timers.delete(timer)) timer.run();
    arm();
  };

  const jump = async (ms: number, settle: () => Promise<void>) => {
    const target = now() + ms;
    cells[1] = now();
    try {
      await settle();
      for (let first = earliest(); first !== undefined && first.at <= target && !stopped; first = earliest()) {
        cells[1] = Math.max(first.at, cells[1] ?? 0);
        timers.delete(first);
        first.run();
        await settle();
      }
      cells[1] = target;
    } finally {
      // Runs on from where it stands, which is the target unless something did not come to rest.
      cells[0] = now() - Date.now();
      cells[1] = Number.NaN;
      if (!stopped) options.onOffset(cells[0]);
      arm();
    }
  };

  return {
    now,
    at: (at, label, run) => {
      const entry: Entry = {
        at,
        label,
        run,
        cancel: () => {
          timers.delete(entry);
          arm();
        },
      };
      timers.add(entry);
      arm();
      return entry;
    },
    next: (except) => earliest(except)?.at,
    advance: (ms, settle) => {
      const turn = advancing.then(() => jump(ms, settle));
      advancing = turn.catch(() => undefined);
      return turn;
    },
    cells: shared,
    stop: () => {
      stopped = true;
      clearTimeout(wake);
      timers.clear();
    },
  };
};

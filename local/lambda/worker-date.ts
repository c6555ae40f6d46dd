/**
 * Gives a worker the embedded clock: `Date.now()`, `new Date()` and `Date()` follow the shared cells; explicit arguments, `performance` and
 * timers stay the machine's, because a function's time-out is real time.
 */
import { readCells } from '#local/kernel/clock.ts';

export const patchDate = (shared: SharedArrayBuffer): void => {
  const cells = new Float64Array(shared);
  const MachineDate = globalThis.Date;
  const machineNow = MachineDate.now.bind(MachineDate);
  const now = () => Math.floor(readCells(cells, machineNow()));
  const ClockDate = new Proxy(MachineDate, {
    construct: (target, given: unknown[], newTarget): object =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
    apply: () => new MachineDate(now()).toString(),
  });
  MachineDate.now = now;
  // `new date.constructor()` is how some libraries copy a date's class.
  Object.defineProperty(MachineDate.prototype, 'constructor', { value: ClockDate, writable: true, configurable: true });
  globalThis.Date = ClockDate;
};

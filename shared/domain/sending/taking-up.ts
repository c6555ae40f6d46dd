/** The changes of a mail right before and with its claim: it is held back, or taken up in the mode its tenant is in (test-mode.ts). */
import type { HeldBack } from './held-back.ts';
import type { Watch } from './outgoing-mail.ts';
import type { TestMode } from './test-mode.ts';
import { type Change, isWaiting } from './transitions.ts';

/** `queued | deferred -> deferred`: only of the watch that was seen. */
export const withheld =
  (watch: Watch, hold: HeldBack): Change =>
  (mail) =>
    isWaiting(mail) && mail.watch.revision === watch.revision - 1
      ? { ...mail, phase: 'deferred', watch, heldBack: hold }
      : undefined;

/**
 * Of a mail that was claimed, in the same write: it goes in this mode, or is held, and then nobody has it in hand any more. Of an earlier try, that was put off or went in
 * another mode, nothing is left.
 */
export const takenUp =
  (mode: TestMode | undefined): Change =>
  (mail) => {
    if (mail.phase !== 'sending') return undefined;
    const { testMode: _before, heldBack: _waited, ...now } = mail;
    if (mode === undefined) return now;
    if (mode.kind === 'redirect') return { ...now, testMode: mode };
    const { claim: _claim, ...held } = now;
    return { ...held, testMode: mode, phase: 'failed', failed: 'held' };
  };

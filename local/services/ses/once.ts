/** Remembers what SES does once in a resource's life (setup notifications), so that a restart does not repeat it. */
import type { State } from '#local/kernel/state.ts';

/** Runs `act` unless it has run to its end for this name before. */
export type Once = (name: string, act: () => Promise<void>) => Promise<void>;

export const makeOnce = (state: State): Once => {
  state.exec('CREATE TABLE IF NOT EXISTS ses_once (name TEXT PRIMARY KEY) STRICT');
  const find = state.prepare('SELECT 1 FROM ses_once WHERE name = ?');
  const keep = state.prepare('INSERT INTO ses_once (name) VALUES (?) ON CONFLICT (name) DO NOTHING');
  return async (name, act) => {
    if (find.get(name) !== undefined) return;
    await act();
    keep.run(name);
  };
};

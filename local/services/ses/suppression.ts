/**
 * The account-level suppression list. SES guide, "Using the Amazon SES account-level suppression list": on by default for bounces and
 * complaints; a configuration set's SuppressionOptions override which reasons count for the mail sent with it.
 */
import type { State } from '#local/kernel/state.ts';
import { domainOf } from './addresses.ts';
import type { ConfigurationSet, SuppressionReason } from './configuration-sets.ts';

export interface SuppressionList {
  /** The reasons that count for mail sent with this set. */
  reasons(set: ConfigurationSet | undefined): readonly SuppressionReason[];
  /** Why SES would not send to this address. */
  suppressedFor(address: string, set: ConfigurationSet | undefined): SuppressionReason | undefined;
  /** Puts the address on the list when the reason counts. */
  add(address: string, reason: SuppressionReason, set: ConfigurationSet | undefined, at: number): void;
  list(): { readonly address: string; readonly reason: string; readonly at: number }[];
}

export const ACCOUNT_REASONS: readonly SuppressionReason[] = ['BOUNCE', 'COMPLAINT'];

export const makeSuppressionList = (state: State): SuppressionList => {
  state.exec(`CREATE TABLE IF NOT EXISTS ses_suppressed
    (address TEXT PRIMARY KEY, reason TEXT NOT NULL, at INTEGER NOT NULL) STRICT`);
  const find = state.prepare('SELECT reason FROM ses_suppressed WHERE address = ?');
  const all = state.prepare('SELECT address, reason, at FROM ses_suppressed ORDER BY at, address');
  const put = state.prepare(`INSERT INTO ses_suppressed (address, reason, at) VALUES (?, ?, ?)
    ON CONFLICT (address) DO UPDATE SET reason = excluded.reason, at = excluded.at`);
  const normal = (address: string) =>
    `${address.slice(0, address.lastIndexOf('@')).toLowerCase()}@${domainOf(address)}`;
  const reasons = (set: ConfigurationSet | undefined) => set?.suppressedReasons ?? ACCOUNT_REASONS;
  return {
    reasons,
    suppressedFor: (address, set) => {
      const wanted = reasons(set);
      if (wanted.length === 0) return undefined;
      const row = find.get(normal(address));
      return wanted.find((reason) => reason === row?.['reason']);
    },
    add: (address, reason, set, at) => {
      if (reasons(set).includes(reason)) put.run(normal(address), reason, at);
    },
    list: () =>
      all
        .all()
        .map((row) => ({ address: String(row['address']), reason: String(row['reason']), at: Number(row['at']) })),
  };
};

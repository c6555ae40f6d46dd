/** Addresses and domains that the embedded SES counts as verified: those of the tenants' users made here (CONTRACT, POST /local/tenants). */
import { domainToASCII } from 'node:url';
import type { State } from './kernel/state.ts';

export interface VerifiedIdentities {
  /** The address, and its domain as authenticated. */
  add(address: string): void;
  has(identity: string): boolean;
}

export const makeVerified = (state: State): VerifiedIdentities => {
  state.exec('CREATE TABLE IF NOT EXISTS verified_identities (identity TEXT PRIMARY KEY) STRICT');
  const known = new Set(
    state
      .prepare('SELECT identity FROM verified_identities')
      .all()
      .map((row) => String(row['identity'])),
  );
  const insert = state.prepare('INSERT INTO verified_identities (identity) VALUES (?) ON CONFLICT DO NOTHING');
  return {
    add: (address) => {
      const lower = address.trim().toLowerCase();
      const at = lower.lastIndexOf('@') + 1;
      // SES keeps domains in their ASCII form.
      const domain = domainToASCII(lower.slice(at)) || lower.slice(at);
      for (const identity of [`${lower.slice(0, at)}${domain}`, domain]) {
        insert.run(identity);
        known.add(identity);
      }
    },
    has: (identity) => known.has(identity.toLowerCase()),
  };
};

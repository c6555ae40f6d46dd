/** What users have set for the mails they write. */
import type { Piece } from '../domain/sender-address/outgoing-email.ts';
import type { SendingPreferences } from '../domain/sending/preferences.ts';

export interface PreferencesStore {
  get(tenant: string, user: string): Promise<SendingPreferences>;
  put(
    tenant: string,
    user: string,
    preferences: Omit<SendingPreferences, 'signed'>,
    signature: Piece | null,
  ): Promise<void>;
  /** Asked for only where the preferences say `signed`. */
  signature(tenant: string, user: string): Promise<Piece | undefined>;
}

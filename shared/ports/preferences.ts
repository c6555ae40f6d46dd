/** What users have set for the mails they write. */
import type { SendingPreferences } from '../domain/sending/preferences.ts';

export interface PreferencesStore {
  get(tenant: string, user: string): Promise<SendingPreferences>;
  put(tenant: string, user: string, preferences: SendingPreferences): Promise<void>;
}

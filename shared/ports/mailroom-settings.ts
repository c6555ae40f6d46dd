/** How a tenant's Mailroom works, and the secret that signs its records' addresses. */
import type { MailroomSettings } from '../domain/mailroom/settings.ts';

export interface MailroomSettingsStore {
  /** The defaults at revision 0 when nobody has changed anything. */
  get(tenant: string): Promise<{ readonly settings: MailroomSettings; readonly revision: number }>;
  /** Writes over `revision`; false: somebody changed them in between, read again. */
  put(tenant: string, settings: MailroomSettings, revision: number): Promise<boolean>;
  /** Made on first use; the same for ever after. */
  secret(tenant: string): Promise<string>;
}

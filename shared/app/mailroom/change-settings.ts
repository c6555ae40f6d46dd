/** Changes some settings of the Mailroom; two people changing different things at once both succeed. */
import type { MailroomSettings } from '../../domain/mailroom/settings.ts';
import type { MailroomSettingsStore } from '../../ports/mailroom-settings.ts';

/** Each lost race means that another change got through; so many in a row on one tenant is a script gone wrong. */
const MAX_TRIES = 10;

/** Undefined: others are changing them right now. */
export const makeChangeSettings =
  (store: Pick<MailroomSettingsStore, 'get' | 'put'>) =>
  async (tenant: string, changes: Partial<MailroomSettings>): Promise<MailroomSettings | undefined> => {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const { settings, revision } = await store.get(tenant);
      const next = { ...settings, ...changes };
      if (await store.put(tenant, next, revision)) return next;
    }
    return undefined;
  };

/** Shows and changes a user's own addresses; two changes at once both count. For the routes. */
import type { UserAddressKind, UserAddressSettings } from '../../domain/mailroom/user-address.ts';
import type { Ids } from '../../ports/clock.ts';
import type { MailroomSettingsStore } from '../../ports/mailroom-settings.ts';
import type { TenantDirectory } from '../../ports/tenants.ts';
import type { UserAddressStore } from '../../ports/user-addresses.ts';
import { userSuffix } from './user-mailbox.ts';

/** Each lost race means that another change got through; so many in a row on one user is a script gone wrong. */
const MAX_TRIES = 10;

export interface ShownAddresses extends UserAddressSettings {
  readonly user: string;
  readonly dropbox: string;
  readonly forwarding: string;
}

export const makeUserAddressUse = (deps: {
  readonly ids: Pick<Ids, 'mac'>;
  readonly inboundDomains: readonly string[];
  readonly tenants: Pick<TenantDirectory, 'profile'>;
  readonly settings: Pick<MailroomSettingsStore, 'secret'>;
  readonly userAddresses: UserAddressStore;
}) => {
  /** Undefined: no such user. */
  const show = async (tenant: string, user: string): Promise<ShownAddresses | undefined> => {
    const profile = await deps.tenants.profile(tenant);
    if (profile === undefined || !profile.users.some(({ id }) => id === user)) return undefined;
    const secret = profile.mailroomSecret ?? (await deps.settings.secret(tenant));
    const { settings } = await deps.userAddresses.settings(tenant, user);
    const at = (kind: UserAddressKind) =>
      `${profile.inboundHandle}+${userSuffix(deps.ids, secret, profile, user, kind)}@${deps.inboundDomains[0]}`;
    return { user, dropbox: at('dropbox'), forwarding: at('forwarding'), ...settings };
  };

  const change = async (tenant: string, user: string, changes: Partial<UserAddressSettings>) => {
    if ((await show(tenant, user)) === undefined) return 'absent';
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const { settings, revision } = await deps.userAddresses.settings(tenant, user);
      if (await deps.userAddresses.putSettings(tenant, user, { ...settings, ...changes }, revision)) return 'changed';
    }
    return 'contended';
  };

  /** @param generation time-ordered; of the request, so that its repeat changes nothing */
  const regenerate = async (tenant: string, user: string, kind: UserAddressKind, generation: string) => {
    if ((await show(tenant, user)) === undefined) return;
    await deps.userAddresses.renew(tenant, user, kind, generation);
  };

  return { show, change, regenerate };
};

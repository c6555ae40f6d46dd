/**
 * A user's own addresses: what they are, and whose an address is. Nothing has to be stored of them: the key in the address is made of the tenant's secret, the user and
 * the generation, so users who were there before have theirs too, and a regenerated one stops with the write of its generation.
 */
import {
  KEY_LENGTH,
  readUserSuffix,
  type UserAddressKind,
  type UserAddressSettings,
  userSuffixOf,
} from '../../domain/mailroom/user-address.ts';
import type { Ids } from '../../ports/clock.ts';
import type { TenantProfile, User } from '../../ports/tenants.ts';
import type { UserAddressStore } from '../../ports/user-addresses.ts';

type Profile = Pick<TenantProfile, 'tenant' | 'users' | 'mailroomSecret' | 'addressGenerations'>;

export type UserMailbox =
  /** It has the form of one and is nobody's: given up, of a user who is gone, or guessed. */
  | { readonly kind: 'nobodys' }
  | { readonly kind: UserAddressKind; readonly user: User; readonly settings: UserAddressSettings };

export type FindUserMailbox = (profile: Profile, suffix: string) => Promise<UserMailbox | undefined>;

/** Behind the `+` of the address. */
export const userSuffix = (
  ids: Pick<Ids, 'mac'>,
  secret: string,
  { tenant, addressGenerations }: Pick<Profile, 'tenant' | 'addressGenerations'>,
  user: string,
  kind: UserAddressKind,
): string => {
  const parts = [tenant, 'user-address', kind, user, addressGenerations?.get(`${kind}#${user}`) ?? ''];
  // One MAC is 50 bits, which sign a record's address; here it is all there is to know.
  const key = ids.mac(secret, ...parts, '1') + ids.mac(secret, ...parts, '2');
  return userSuffixOf(kind, key.slice(0, KEY_LENGTH));
};

export const makeFindUserMailbox =
  (deps: { readonly ids: Pick<Ids, 'mac'>; readonly addresses: Pick<UserAddressStore, 'settings'> }): FindUserMailbox =>
  async (profile, suffix) => {
    const named = readUserSuffix(suffix);
    if (named === undefined) return undefined;
    const { tenant, users, mailroomSecret } = profile;
    const user =
      mailroomSecret === undefined
        ? undefined
        : users.find(({ id }) => userSuffix(deps.ids, mailroomSecret, profile, id, named.kind) === suffix);
    if (user === undefined) return { kind: 'nobodys' };
    return { kind: named.kind, user, settings: (await deps.addresses.settings(tenant, user.id)).settings };
  };

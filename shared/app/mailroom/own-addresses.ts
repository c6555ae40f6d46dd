/** The addresses of a tenant's own people, who are no customers. */
import { normaliseAddress } from '../../domain/address/address.ts';
import type { OwnAddresses } from '../../domain/mailroom/customer.ts';
import type { TenantProfile } from '../../ports/tenants.ts';

export const makeOwnAddresses =
  (inboundDomains: readonly string[]) =>
  ({ users, helpDeskAddresses }: Pick<TenantProfile, 'users' | 'helpDeskAddresses'>): OwnAddresses => ({
    addresses: new Set([...users.map(({ email }) => email), ...helpDeskAddresses].map(normaliseAddress)),
    inboundDomains,
  });

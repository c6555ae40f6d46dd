/** Changes the name or the help desk addresses of a tenant; two people changing different things at once both succeed. */
import type { Tenant, TenantChanges, TenantStore } from '../../ports/tenants.ts';

export type UpdateTenantOutcome =
  | { readonly kind: 'updated'; readonly tenant: Tenant }
  | { readonly kind: 'absent' }
  | { readonly kind: 'contended' };

/** Each lost race means that another change got through; so many in a row on one tenant is a script gone wrong. */
const MAX_TRIES = 10;

export const makeUpdateTenant =
  (tenants: Pick<TenantStore, 'getTenant' | 'updateTenant'>) =>
  async (id: string, changes: TenantChanges): Promise<UpdateTenantOutcome> => {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const old = await tenants.getTenant(id);
      if (old === undefined) return { kind: 'absent' };
      const tenant = await tenants.updateTenant(old, changes);
      if (tenant !== undefined) return { kind: 'updated', tenant };
    }
    return { kind: 'contended' };
  };

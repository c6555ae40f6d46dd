/** Changes some of the settings of all outgoing mail; two people changing different things at once both succeed. Nothing unverified is kept (FEATURES 112). */
import { addressesIn, type OutgoingEmail } from '../../domain/sender-address/outgoing-email.ts';
import { isVerifiedSender, mayBeAnswered } from '../../domain/sender-address/sender-address.ts';
import type { OutgoingEmailStore } from '../../ports/sender-addresses.ts';
import type { TenantDirectory } from '../../ports/tenants.ts';
import { type PieceTools, pieceOf } from './piece-of.ts';

/** Pieces come as HTML of anybody's. */
export type WantedOutgoingEmail = Partial<Omit<OutgoingEmail, 'signature' | 'footer'>> & {
  readonly signature?: string | null;
  readonly footer?: string | null;
};

export type ChangeOutgoingEmailOutcome =
  | { readonly kind: 'changed'; readonly settings: OutgoingEmail }
  | { readonly kind: 'unverified'; readonly addresses: readonly { readonly field: string; readonly address: string }[] }
  | { readonly kind: 'no-tenant' | 'contended' };

/** Each lost race means that another change got through; so many in a row on one tenant is a script gone wrong. */
const MAX_TRIES = 10;

export const makeChangeOutgoingEmail =
  (
    deps: PieceTools & {
      readonly tenants: Pick<TenantDirectory, 'profile'>;
      readonly store: OutgoingEmailStore;
      readonly inboundDomains: readonly string[];
    },
  ) =>
  async (
    tenant: string,
    { signature, footer, ...wanted }: WantedOutgoingEmail,
  ): Promise<ChangeOutgoingEmailOutcome> => {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const { settings: old, revision } = await deps.store.get(tenant);
      const profile = await deps.tenants.profile(tenant);
      if (profile === undefined) return { kind: 'no-tenant' };
      const settings: OutgoingEmail = {
        ...old,
        ...wanted,
        ...(signature === undefined ? {} : { signature: pieceOf(deps, signature) }),
        ...(footer === undefined ? {} : { footer: pieceOf(deps, footer) }),
      };
      const addresses = addressesIn(settings).filter(({ address, isCopied }) =>
        isCopied ? !isVerifiedSender(profile, address) : !mayBeAnswered(profile, deps.inboundDomains, address),
      );
      if (addresses.length > 0) return { kind: 'unverified', addresses };
      if (await deps.store.put(tenant, settings, revision)) return { kind: 'changed', settings };
    }
    return { kind: 'contended' };
  };

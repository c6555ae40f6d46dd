/** The routes of the settings of all outgoing mail; handler.ts has tenants and users. */
import { makeChangeOutgoingEmail } from '#shared/app/settings/outgoing-email-settings.ts';
import type { outgoingEmailRoutes } from '#shared/contracts/routes/outgoing-email.ts';
import { verifyPathOf } from '#shared/domain/sender-address/sender-address.ts';
import type { Handlers } from '#shared/edge/http.ts';
import { conflict, notFound, Problem } from '#shared/edge/problem.ts';
import type { OutgoingEmailStore } from '#shared/ports/sender-addresses.ts';
import type { TenantDirectory } from '#shared/ports/tenants.ts';

export interface OutgoingEmailWiring {
  readonly inboundDomains: readonly string[];
  readonly tenants: Pick<TenantDirectory, 'profile'>;
  readonly outgoingEmail: {
    readonly store: OutgoingEmailStore;
    readonly clean: (html: string) => string;
    readonly textOf: (html: string) => string;
  };
}

type Unverified = readonly { readonly field: string; readonly address: string }[];

/** FEATURES 112; `verify`: what to call, then save again. */
const notVerified = (addresses: Unverified): Problem =>
  new Problem(
    422,
    'sender-not-verified',
    'Nothing was saved: the owner of an address in these settings has not said yet that it is theirs.',
    addresses.map(({ field, address }) => ({
      field,
      message: `is not verified; POST ${verifyPathOf(address)} asks its owner`,
    })),
    { verify: [...new Set(addresses.map(({ address }) => verifyPathOf(address)))] },
  );

export const outgoingEmailHandlers = ({
  inboundDomains,
  tenants,
  outgoingEmail,
}: OutgoingEmailWiring): Handlers<typeof outgoingEmailRoutes> => {
  const { store } = outgoingEmail;
  const change = makeChangeOutgoingEmail({ ...outgoingEmail, tenants, inboundDomains });
  return {
    getOutgoingEmail: async ({ caller }) => ({ status: 200, body: (await store.get(caller.tenant)).settings }),
    patchOutgoingEmail: async ({ caller, body }) => {
      const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
      const outcome = await change(caller.tenant, given);
      switch (outcome.kind) {
        case 'changed':
          return { status: 200, body: outcome.settings };
        case 'unverified':
          throw notVerified(outcome.addresses);
        case 'no-tenant':
          throw notFound();
        case 'contended':
          throw conflict('contended', 'Others are changing these settings right now. Try again.');
      }
    },
  };
};

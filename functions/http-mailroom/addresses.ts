/** The routes of users' own addresses; handler.ts has the panel itself. */
import type { BeginRequest, PostRequest } from '#shared/app/begin-request.ts';
import { makeUserAddressUse } from '#shared/app/mailroom/change-user-addresses.ts';
import type { userAddressRoutes } from '#shared/contracts/routes/user-addresses.ts';
import type { UserAddressKind, UserAddressSettings } from '#shared/domain/mailroom/user-address.ts';
import { vCards } from '#shared/domain/mailroom/vcard.ts';
import type { Handlers } from '#shared/edge/http.ts';
import { conflict, notFound, reusedKey } from '#shared/edge/problem.ts';

export type AddressWiring = Parameters<typeof makeUserAddressUse>[0] & { readonly begin: BeginRequest };

/** What the contract parsed: an absent field is undefined there. */
type Changes = { readonly [Name in keyof UserAddressSettings]?: UserAddressSettings[Name] | undefined };

export const addressHandlers = (wiring: AddressWiring): Handlers<typeof userAddressRoutes> => {
  const use = makeUserAddressUse(wiring);
  const shown = async (tenant: string, user: string) => {
    const body = await use.show(tenant, user);
    if (body === undefined) throw notFound();
    return { status: 200, body };
  };
  const change = async (tenant: string, user: string, body: Changes) => {
    const changes = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
    const outcome = await use.change(tenant, user, changes);
    if (outcome === 'contended')
      throw conflict('contended', 'Others are changing these settings right now. Try again.');
    return shown(tenant, user);
  };
  const regenerate = async (request: PostRequest, user: string, kind: UserAddressKind) => {
    const begun = await wiring.begin(request);
    if (begun.kind !== 'go') throw reusedKey();
    await use.regenerate(request.tenant, user, kind, begun.id);
    return shown(request.tenant, user);
  };

  return {
    getMyAddresses: ({ caller }) => shown(caller.tenant, caller.user),
    changeMyAddresses: ({ caller, body }) => change(caller.tenant, caller.user, body),
    regenerateMyAddress: (request) =>
      regenerate({ ...request, ...request.caller }, request.caller.user, request.body.address),
    getMyAddressCards: async ({ caller }) => {
      const { body } = await shown(caller.tenant, caller.user);
      const text = vCards([
        { name: 'CRM: log a copy (Bcc)', address: body.dropbox, note: 'Put it into Bcc of what you write.' },
        { name: 'CRM: log a received mail', address: body.forwarding, note: "Forward customers' mail to it." },
      ]);
      return { status: 200, text, headers: { 'content-type': 'text/vcard; charset=utf-8' } };
    },
    getUserAddresses: ({ caller, params }) => shown(caller.tenant, params.id),
    changeUserAddresses: ({ caller, params, body }) => change(caller.tenant, params.id, body),
    regenerateUserAddress: (request) =>
      regenerate({ ...request, ...request.caller }, request.params.id, request.body.address),
  };
};

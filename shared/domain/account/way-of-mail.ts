/** By which way a mail of a person leaves, and who it is from there (FEATURES 87, 88, 90, 102). For sender-of-mail.ts. */
import { normaliseAddress } from '../address/address.ts';
import { type OutgoingServer, senderThrough } from '../outgoing-server/server.ts';
import { type Account, OWN_SERVER } from './account.ts';
import { chooseAccount, type MailForAccount } from './choose-account.ts';

export type WayOfMail =
  | {
      readonly kind: 'way';
      /** Absent: the platform. */
      readonly via?: string;
      readonly from: string | undefined;
      readonly fromName?: string;
      /** Who writes, where From names another. */
      readonly answersTo: string | undefined;
    }
  | { readonly kind: 'wrong'; readonly message: string };

export const wayOfMail = (
  tenant: { readonly accounts?: readonly Account[]; readonly outgoingServer?: OutgoingServer },
  mail: MailForAccount,
  sender: { readonly wantedFrom: string | undefined; readonly own: string | undefined },
): WayOfMail => {
  const chosen = chooseAccount(tenant.accounts ?? [], mail);
  const asked = sender.wantedFrom ?? sender.own;
  if (chosen.kind === 'wrong') return chosen;
  if (chosen.kind === 'account') {
    const { id: via, email: from, fromName } = chosen.account;
    const isOther = asked !== undefined && normaliseAddress(asked) !== normaliseAddress(from);
    return {
      ...{ kind: 'way', via, from, answersTo: isOther ? asked : undefined },
      ...(fromName === undefined ? {} : { fromName }),
    };
  }
  // Whoever writes must not get round the From and the server that an administrator has set.
  if (chosen.kind === 'platform' && tenant.outgoingServer !== undefined)
    return {
      kind: 'wrong',
      message: 'must not be the platform: mail of this company goes through its outgoing server',
    };
  const server = chosen.kind === 'default' ? tenant.outgoingServer : undefined;
  if (server === undefined && mail.wanted === OWN_SERVER)
    return { kind: 'wrong', message: 'is not set up; PUT /v1/settings/outgoing-server, or leave it out' };
  if (server === undefined) return { kind: 'way', from: asked, answersTo: undefined };
  return { kind: 'way', via: OWN_SERVER, ...senderThrough(server, { ...sender, own: asked }) };
};

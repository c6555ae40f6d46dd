/** All addresses that mail of a tenant comes from or is answered to, with those that somebody wants to use (FEATURES 111): by address, each once. */
import { normaliseAddress } from '../address/address.ts';
import { forcedFrom } from '../outgoing-server/server.ts';
import type { Group } from '../tenant/group.ts';
import { addressesIn, type OutgoingEmail } from './outgoing-email.ts';
import { isVerifiedSender, type KnownSenders } from './sender-address.ts';

export interface ListedSender {
  readonly address: string;
  readonly status: 'verified' | 'unverified';
  readonly verifiedAt: string | null;
  readonly requestedAt: string | null;
  readonly requestedBy: string | null;
  readonly usedBy: readonly string[];
}

export interface SenderLists extends KnownSenders {
  readonly users: readonly { readonly id: string; readonly email: string; readonly unverified?: true }[];
  readonly groups: readonly Group[];
  readonly outgoingEmail?: OutgoingEmail;
}

const usesOf = ({ users, groups, outgoingServer, outgoingEmail }: SenderLists) => {
  const forced = outgoingServer === undefined ? undefined : forcedFrom(outgoingServer);
  return [
    ...users.map(({ id, email }) => ({ address: email, by: `users.${id}` })),
    ...groups.flatMap(({ id, address }) => (address === undefined ? [] : [{ address, by: `groups.${id}` }])),
    ...(outgoingEmail === undefined ? [] : addressesIn(outgoingEmail)).map(({ field, address }) => ({
      address,
      by: `settings.${field}`,
    })),
    ...(forced === undefined ? [] : [{ address: forced, by: 'outgoing-server' }]),
  ];
};

export const listedSenders = (lists: SenderLists): readonly ListedSender[] => {
  const asked = lists.senderAddresses ?? [];
  const uses = usesOf(lists);
  const byForm = new Map([...uses, ...asked].map(({ address }) => [normaliseAddress(address), address]));
  return [...byForm]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([form, address]) => {
      const sender = asked.find((one) => normaliseAddress(one.address) === form);
      return {
        address,
        status: isVerifiedSender(lists, address) ? 'verified' : 'unverified',
        verifiedAt: sender?.verifiedAt ?? null,
        requestedAt: sender?.requestedAt ?? null,
        requestedBy: sender?.requestedBy ?? null,
        usedBy: uses.filter((use) => normaliseAddress(use.address) === form).map(({ by }) => by),
      };
    });
};

/**
 * Where a customer's mail server really is. Asked once for each connection, and the connection goes to the address that was checked: a name that leads
 * elsewhere a moment later (DNS rebinding) leads nowhere new.
 */
import { lookup } from 'node:dns/promises';
import { isLoopback, literalOf, whyNotPublic } from '../../domain/outgoing-server/public-address.ts';
import type { ServerName } from '../../domain/outgoing-server/server.ts';
import { PORTS } from '../../domain/outgoing-server/server.ts';

export type FoundHost =
  | { readonly kind: 'found'; readonly address: string; readonly isLoopback: boolean }
  /** `why` completes "The outgoing server ..."; nothing is connected to. */
  | { readonly kind: 'forbidden'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string };

export type ResolveHost = (host: string) => Promise<readonly string[]>;

const resolveByDns: ResolveHost = async (host) => (await lookup(host, { all: true })).map(({ address }) => address);

export type FindHost = (server: ServerName) => Promise<FoundHost>;

/** @param mayBeLoopback only in the embedded cloud: servers of this very machine, any port, encrypted or not */
export const makeFindHost =
  (mayBeLoopback: boolean, resolve: ResolveHost = resolveByDns): FindHost =>
  async ({ encryption, host, port }) => {
    const literal = literalOf(host);
    const addresses = literal === undefined ? await resolve(host).catch(() => []) : [literal];
    const [address] = addresses;
    if (address === undefined) return { kind: 'unknown', why: 'There is no such host name.' };
    if (mayBeLoopback && addresses.every(isLoopback)) return { kind: 'found', address, isLoopback: true };
    // One of several is enough to refuse: which of them a resolver names first is in its owner's hand.
    const why = addresses.map(whyNotPublic).find((one) => one !== undefined);
    if (why !== undefined)
      return {
        kind: 'forbidden',
        why: `${literal === undefined ? 'Its name leads to' : 'It is'} ${why}; only servers with a public address are connected to.`,
      };
    if (!PORTS.includes(port))
      return { kind: 'forbidden', why: `Port ${port} is not one for mail: use ${PORTS.join(', ')}.` };
    if (encryption === 'smtp')
      return {
        kind: 'forbidden',
        why: 'Without encryption the password could be read on the way: use tls:// or ssl://.',
      };
    return { kind: 'found', address, isLoopback: false };
  };

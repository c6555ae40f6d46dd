/**
 * The DNS as the world sees it. Lambda's own resolver, in the embedded cloud the one of its zone file. Each question has some seconds: a name server that is
 * silent must not hold up the answer to a person who pressed "check".
 */
import { Resolver } from 'node:dns/promises';
import type { DnsAnswer, DnsType } from '../../domain/sender-domain/dns-answer.ts';
import type { Dns } from '../../ports/dns.ts';

/** Two tries of 1.5 s and 3 s, as c-ares doubles them. */
const WAIT = { timeout: 1_500, tries: 2 };

/** The name is there without such a record, or it is not there (c-ares' ENODATA, ENOTFOUND). Everything else is no answer. */
const NONE = new Set(['ENODATA', 'ENOTFOUND']);

const hostOf = (host: string): string => host.toLowerCase().replace(/\.$/, '');

const ask = async (resolver: Resolver, name: string, type: DnsType): Promise<readonly string[]> => {
  switch (type) {
    case 'TXT':
      // Strings of one record belong together without anything between (RFC 7208 section 3.3).
      return (await resolver.resolveTxt(name)).map((strings) => strings.join(''));
    case 'CNAME':
      return (await resolver.resolveCname(name)).map(hostOf);
    case 'MX':
      return (await resolver.resolveMx(name)).map(({ priority, exchange }) => `${priority} ${hostOf(exchange)}`);
  }
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** @param server `127.0.0.1:5353`; absent: as the machine is set up */
export const makeDns = (server: string | undefined): Dns => {
  const resolver = new Resolver(WAIT);
  if (server !== undefined) resolver.setServers([server]);
  return {
    look: async (name, type): Promise<DnsAnswer> => {
      try {
        const values = await ask(resolver, name, type);
        return values.length === 0 ? { kind: 'none' } : { kind: 'found', values };
      } catch (error) {
        return { kind: NONE.has(codeOf(error)) ? 'none' : 'unknown' };
      }
    },
  };
};

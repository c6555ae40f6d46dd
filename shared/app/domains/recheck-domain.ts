/**
 * The schedule's look at a domain: every hour while it is being set up, then once a day (FEATURES 107). One due entry each, so that with nothing due nothing is read.
 * The next entry stands before this one goes. Two runs at once may write two next entries: the first that comes moves the domain on, the other is left over.
 */
import { nextCheckMs } from '../../domain/sender-domain/sender-domain.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SenderDomainStore, SendingIdentities } from '../../ports/sender-domains.ts';
import type { DueEntries, DueEntry } from '../../ports/sending.ts';
import type { CheckDomain } from './check-domain.ts';

export type RecheckDomain = (entry: DueEntry & { readonly domain: string }) => Promise<void>;

export const makeRecheckDomain =
  (deps: {
    readonly clock: Clock;
    readonly domains: Pick<SenderDomainStore, 'get' | 'replace'>;
    readonly identities: Pick<SendingIdentities, 'find'>;
    readonly due: Pick<DueEntries, 'put' | 'remove'>;
    readonly checkDomain: CheckDomain;
  }): RecheckDomain =>
  async (entry) => {
    const { tenant, mailId: generation, domain: name } = entry;
    const known = await deps.domains.get(tenant, name);
    // Taken off the list, and put there again it has an entry of its own; or a second entry of one turn.
    if (known?.generation !== generation || entry.revision < known.watch) return deps.due.remove(entry);
    const domain = await deps.checkDomain(tenant, name, await deps.identities.find(name));
    const at = new Date(nextCheckMs(domain ?? known, deps.clock.nowMs())).toISOString();
    const revision = entry.revision + 1;
    await deps.due.put({ at, revision, tenant, mailId: generation, domain: name });
    if (domain !== undefined) await deps.domains.replace(tenant, domain, { watch: revision });
    await deps.due.remove(entry);
  };

/**
 * The mailbox of one record, `handle+archive+<id>` (seed "Mailbox for each record", FEATURES 75-77): the mail goes to that record. Ids can be guessed, so only
 * the tenant's own people and those the record is about may write there (Decisions 76), or whoever has the signed address; anybody else's mail is kept aside with
 * the reason.
 */
import type { Outcome } from '../../domain/mailroom/outcome.ts';
import { reasonOf } from '../../domain/mailroom/reason.ts';
import type { RecordMailbox } from '../../domain/mailroom/record-address.ts';
import type { CrmRecord } from '../../domain/record/record.ts';
import { mayWriteTo } from './related.ts';
import type { ActionDeps, Situation } from './situation.ts';
import { continueThread } from './thread-record.ts';

/** "Contacts, Leads, Organizations, Cases & Opportunities" (seed). */
const MODULES = ['cases', 'contacts', 'leads', 'opportunities', 'organizations', 'internal-tickets'];

const recordOf = async (
  deps: Pick<ActionDeps, 'records'>,
  tenant: string,
  named: RecordMailbox,
): Promise<CrmRecord | undefined> => {
  if (named.kind === 'number') return deps.records.findByNumber(tenant, named.number);
  for (const module of MODULES) {
    const found = await deps.records.get(tenant, { module, id: named.id });
    if (found !== undefined) return found;
  }
  return undefined;
};

export const archiveToRecord = async (
  deps: ActionDeps,
  situation: Situation,
  named: RecordMailbox,
): Promise<Outcome> => {
  const { tenant, secret } = situation;
  const record = await recordOf(deps, tenant, named);
  if (record === undefined) return { kind: 'quarantined', reason: reasonOf('unknown-record') };
  const isSigned =
    named.kind === 'signed' && secret !== undefined && named.mac === deps.ids.mac(secret, tenant, record.id);
  if (!isSigned && !(await mayWriteTo(deps, situation, record)))
    return { kind: 'quarantined', reason: reasonOf('not-related') };
  return continueThread(deps, situation, record, 'archive');
};

/**
 * The mailbox of one record, `handle+archive+<id>` (seed "Mailbox for each record", FEATURES 75-77): the mail goes to that record. Ids can be guessed, so only
 * the tenant's own people and those the record is about may write there (Decisions 76); anybody else's mail is kept aside with the reason.
 */
import { normaliseAddress } from '../../domain/address/address.ts';
import { isOwn, type OwnAddresses } from '../../domain/mailroom/customer.ts';
import type { Outcome } from '../../domain/mailroom/outcome.ts';
import { reasonOf } from '../../domain/mailroom/reason.ts';
import { answersTo, type CrmRecord } from '../../domain/record/record.ts';
import type { ActionDeps, Situation } from './situation.ts';
import { joinThread } from './thread-record.ts';

/** "Contacts, Leads, Organizations, Cases & Opportunities" (seed). */
const MODULES = ['cases', 'contacts', 'leads', 'opportunities', 'organizations'];

const recordOf = async (deps: ActionDeps, tenant: string, id: string): Promise<CrmRecord | undefined> => {
  for (const module of MODULES) {
    const found = await deps.records.get(tenant, { module, id });
    if (found !== undefined) return found;
  }
  return undefined;
};

/** By the record's own address, by that of its contact or organization, or by one of the organization's contacts. */
const isRelated = async (deps: ActionDeps, tenant: string, record: CrmRecord, address: string): Promise<boolean> => {
  if (answersTo(record, address)) return true;
  const { contactId, organizationId } = record.fields;
  const senders = await deps.records.findByEmail(tenant, normaliseAddress(address));
  return senders.some(
    (sender) =>
      sender.id === contactId || sender.id === organizationId || sender.fields['organizationId'] === record.id,
  );
};

export const archiveToRecord = async (
  deps: ActionDeps,
  situation: Situation,
  id: string,
  own: OwnAddresses,
): Promise<Outcome> => {
  const { tenant, mail } = situation;
  const record = await recordOf(deps, tenant, id);
  if (record === undefined) return { kind: 'quarantined', reason: reasonOf('unknown-record') };
  const address = mail.message.from?.address ?? '';
  if (!isOwn(address, own) && !(await isRelated(deps, tenant, record, address)))
    return { kind: 'quarantined', reason: reasonOf('not-related') };
  return { kind: 'acted', action: 'archive', records: await joinThread(deps, situation, record) };
};

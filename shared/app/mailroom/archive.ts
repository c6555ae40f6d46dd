/** Archive Email (seed, FEATURES 13, 56): attach to the records of From; of To only when From matches none. */
import type { Outcome } from '../../domain/mailroom/outcome.ts';
import { reasonOf } from '../../domain/mailroom/reason.ts';
import { type CrmRecord, isOpenOpportunity } from '../../domain/record/record.ts';
import type { RecordRef } from '../../ports/record-store.ts';
import { attach } from './attach.ts';
import type { ActionDeps, Situation } from './situation.ts';

const matching = async (deps: ActionDeps, { tenant, mail }: Situation): Promise<readonly CrmRecord[]> => {
  const { from, to } = mail.message;
  const ofSender = from === undefined ? [] : await deps.records.findByEmail(tenant, from.address);
  if (ofSender.length > 0) return ofSender;
  for (const recipient of to) {
    const ofRecipient = await deps.records.findByEmail(tenant, recipient.address);
    if (ofRecipient.length > 0) return ofRecipient;
  }
  return [];
};

/** The contact's oldest open opportunity takes the mail too (Decisions 56). */
export const openOpportunityOf = async (
  deps: Pick<ActionDeps, 'records'>,
  tenant: string,
  records: readonly RecordRef[],
) => {
  const contact = records.find((record) => record.module === 'contacts');
  if (contact === undefined) return [];
  const related = await deps.records.findRelated(tenant, contact.id);
  const open = related.find(isOpenOpportunity);
  return open === undefined || records.some((record) => record.id === open.id) ? [] : [open];
};

export const archive = async (deps: ActionDeps, situation: Situation): Promise<Outcome> => {
  const records = await matching(deps, situation);
  if (records.length === 0) return { kind: 'skipped', action: 'archive', reason: reasonOf('no-record-found') };
  const targets = [...records, ...(await openOpportunityOf(deps, situation.tenant, records))];
  return {
    kind: 'acted',
    action: 'archive',
    records: await attach(deps.records, situation.tenant, situation.mail, targets),
  };
};

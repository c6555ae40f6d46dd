/** Create Opportunities (seed, FEATURES 55): a new mail of a contact makes one; a reply never comes here (act.ts). */
import { Failure } from '../../domain/failure.ts';
import type { TouchedRecord } from '../../domain/mailroom/outcome.ts';
import { reasonOf } from '../../domain/mailroom/reason.ts';
import { attach } from './attach.ts';
import type { Party } from './ensure-party.ts';
import { makeTicket, ticketFields } from './make-ticket.ts';
import { rememberThread } from './remember-thread.ts';
import type { Action } from './situation.ts';

const acted = (records: readonly TouchedRecord[]) =>
  ({ kind: 'acted', action: 'create-opportunity', records }) as const;

export const createOpportunity: Action = async (deps, situation) => {
  const { tenant, mail, customer } = situation;
  const found = customer.kind === 'none' ? [] : await deps.records.findByEmail(tenant, customer.address.address);
  const contacts = found.filter((record) => record.module === 'contacts');
  const [owner] = contacts;
  if (owner === undefined) return { kind: 'skipped', action: 'create-opportunity', reason: reasonOf('not-a-contact') };
  const organization = owner.fields['organizationId'];
  const fields = ticketFields(situation, {
    contactId: owner.id,
    ...(typeof organization === 'string' ? { organizationId: organization } : {}),
  });
  const opportunity = await makeTicket(deps, situation, 'opportunities', fields);
  if (opportunity === undefined)
    throw new Failure('invalid-input', 'opportunity-deleted-again', 'Every opportunity made of this mail was deleted.');
  await rememberThread(deps, situation, opportunity);
  const linked = contacts.map(({ module, id }): Party => ({ module, id, did: 'attached' }));
  return acted(await attach(deps.records, tenant, mail, [opportunity, ...linked]));
};

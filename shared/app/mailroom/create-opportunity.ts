/** Create Opportunities (seed, FEATURES 55): a new mail of a contact makes one; a reply goes to the opportunity of its thread. */
import { Failure } from '../../domain/failure.ts';
import type { TouchedRecord } from '../../domain/mailroom/outcome.ts';
import { reasonOf } from '../../domain/mailroom/reason.ts';
import { attach } from './attach.ts';
import type { Party } from './ensure-party.ts';
import { findTicket, makeTicket, rememberTicket, ticketFields } from './make-ticket.ts';
import type { Action } from './situation.ts';

const acted = (records: readonly TouchedRecord[]) =>
  ({ kind: 'acted', action: 'create-opportunity', records }) as const;

export const createOpportunity: Action = async (deps, situation) => {
  const { tenant, mail, customer } = situation;
  const known = await findTicket(deps, situation, 'opportunities');
  if (known !== undefined) {
    await rememberTicket(deps, situation, known);
    return acted(await attach(deps.records, tenant, mail, [{ ...known, did: 'updated' }]));
  }
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
  await rememberTicket(deps, situation, opportunity);
  const linked = contacts.map(({ module, id }): Party => ({ module, id, did: 'attached' }));
  return acted(await attach(deps.records, tenant, mail, [opportunity, ...linked]));
};

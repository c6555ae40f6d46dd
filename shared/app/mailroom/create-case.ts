/** Create Case (seed, FEATURES 9, 54): a new mail makes one and links it to the customer's contact; a reply never comes here (act.ts). */
import { Failure } from '../../domain/failure.ts';
import type { Outcome } from '../../domain/mailroom/outcome.ts';
import { attach } from './attach.ts';
import { ensureParty, type Party } from './ensure-party.ts';
import { makeTicket, ticketFields } from './make-ticket.ts';
import { rememberThread } from './remember-thread.ts';
import type { Action, ActionDeps, Situation } from './situation.ts';

const acted = (records: Extract<Outcome, { kind: 'acted' }>['records']): Outcome => ({
  kind: 'acted',
  action: 'create-case',
  records,
});

/** A customer gets a contact; one of our own people only the contact that already has that address (FEATURES 9, first row). */
const contactsOf = async (deps: ActionDeps, situation: Situation): Promise<readonly Party[]> => {
  const { tenant, mail, customer, createContact } = situation;
  if (customer.kind !== 'none' && createContact) return ensureParty(deps, situation, 'contacts', customer.address);
  const address = customer.kind === 'none' ? mail.message.from?.address : customer.address.address;
  const known = await deps.records.findByEmail(tenant, address ?? '');
  return known
    .filter((record) => record.module === 'contacts')
    .map(({ module, id }) => ({ module, id, did: 'attached' }));
};

/** The oldest contact owns the case, with its organization (Decisions 10, 11). */
const partiesOf = async (deps: ActionDeps, tenant: string, contacts: readonly Party[]) => {
  const [owner] = contacts;
  if (owner === undefined) return {};
  const organization = (await deps.records.get(tenant, owner))?.fields['organizationId'];
  return { contactId: owner.id, ...(typeof organization === 'string' ? { organizationId: organization } : {}) };
};

export const createCase: Action = async (deps, situation) => {
  const { tenant, mail } = situation;
  const contacts = await contactsOf(deps, situation);
  const fields = ticketFields(situation, await partiesOf(deps, tenant, contacts));
  const ticket = await makeTicket(deps, situation, 'cases', fields);
  if (ticket === undefined)
    throw new Failure('invalid-input', 'case-deleted-again', 'Every case made of this mail was deleted.');
  await rememberThread(deps, situation, ticket);
  return acted(await attach(deps.records, tenant, mail, [ticket, ...contacts]));
};

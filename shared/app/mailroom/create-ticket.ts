/**
 * Create Internal Ticket (seed, "Internal Ticket"): what the tenant's own people ask of each other. Unlike a case it is about whoever wrote, also one of the users,
 * who are nobody's customers elsewhere (FEATURES 8), and it makes no contact of anybody. A reply never comes here (act.ts).
 */
import { Failure } from '../../domain/failure.ts';
import { attach } from './attach.ts';
import { makeTicket, ticketFields } from './make-ticket.ts';
import { rememberThread } from './remember-thread.ts';
import type { Action, ActionDeps } from './situation.ts';

/** Of several contacts with the address the oldest (Decisions 11). */
const contactOf = async ({ records }: ActionDeps, tenant: string, address: string) => {
  const known = await records.findByEmail(tenant, address);
  return known.find(({ module }) => module === 'contacts');
};

export const createTicket: Action = async (deps, situation) => {
  const { tenant, mail } = situation;
  const requester = mail.message.from?.address.trim() ?? '';
  const contact = await contactOf(deps, tenant, requester);
  // `requester` and not `email`: a record's `email` draws the mail that its owner files with +archive, which for a user is any customer's.
  const { email: _email, ...fields } = ticketFields(situation, {
    requester,
    ...(contact === undefined ? {} : { contactId: contact.id }),
  });
  const ticket = await makeTicket(deps, situation, 'internal-tickets', fields);
  if (ticket === undefined)
    throw new Failure('invalid-input', 'ticket-deleted-again', 'Every ticket made of this mail was deleted.');
  await rememberThread(deps, situation, ticket);
  const targets = contact === undefined ? [ticket] : [ticket, { ...contact, did: 'attached' as const }];
  return { kind: 'acted', action: 'create-ticket', records: await attach(deps.records, tenant, mail, targets) };
};

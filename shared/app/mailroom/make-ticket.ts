/** Makes a case, an opportunity or an internal ticket of a mail. */
import { cut } from '../../domain/message/cut.ts';
import { type Fields, isTicket, MAX_TEXT_LENGTH } from '../../domain/record/record.ts';
import type { Party } from './ensure-party.ts';
import { holdToRate } from './hold-to-rate.ts';
import type { ActionDeps, Situation } from './situation.ts';

export type TicketModule = 'cases' | 'opportunities' | 'internal-tickets';

/** Title = subject, description = text, status Open, source mail (FEATURES 18). */
export const ticketFields = ({ mail, customer, wanted, makes }: Situation, parties: Fields): Fields => ({
  title: cut(mail.message.subject, 255),
  description: cut(mail.message.text, MAX_TEXT_LENGTH),
  // An opportunity of old mail may well be open still; a case is over.
  status: mail.imported && makes !== undefined && isTicket(makes) ? 'Closed' : 'Open',
  source: 'mail',
  ...(customer.kind === 'none' ? {} : { email: customer.address.address.trim() }),
  ...parties,
  ...wanted.fromBody,
  ...wanted.fixed,
});

export const makeTicket = async (
  deps: ActionDeps,
  situation: Situation,
  module: TicketModule,
  fields: Fields,
): Promise<Party | undefined> => {
  const { tenant, mail } = situation;
  await holdToRate(deps, situation);
  const owned = { owner: await situation.owner(), ...fields };
  let id = deps.ids.derived(Date.parse(mail.receivedAt), mail.id, module);
  // A replayed mail whose case was deleted makes a new one: that is what a person who replays it wants.
  for (let made = 0; made < 10; made += 1) {
    const outcome = await deps.records.create(tenant, {
      module,
      id,
      fields: owned,
      createdAt: mail.receivedAt,
      madeBy: mail.id,
    });
    if (outcome.kind !== 'deleted') return { module, id, did: 'created' };
    id = deps.ids.derived(Date.parse(mail.receivedAt), mail.id, module, id);
  }
  return undefined;
};

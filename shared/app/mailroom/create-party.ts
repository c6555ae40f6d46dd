/** Create Lead, Create Contact, Create Organization (seed, FEATURES 57, 58): a record for a new sender, else the mail goes to the one there is. */
import type { ActionType } from '../../domain/mailroom/default-actions.ts';
import { whyNoCustomer } from '../../domain/mailroom/who-wrote.ts';
import { attach } from './attach.ts';
import { ensureParty, type PartyModule } from './ensure-party.ts';
import type { Action } from './situation.ts';

type PartyAction = Extract<ActionType, 'create-lead' | 'create-contact' | 'create-organization'>;

const MODULE: Readonly<Record<PartyAction, PartyModule>> = {
  'create-lead': 'leads',
  'create-contact': 'contacts',
  'create-organization': 'organizations',
};

export const createParty =
  (action: PartyAction): Action =>
  async (deps, situation) => {
    const { tenant, mail, customer } = situation;
    if (customer.kind === 'none') return { kind: 'skipped', action, reason: whyNoCustomer(mail.message) };
    const parties = await ensureParty(deps, situation, MODULE[action], customer.address);
    return { kind: 'acted', action, records: await attach(deps.records, tenant, mail, parties) };
  };

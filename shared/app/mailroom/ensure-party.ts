/**
 * Finds the records of a person or organization by address, or makes one. However many mails of a new sender arrive at once, one record is made:
 * the claim decides (ARCHITECTURE, State), not the look-up before it.
 */
import { type MailAddress, normaliseAddress } from '../../domain/address/address.ts';
import { personNameOf, tidyName } from '../../domain/address/person-name.ts';
import { Failure } from '../../domain/failure.ts';
import type { TouchedRecord } from '../../domain/mailroom/outcome.ts';
import { cut } from '../../domain/message/cut.ts';
import { answersTo, type Fields } from '../../domain/record/record.ts';
import type { RecordRef } from '../../ports/record-store.ts';
import type { ActionDeps, Situation } from './situation.ts';

export type PartyModule = 'leads' | 'contacts' | 'organizations';

export type Party = RecordRef & { readonly did: TouchedRecord['did'] };

/** A claim whose record was deleted is taken over; that many deaths of one sender's records within one mail mean something else is wrong. */
const MAX_TAKEOVERS = 5;

/**
 * A sender's record is found by its address and while it is not converted. A rule that set either would make one that answers to nobody, and the next mail, or
 * the next try of this one, another.
 */
const withoutIdentity = ({ email: _email, converted: _converted, ...rest }: Fields): Fields => rest;

/** Fields of a new record (FEATURES 17, 18). */
const fieldsOf = (module: PartyModule, address: MailAddress, owner: string, fixed: Fields): Fields => ({
  ...(module === 'organizations'
    ? { name: tidyName(address.name) || cut(address.address, 255) }
    : personNameOf(address)),
  email: address.address.trim(),
  ...(module === 'leads' ? { status: 'Open' } : {}),
  source: 'mail',
  owner,
  ...withoutIdentity(fixed),
});

const makeOne = async (
  deps: ActionDeps,
  situation: Situation,
  module: PartyModule,
  address: MailAddress,
): Promise<Party> => {
  const { tenant, mail } = situation;
  // What a rule sets is for the record it makes, not for the contact that a case of its gets.
  const fixed = situation.makes === module ? situation.wanted.fixed : {};
  // A copy may make a record of each recipient (log-copy.ts): one candidate for all would be fought over.
  const email = normaliseAddress(address.address);
  let candidate = deps.ids.derived(Date.parse(mail.receivedAt), mail.id, module, email);
  let deadId: string | undefined;
  const owner = await situation.owner();
  for (let takeover = 0; takeover < MAX_TAKEOVERS; takeover += 1) {
    const id = await deps.records.claimSender(tenant, module, address.address, candidate, deadId);
    const made = await deps.records.create(tenant, {
      module,
      id,
      fields: fieldsOf(module, address, owner, fixed),
      createdAt: mail.receivedAt,
      madeBy: mail.id,
    });
    const alive = made.kind !== 'deleted' && answersTo(made.record, address.address);
    if (alive) return { module, id, did: made.kind === 'created' ? 'created' : 'attached' };
    deadId = id;
    candidate = deps.ids.derived(Date.parse(mail.receivedAt), mail.id, module, email, deadId);
  }
  throw new Failure('unavailable', 'sender-claim-contended', 'Records of this sender vanish as fast as they are made.');
};

/** All live records of the module with that address, oldest first, or one just made. */
export const ensureParty = async (
  deps: ActionDeps,
  situation: Situation,
  module: PartyModule,
  address: MailAddress,
): Promise<readonly [Party, ...Party[]]> => {
  const known = await deps.records.findByEmail(situation.tenant, address.address);
  const [first, ...rest] = known
    .filter((record) => record.module === module)
    .map(({ id, madeBy }): Party => ({ module, id, did: madeBy === situation.mail.id ? 'created' : 'attached' }));
  return first === undefined ? [await makeOne(deps, situation, module, address)] : [first, ...rest];
};

/**
 * Mail to a user's own address (FEATURES 78, 79): a copy of what the user wrote goes on the timelines of whom it was written to, a mail passed on goes on its author's.
 * For act.ts; rules have no say. A copy informs: it comments on no case and opens none again.
 * Every step has the ids of the mail, so it may be killed and repeated.
 */
import type { MailAddress } from '../../domain/address/address.ts';
import { isOwn } from '../../domain/mailroom/customer.ts';
import type { Outcome } from '../../domain/mailroom/outcome.ts';
import { type ReasonCode, reasonOf } from '../../domain/mailroom/reason.ts';
import { CREATE_MISSING, peopleWrittenTo, SEARCH_ORDERS, writesFrom } from '../../domain/mailroom/user-address.ts';
import { originalAuthor, whoWrote } from '../../domain/mailroom/who-wrote.ts';
import { openOpportunityOf } from './archive.ts';
import { attach } from './attach.ts';
import { ensureParty, type Party } from './ensure-party.ts';
import { findThread } from './find-thread.ts';
import type { ActionDeps, Situation } from './situation.ts';
import { mergedInto } from './thread-record.ts';
import type { UserMailbox } from './user-mailbox.ts';

type OfUser = Exclude<UserMailbox, { kind: 'nobodys' }>;

const quarantined = (code: ReasonCode): Outcome => ({ kind: 'quarantined', reason: reasonOf(code) });
const skipped = (code: ReasonCode): Outcome => ({ kind: 'skipped', action: 'archive', reason: reasonOf(code) });

interface Found {
  readonly direction: 'outgoing' | undefined;
  readonly people: readonly MailAddress[];
}

/** Whom the mail is about, or why it is about nobody. */
const peopleOf = (to: OfUser, { mail, own, settings }: Situation): Found | Outcome => {
  const { message, forged, replayed } = mail;
  const from = message.from?.address ?? '';
  const isUsers = writesFrom(to.user.email, to.settings, from);
  // A filter that forwards keeps the customer's From (FEATURES 20), so there only the address itself shows that the user wants it logged.
  const isAutomatic = to.kind === 'forwarding' && !isUsers && !isOwn(from, own);
  if (isAutomatic) {
    const author = whoWrote(mail, own, settings);
    return { direction: undefined, people: author === undefined || isOwn(author.address, own) ? [] : [author] };
  }
  if (!isUsers) return quarantined('not-your-sender');
  if (forged && !replayed) return quarantined('forged-sender');
  if (to.kind === 'dropbox') return { direction: 'outgoing', people: peopleWrittenTo(message, own) };
  const author = originalAuthor(message);
  if (author === undefined) return skipped('no-original');
  return { direction: undefined, people: isOwn(author.address, own) ? [] : [author] };
};

/** All of the first module that has one (Decisions 10, 11), or one just made; machines and lists make nobody. */
const recordsOf = async (
  deps: ActionDeps,
  situation: Situation,
  { settings }: OfUser,
  person: MailAddress,
): Promise<readonly Party[]> => {
  const { tenant, mail } = situation;
  const known = await deps.records.findByEmail(tenant, person.address);
  for (const module of SEARCH_ORDERS[settings.searchOrder]) {
    const found = known
      .filter((record) => record.module === module)
      .map(({ id, madeBy }): Party => ({ module, id, did: madeBy === mail.id ? 'created' : 'attached' }));
    if (found.length > 0) return found;
  }
  const module = CREATE_MISSING[settings.createMissing];
  return module === undefined || mail.kind !== 'ordinary' ? [] : ensureParty(deps, situation, module, person);
};

/** With a contact goes its oldest open opportunity (Decisions 56). */
const targetsOf = async (
  deps: ActionDeps,
  situation: Situation,
  to: OfUser,
  people: readonly MailAddress[],
): Promise<readonly Party[]> => {
  const targets = new Map<string, Party>();
  const add = (party: Party) => {
    const key = `${party.module}#${party.id}`;
    if (!targets.has(key)) targets.set(key, party);
  };
  const thread = await findThread(deps, situation);
  if (thread !== undefined) {
    const { module, id } = await mergedInto(deps, situation.tenant, thread);
    add({ module, id, did: 'attached' });
  }
  for (const person of people) {
    const parties = await recordsOf(deps, situation, to, person);
    for (const party of parties) add(party);
    const open = await openOpportunityOf(deps, situation.tenant, parties);
    for (const { module, id } of open) add({ module, id, did: 'attached' });
  }
  return [...targets.values()];
};

export const logCopy = async (deps: ActionDeps, general: Situation, to: UserMailbox): Promise<Outcome> => {
  if (to.kind === 'nobodys') return quarantined('unknown-user-address');
  const found = peopleOf(to, general);
  if ('kind' in found) return found;
  const { people, direction } = found;
  if (people.length === 0) return skipped('no-customer');
  const mail = direction === undefined ? general.mail : { ...general.mail, direction };
  const situation: Situation = { ...general, mail, owner: async () => to.user.id };
  const targets = await targetsOf(deps, situation, to, people);
  const [first] = targets;
  if (first === undefined) return skipped('no-record-found');
  const { messageId } = mail.message;
  if (messageId !== undefined) await deps.threads.offerThread(situation.tenant, messageId, first);
  return { kind: 'acted', action: 'archive', records: await attach(deps.records, situation.tenant, mail, targets) };
};

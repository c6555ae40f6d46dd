/**
 * The record a reply belongs to, whichever mailbox it comes by (FEATURES 52, 55, 69). In this order: our own signed token in References, the Message-ID of a mail
 * of the thread, the number of a case in the subject if the sender belongs to that case. Never the subject alone: strangers would be merged. For act.ts.
 */
import { caseNumberIn } from '../../domain/mailroom/case-number.ts';
import { readThreadToken } from '../../domain/mailroom/record-address.ts';
import type { CrmRecord } from '../../domain/record/record.ts';
import type { RecordRef } from '../../ports/record-store.ts';
import { mayWriteTo } from './related.ts';
import type { ActionDeps, Situation } from './situation.ts';

/** A token that somebody else made is none. */
const byToken = (
  deps: Pick<ActionDeps, 'ids'>,
  { tenant, own, secret }: Situation,
  references: readonly string[],
): RecordRef | undefined => {
  if (secret === undefined) return undefined;
  const tokens = references.flatMap((reference) => readThreadToken(reference, own.inboundDomains) ?? []);
  return tokens.find(({ record, mac }) => mac === deps.ids.mac(secret, tenant, record.id))?.record;
};

const byNumber = async (deps: ActionDeps, situation: Situation): Promise<CrmRecord | undefined> => {
  const { tenant, mail, settings } = situation;
  const number = caseNumberIn(mail.message.subject, settings.casePrefix);
  const found = number === undefined ? undefined : await deps.records.findByNumber(tenant, number);
  return found !== undefined && (await mayWriteTo(deps, situation, found)) ? found : undefined;
};

/** A deleted record takes no mail. */
export const findThread = async (deps: ActionDeps, situation: Situation): Promise<CrmRecord | undefined> => {
  const { tenant, mail } = situation;
  const { messageId, references } = mail.message;
  // A mail that names itself would, tried again after a crash, be a reply to the half-made case of its first try and leave the rest unmade.
  const earlier = references.filter((reference) => reference !== messageId);
  const ref = byToken(deps, situation, earlier) ?? (await deps.threads.findThread(tenant, earlier));
  const found = ref === undefined ? undefined : await deps.records.get(tenant, ref);
  return found ?? byNumber(deps, situation);
};

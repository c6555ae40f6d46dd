/**
 * The record a reply belongs to, whichever mailbox it comes by: the case or opportunity that a mail of the thread made, or the record that a mail was
 * sent from (FEATURES 52, 55, 69). For act.ts, before any mailbox's own action: a customer who answers a mail of their contact wants no new case.
 */
import type { TouchedRecord } from '../../domain/mailroom/outcome.ts';
import type { RecordRef } from '../../ports/record-store.ts';
import { attach } from './attach.ts';
import type { ActionDeps, Situation } from './situation.ts';
import { commentOn, reopenCase } from './update-case.ts';

/** By Message-ID, which a stranger cannot guess; never by subject (FEATURES 69). A deleted record takes no mail. */
export const findThreadRecord = async (
  deps: ActionDeps,
  { tenant, mail }: Situation,
): Promise<RecordRef | undefined> => {
  const { messageId, references } = mail.message;
  // A mail that names itself would, tried again after a crash, be a reply to the half-made case of its first try and leave the rest unmade.
  const earlier = references.filter((reference) => reference !== messageId);
  const ref = await deps.threads.findThread(tenant, earlier);
  return ref === undefined || (await deps.records.get(tenant, ref)) === undefined ? undefined : ref;
};

/** Later mails of the thread find the record by this mail's Message-ID. */
export const rememberThread = async (
  deps: ActionDeps,
  { tenant, mail }: Situation,
  record: RecordRef,
): Promise<void> => {
  if (mail.message.messageId !== undefined) await deps.threads.rememberThread(tenant, mail.message.messageId, record);
};

/** Records that a mail is news for; the others only keep it. */
const UPDATED = new Set(['cases', 'opportunities']);

export const joinThread = async (
  deps: ActionDeps,
  situation: Situation,
  record: RecordRef,
): Promise<readonly TouchedRecord[]> => {
  const { tenant, mail } = situation;
  await rememberThread(deps, situation, record);
  // An absence note leaves the state of a case alone (FEATURES 36).
  const isNews = UPDATED.has(record.module) && mail.kind !== 'auto-reply';
  if (isNews) {
    await commentOn(deps, situation, record);
    await reopenCase(deps, situation, record);
  }
  return attach(deps.records, tenant, mail, [{ ...record, did: isNews ? 'updated' : 'attached' }]);
};

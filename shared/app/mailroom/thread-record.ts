/** A mail joins the record it belongs to: find-thread.ts found it, or the mailbox it came to names it. */
import type { Outcome, TouchedRecord } from '../../domain/mailroom/outcome.ts';
import { reasonOf } from '../../domain/mailroom/reason.ts';
import { type CrmRecord, isClosedTicket, isTicket } from '../../domain/record/record.ts';
import type { RuleActionType } from '../../domain/rules/rule.ts';
import type { RecordRef } from '../../ports/record-store.ts';
import { attach } from './attach.ts';
import { createCase } from './create-case.ts';
import { createTicket } from './create-ticket.ts';
import { rememberThread } from './remember-thread.ts';
import type { ActionDeps, Situation } from './situation.ts';
import { commentOn, isLoop, reopenCase, saidIn } from './update-case.ts';

/** Records that a mail is news for; the others only keep it. */
const UPDATED = new Set(['cases', 'opportunities', 'internal-tickets']);

/** More are a ring that somebody made by hand. */
const MOST_MERGES = 5;

/** A case that was merged into another hands its mail on (FEATURES 74). */
export const mergedInto = async (
  deps: Pick<ActionDeps, 'records'>,
  tenant: string,
  record: CrmRecord,
): Promise<CrmRecord> => {
  let last = record;
  for (let merges = 0; merges < MOST_MERGES && last.module === 'cases'; merges += 1) {
    const id = last.fields['mergedInto'];
    const next = typeof id === 'string' ? await deps.records.get(tenant, { module: 'cases', id }) : undefined;
    if (next === undefined) return last;
    last = next;
  }
  return last;
};

const join = async (
  deps: ActionDeps,
  situation: Situation,
  record: RecordRef,
  loops: boolean,
): Promise<readonly TouchedRecord[]> => {
  const { tenant, mail, settings } = situation;
  await rememberThread(deps, situation, record);
  // An absence note leaves the state of a case alone (FEATURES 36).
  const isNews = UPDATED.has(record.module) && mail.kind !== 'auto-reply';
  const commented = isNews && settings.caseReply !== 'mail' && (await commentOn(deps, situation, record));
  if (isNews && !loops) await reopenCase(deps, situation, record);
  const { module, id } = record;
  const touched = { module, id, did: isNews ? 'updated' : 'attached' } as const;
  // What has no text to comment with is never left out altogether.
  if (commented && settings.caseReply === 'comment') return [touched];
  // Where replies leave no comments, the mail itself has to tell what its sender said before.
  const sign = isNews && settings.caseReply === 'mail' ? saidIn(deps, situation) : {};
  return attach(deps.records, tenant, mail, [touched], sign);
};

/** @param action named in the outcome */
export const continueThread = async (
  deps: ActionDeps,
  situation: Situation,
  found: CrmRecord,
  action: RuleActionType,
): Promise<Outcome> => {
  const { tenant, mail, settings } = situation;
  const record = await mergedInto(deps, tenant, found);
  // Closed before the mail came: somebody who closes it after has seen the mail. A machine's mail changes nothing either way.
  const loops = isTicket(record.module) && mail.mayReopen && (await isLoop(deps, situation, record));
  const isLate = isClosedTicket(record) && record.updatedAt <= mail.receivedAt && mail.mayReopen && !loops;
  if (isLate && settings.closedCase === 'reject') return { kind: 'quarantined', reason: reasonOf('case-closed') };
  if (isLate && settings.closedCase === 'new-case') {
    const wanted = { ...situation.wanted, fixed: { ...situation.wanted.fixed, followUpOf: record.id } };
    const create = record.module === 'cases' ? createCase : createTicket;
    return create(deps, { ...situation, makes: record.module, wanted });
  }
  const records = await join(deps, situation, record, loops);
  return { kind: 'acted', action, records, ...(loops ? { looksLikeLoop: true } : {}) };
};

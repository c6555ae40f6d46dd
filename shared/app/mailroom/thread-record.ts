/** A mail joins the record it belongs to: find-thread.ts found it, or the mailbox it came to names it. */
import type { Outcome, TouchedRecord } from '../../domain/mailroom/outcome.ts';
import { reasonOf } from '../../domain/mailroom/reason.ts';
import { type CrmRecord, isClosedCase } from '../../domain/record/record.ts';
import type { RuleActionType } from '../../domain/rules/rule.ts';
import type { RecordRef } from '../../ports/record-store.ts';
import { attach } from './attach.ts';
import { createCase } from './create-case.ts';
import { rememberThread } from './remember-thread.ts';
import type { ActionDeps, Situation } from './situation.ts';
import { commentOn, reopenCase } from './update-case.ts';

/** Records that a mail is news for; the others only keep it. */
const UPDATED = new Set(['cases', 'opportunities']);

/** More are a ring that somebody made by hand. */
const MOST_MERGES = 5;

/** A case that was merged into another hands its mail on (FEATURES 74). */
const mergedInto = async (deps: ActionDeps, tenant: string, record: CrmRecord): Promise<CrmRecord> => {
  let last = record;
  for (let merges = 0; merges < MOST_MERGES && last.module === 'cases'; merges += 1) {
    const id = last.fields['mergedInto'];
    const next = typeof id === 'string' ? await deps.records.get(tenant, { module: 'cases', id }) : undefined;
    if (next === undefined) return last;
    last = next;
  }
  return last;
};

const join = async (deps: ActionDeps, situation: Situation, record: RecordRef): Promise<readonly TouchedRecord[]> => {
  const { tenant, mail, settings } = situation;
  await rememberThread(deps, situation, record);
  // An absence note leaves the state of a case alone (FEATURES 36).
  const isNews = UPDATED.has(record.module) && mail.kind !== 'auto-reply';
  const commented = isNews && settings.caseReply !== 'mail' && (await commentOn(deps, situation, record));
  if (isNews) await reopenCase(deps, situation, record);
  const { module, id } = record;
  const touched = { module, id, did: isNews ? 'updated' : 'attached' } as const;
  // What has no text to comment with is never left out altogether.
  return commented && settings.caseReply === 'comment' ? [touched] : attach(deps.records, tenant, mail, [touched]);
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
  const isLate = isClosedCase(record) && record.updatedAt <= mail.receivedAt && mail.mayReopen;
  if (isLate && settings.closedCase === 'reject') return { kind: 'quarantined', reason: reasonOf('case-closed') };
  if (isLate && settings.closedCase === 'new-case') {
    const wanted = { ...situation.wanted, fixed: { ...situation.wanted.fixed, followUpOf: record.id } };
    return createCase(deps, { ...situation, makes: 'cases', wanted });
  }
  return { kind: 'acted', action, records: await join(deps, situation, record) };
};

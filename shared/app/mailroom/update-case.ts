/**
 * What a reply does to a case beside lying on its timeline (FEATURES 53): its new part becomes a comment of who wrote it, and a closed case is open again. For
 * thread-record.ts. Repeated it changes nothing more.
 */
import { isConfidential } from '../../domain/mailroom/confidential.ts';
import { LOOKED_AT, looksLikeLoop } from '../../domain/mailroom/looping.ts';
import { cut } from '../../domain/message/cut.ts';
import { newPartOf } from '../../domain/message/new-part.ts';
import { isClosedCase } from '../../domain/record/record.ts';
import type { RecordRef } from '../../ports/record-store.ts';
import type { ActionDeps, Situation } from './situation.ts';

/** The whole mail is beside it; a comment is read on a screen, and every kilobyte is paid for. */
const MAX_COMMENT_LENGTH = 16_000;

/** Each lost race means that somebody else changed the case; then it may be another state that is found. */
const MAX_TRIES = 5;

/** @returns false: there was nothing to comment with */
export const commentOn = async (
  deps: Pick<ActionDeps, 'records'>,
  { tenant, mail }: Situation,
  record: RecordRef,
): Promise<boolean> => {
  if (record.module !== 'cases') return false;
  const text = newPartOf(mail.message).trim();
  if (text === '' || isConfidential(mail.message.headers)) return false;
  await deps.records.addToTimeline(tenant, record, {
    id: `comment-${mail.id}`,
    kind: 'comment',
    at: mail.receivedAt,
    summary: cut(text.split('\n', 1)[0] ?? '', 255),
    text: cut(text, MAX_COMMENT_LENGTH),
    by: mail.message.from?.address ?? '',
    emailId: mail.id,
  });
  return true;
};

const isLoop = async (deps: Pick<ActionDeps, 'records'>, { tenant, mail }: Situation, ref: RecordRef) => {
  const { items } = await deps.records.timeline(tenant, ref, { limit: LOOKED_AT });
  const by = mail.message.from?.address ?? '';
  // As commentOn writes it.
  const text = cut(newPartOf(mail.message).trim(), MAX_COMMENT_LENGTH);
  return looksLikeLoop(items, { id: mail.id, at: mail.receivedAt, by, text });
};

/**
 * Only what was closed before the mail came: a replay of an old mail leaves alone what somebody closed since. Never for a mail that a machine may have written,
 * or two of them open a case for each other for ever (FEATURES 33).
 * A machine that does not say so is known by repeating itself.
 */
export const reopenCase = async (
  deps: Pick<ActionDeps, 'records'>,
  situation: Situation,
  ref: RecordRef,
): Promise<void> => {
  const { tenant, mail } = situation;
  if (ref.module !== 'cases' || !mail.mayReopen) return;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const there = await deps.records.get(tenant, ref);
    if (there === undefined || !isClosedCase(there) || there.updatedAt > mail.receivedAt) return;
    if (await isLoop(deps, situation, ref)) return;
    const outcome = await deps.records.update(tenant, there, { ...there.fields, status: 'Open' }, mail.receivedAt);
    if (outcome.kind !== 'conflict') return;
  }
};

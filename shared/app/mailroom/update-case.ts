/**
 * What a reply does to a case beside lying on its timeline (FEATURES 53): its new part becomes a comment of who wrote it, and a closed case is open again. For
 * thread-record.ts. Repeated it changes nothing more.
 */
import { isConfidential } from '../../domain/mailroom/confidential.ts';
import { inOneLine, LOOKED_AT, looksLikeLoop } from '../../domain/mailroom/looping.ts';
import { cut } from '../../domain/message/cut.ts';
import { newPartOf } from '../../domain/message/new-part.ts';
import { isClosedTicket, isTicket, type TimelineEntry } from '../../domain/record/record.ts';
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
  if (!isTicket(record.module)) return false;
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

/** As commentOn writes it. */
const wordsOf = ({ mail }: Situation): string => cut(newPartOf(mail.message).trim(), MAX_COMMENT_LENGTH);

/** What a mail's own entry keeps of it for `isLoop`. */
export const saidIn = ({ ids }: Pick<ActionDeps, 'ids'>, situation: Situation): Pick<TimelineEntry, 'by' | 'said'> => {
  const words = inOneLine(wordsOf(situation));
  return { by: situation.mail.message.from?.address ?? '', ...(words === '' ? {} : { said: ids.digest(words) }) };
};

/** A machine that does not say so is known by repeating itself. Asked of answers only, and not of those that say what they are: it reads the record's timeline. */
export const isLoop = async (
  deps: Pick<ActionDeps, 'records' | 'ids'>,
  situation: Situation,
  ref: RecordRef,
): Promise<boolean> => {
  const { tenant, mail } = situation;
  const { items } = await deps.records.timeline(tenant, ref, { limit: LOOKED_AT });
  const { by = '', said } = saidIn(deps, situation);
  return looksLikeLoop(items, { id: mail.id, at: mail.receivedAt, by, text: wordsOf(situation), said });
};

/**
 * Only what was closed before the mail came: a replay of an old mail leaves alone what somebody closed since. Never for a mail that a machine may have written,
 * or two of them open a case for each other for ever (FEATURES 33): thread-record.ts asks `isLoop` before.
 */
export const reopenCase = async (
  deps: Pick<ActionDeps, 'records'>,
  situation: Situation,
  ref: RecordRef,
): Promise<void> => {
  const { tenant, mail } = situation;
  if (!isTicket(ref.module) || !mail.mayReopen) return;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const there = await deps.records.get(tenant, ref);
    if (there === undefined || !isClosedTicket(there) || there.updatedAt > mail.receivedAt) return;
    const outcome = await deps.records.update(tenant, there, { ...there.fields, status: 'Open' }, mail.receivedAt);
    if (outcome.kind !== 'conflict') return;
  }
};

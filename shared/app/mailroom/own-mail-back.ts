/**
 * A mail that was sent from a case or opportunity and came back: a mailing list returns every post, a customer's server forwards what it gets. For act.ts, before
 * anything is made: it has our own Message-ID and quotes nothing, so it would make a second case, whose answer would make a third.
 */
import type { Outcome } from '../../domain/mailroom/outcome.ts';
import { attach } from './attach.ts';
import type { ActionDeps, Situation } from './situation.ts';

/** SES writes the Message-ID of all that is sent (after-sent.ts); mail with any other is spared the look-up. */
const BY_SES = /@([a-z0-9-]+\.)?amazonses\.com$/i;

/** A copy of a mail that was sent from a person's record may be meant to make something (FEATURES 9); a case's may not. */
const KEPT_FROM = new Set(['cases', 'opportunities', 'internal-tickets']);

/** It lies on the record it was sent from and is news to nobody: no comment, nothing opened again. */
export const ownMailBack = async (deps: ActionDeps, { tenant, mail }: Situation): Promise<Outcome | undefined> => {
  const { messageId } = mail.message;
  if (messageId === undefined || !BY_SES.test(messageId)) return undefined;
  const record = await deps.threads.findSent(tenant, messageId);
  if (record === undefined || !KEPT_FROM.has(record.module)) return undefined;
  if ((await deps.records.get(tenant, record)) === undefined) return undefined;
  const records = await attach(deps.records, tenant, mail, [record]);
  return { kind: 'acted', action: 'archive', records, looksLikeLoop: true };
};

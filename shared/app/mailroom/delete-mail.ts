/**
 * A person deletes a mail that made nothing, or whose records are all deleted (FEATURES 37). What it said is gone from the log at once; its files go with the next turn of the schedule, the only
 * one who may delete files. The entry for that is written first: cut off in between, nothing is deleted, and a second try does it.
 */
import type { Clock } from '../../ports/clock.ts';
import type { MailLog } from '../../ports/mail-log.ts';
import type { RecordRef, RecordStore } from '../../ports/record-store.ts';
import type { DueEntries } from '../../ports/sending.ts';

/** Until then this request has written the log or never will: an HTTP function lives at most 30 seconds (API Gateway quotas). */
const FILES_GO_AFTER_MS = 2 * 60_000;

/** Each lost race means that a replay or an expiry came in between. */
const MAX_TRIES = 5;

/** Whoever wants a person forgotten deletes the records first: then the mail is about nobody. */
const isNeeded = async (
  { records }: { readonly records: Pick<RecordStore, 'get'> },
  tenant: string,
  refs: readonly RecordRef[],
): Promise<boolean> => {
  const found = await Promise.all(refs.map((ref) => records.get(tenant, ref)));
  return found.some((record) => record !== undefined);
};

export const makeDeleteMail =
  (deps: {
    readonly clock: Clock;
    readonly mailLog: Pick<MailLog, 'get' | 'bury'>;
    readonly due: Pick<DueEntries, 'put'>;
    readonly records: Pick<RecordStore, 'get'>;
  }) =>
  async (tenant: string, mailId: string): Promise<'deleted' | 'absent' | 'acted' | 'contended'> => {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const mail = await deps.mailLog.get(tenant, mailId);
      if (mail === undefined) return 'absent';
      if (mail.outcome.kind === 'acted' && (await isNeeded(deps, tenant, mail.outcome.records))) return 'acted';
      const nowMs = deps.clock.nowMs();
      const at = new Date(nowMs + FILES_GO_AFTER_MS).toISOString();
      await deps.due.put({ at, revision: 0, tenant, mailId, inbound: true });
      if (await deps.mailLog.bury(tenant, mail, new Date(nowMs).toISOString())) return 'deleted';
    }
    return 'contended';
  };

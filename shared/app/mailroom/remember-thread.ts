/** Later mails of a thread find its record by the Message-ID of this one (FEATURES 69, 71). */
import type { RecordRef } from '../../ports/record-store.ts';
import type { ActionDeps, Situation } from './situation.ts';

export const rememberThread = async (
  deps: Pick<ActionDeps, 'threads'>,
  { tenant, mail }: Situation,
  record: RecordRef,
): Promise<void> => {
  if (mail.message.messageId !== undefined) await deps.threads.rememberThread(tenant, mail.message.messageId, record);
};

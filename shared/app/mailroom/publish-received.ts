/** Tells the CRM of a mail in and of the records it made. The same mail, however often it is delivered, makes the same ids. */

import type { PublishEvent } from '../../ports/events.ts';
import type { LoggedMail } from '../../ports/mail-log.ts';

/** A replay is no new mail; what it makes is new. */
export const publishReceived = async (
  publish: PublishEvent,
  tenant: string,
  { id: mailId, receivedAt: at, outcome, imported = false, mayAnswer = false }: LoggedMail,
  isReplay: boolean,
): Promise<void> => {
  const records = outcome.kind === 'acted' ? outcome.records : [];
  // Nobody is to be welcomed whose mail is years old (FEATURES 40).
  for (const { module, id, did } of records)
    if (did === 'created' && !imported)
      await publish({
        id: `${id}-created`,
        type: 'record.created',
        tenant,
        at,
        detail: { module, recordId: id, mailId },
      });
  if (isReplay) return;
  await publish({
    id: `${mailId}-received`,
    type: 'mail.received',
    tenant,
    at,
    detail: {
      mailId,
      outcome: outcome.kind,
      mayAnswer,
      ...(imported ? { imported } : {}),
      ...(outcome.kind === 'acted' ? { records } : { reason: outcome.reason.code }),
    },
  });
};

/** Tells the CRM what became of a mail: one domain event per recipient and fact. The same event of SES, however often, makes the same ids. */
import { attributed, isRefusal } from '../../domain/feedback/apply-feedback.ts';
import type { Observation, SesEvent } from '../../domain/feedback/ses-event.ts';
import type { OutgoingMail } from '../../domain/sending/outgoing-mail.ts';
import type { EventType, PublishEvent } from '../../ports/events.ts';

/** Opens, clicks and delays are asked for, not announced: each custom event costs 1 % of a mail. */
const eventTypeOf = (what: Observation): EventType | undefined => {
  if (what === 'delivered') return 'mail.delivered';
  if (what === 'complained') return 'mail.complained';
  if (isRefusal(what)) return 'mail.failed';
  return what.startsWith('bounced-') ? 'mail.bounced' : undefined;
};

export const publishFeedback = async (publish: PublishEvent, event: SesEvent, mail: OutgoingMail): Promise<void> => {
  const { tenant, id: mailId, record } = mail;
  for (const { recipient, what } of attributed(event, mail)) {
    const type = eventTypeOf(what);
    if (type === undefined) continue;
    await publish({
      id: `${mailId}-${what}-${recipient}`,
      type,
      tenant,
      at: event.at,
      // The recipient by its place in the mail: an event bus is no place for addresses.
      detail: {
        mailId,
        recipient,
        what,
        counted: event.counted,
        ...(event.source === undefined ? {} : { source: event.source }),
        ...(record === undefined ? {} : { record }),
      },
    });
  }
};

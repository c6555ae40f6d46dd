/**
 * Counts what leaves through the platform by organisation's domain and UTC day, and tells the CRM at 4,000: from about 5,000 a day on Gmail's rules for bulk
 * senders hold for the domain, for ever (FEATURES 105). After each mail that was handed over; may be repeated.
 *
 * An estimate by sampling: of the mails whose id ends in one letter of 32 each stands for 32. That is 0.03 writes a mail in place of one, every lane counts alike, and at 4,000
 * it is right within about 9 % (one standard deviation, 350 of 4,000): the 1,000 between warning and rule are three of them.
 */
import { domainOf } from '../../domain/address/address.ts';
import { dayOf } from '../../domain/quota/day.ts';
import { BULK_WARNING, isSampled, SAMPLE } from '../../domain/sender-domain/bulk.ts';
import { liveRecipients, type OutgoingMail } from '../../domain/sending/outgoing-mail.ts';
import type { OrganisationOf } from '../../ports/dns.ts';
import type { PublishEvent } from '../../ports/events.ts';
import type { DomainMailCounter } from '../../ports/sender-domains.ts';

export type CountDomainMail = (mail: OutgoingMail) => Promise<void>;

export const makeCountDomainMail =
  (deps: {
    readonly counter: Pick<DomainMailCounter, 'add' | 'noteTold'>;
    readonly organisationOf: OrganisationOf;
    readonly publish: PublishEvent;
  }): CountDomainMail =>
  async (mail) => {
    const { tenant, id, via, source, sentAt } = mail;
    if (!isSampled(id) || via !== undefined || source === 'system' || sentAt === undefined) return;
    const organisation = await deps.organisationOf(domainOf(mail.from));
    if (organisation === undefined) return;
    const day = dayOf(Date.parse(sentAt));
    const weight = SAMPLE * liveRecipients(mail).length;
    const counted = await deps.counter.add(tenant, organisation, day, id, weight);
    if (counted === undefined || counted.count < BULK_WARNING || counted.told) return;
    // Cut off before it is noted, the next mail that is counted tells it again, with the same id.
    await deps.publish({
      id: `domain-bulk-${organisation}-${day}`,
      type: 'domain.bulk-warning',
      tenant,
      at: sentAt,
      detail: { domain: organisation, day, about: counted.count },
    });
    await deps.counter.noteTold(tenant, organisation, day);
  };

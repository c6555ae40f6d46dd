/** What an event changes in the mail it is about. Facts are a set and the phase only moves forward, so order and repetition do not matter. */
import { normaliseAddress } from '../address/address.ts';
import type { LoggedFailure } from '../failures/failure-log.ts';
import type { Fact, OutgoingMail } from '../sending/outgoing-mail.ts';
import { redirectOf } from '../sending/test-mode.ts';
import { type Change, sent, withFacts } from '../sending/transitions.ts';
import type { Observation, SesEvent } from './ses-event.ts';

export interface Attributed {
  /** Place among the mail's recipients, from 0. */
  readonly recipient: number;
  readonly what: Observation;
}

/**
 * Whom of the mail the event is about. A bounce names the Final-Recipient of the other side's report, which after a forwarding is an address we
 * never wrote to (SES guide, "bouncedRecipients"); of a mail with one recipient there is no doubt whose it is. A guess is about nobody.
 */
export const attributed = (
  { observed }: SesEvent,
  mail: Pick<OutgoingMail, 'recipients' | 'testMode'>,
): readonly Attributed[] => {
  // The copy went to the test address: what became of it says nothing of those whom it was for (FEATURES 99).
  if (redirectOf(mail.testMode) !== undefined) return [];
  const sentTo = mail.recipients.flatMap(({ address, failed }, recipient) =>
    failed === 'suppressed' ? [] : [{ address: normaliseAddress(address), recipient }],
  );
  const isOurs = (named: string) => sentTo.some(({ address }) => address === named);
  const sure = observed.filter(({ guess }) => !guess);
  return sentTo.flatMap(({ address, recipient }) => {
    const about = sure.filter((one) => one.address === address || (sentTo.length === 1 && !isOurs(one.address)));
    return [...new Set(about.map(({ what }) => what))].map((what) => ({ recipient, what }));
  });
};

const RETURNED = ['rejected', 'complained', 'bounced-permanent', 'bounced-transient', 'bounced-undetermined'] as const;
const isReturned = (what: string): what is (typeof RETURNED)[number] => RETURNED.some((one) => one === what);

const FACTS: ReadonlySet<string> = new Set<Fact>([
  'delivered',
  'delayed',
  'bounced-permanent',
  'bounced-transient',
  'bounced-undetermined',
  'complained',
  'opened',
  'clicked',
]);
const isFact = (what: Observation): what is Fact => FACTS.has(what);

/** SES took the mail and then did not send it: what it holds, or how it was put together. */
export const isRefusal = (what: Observation): boolean => what === 'rejected' || what === 'rendering-failed';

/** What came back, to be counted (FEATURES 236). */
export const failuresReported = (
  event: SesEvent,
  mail: Pick<OutgoingMail, 'id' | 'recipients' | 'testMode'>,
): LoggedFailure[] =>
  attributed(event, mail).flatMap(({ recipient, what }) => {
    const code = isRefusal(what) ? 'rejected' : what;
    return isReturned(code) ? [{ at: event.at, code, mailId: mail.id, recipient }] : [];
  });

const withRefused =
  (recipients: ReadonlySet<number>): Change =>
  (mail) => {
    const isNew = (n: number) => recipients.has(n) && mail.recipients[n]?.failed === undefined;
    if (!mail.recipients.some((_, n) => isNew(n))) return undefined;
    return {
      ...mail,
      recipients: mail.recipients.map((recipient, n) => (isNew(n) ? { ...recipient, failed: 'rejected' } : recipient)),
    };
  };

/** Every event proves that SES took the mail, also when the Send event is late or lost. One write for all of it. */
export const feedbackApplied =
  (event: SesEvent): Change =>
  (mail) => {
    const whats = attributed(event, mail);
    const facts = new Map<string, Fact[]>();
    for (const { recipient, what } of whats) {
      const address = normaliseAddress(mail.recipients[recipient]?.address ?? '');
      if (isFact(what)) facts.set(address, [...(facts.get(address) ?? []), what]);
    }
    const refused = new Set(whats.filter(({ what }) => isRefusal(what)).map(({ recipient }) => recipient));
    const changes = [sent(event.sesMessageId, event.acceptedAt), withFacts(facts), withRefused(refused)];
    const changed = changes.reduce((now, change) => change(now) ?? now, mail);
    return changed === mail ? undefined : changed;
  };

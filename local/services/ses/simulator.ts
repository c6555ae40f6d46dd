/**
 * What becomes of a mail after SES has taken it: nothing leaves this machine, so every ordinary address accepts, and the mailbox
 * simulator's addresses do what the SES guide says ("Using the mailbox simulator manually").
 */
import { domainOf } from './addresses.ts';
import type { SuppressionReason } from './configuration-sets.ts';

/** One event to come; recipients are a part of the mail's. */
export interface Fate {
  readonly kind: 'Delivery' | 'Bounce' | 'Complaint' | 'AutoReply';
  readonly recipients: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

const DOMAIN = 'simulator.amazonses.com';
const MAILBOX = /^(success|bounce|ooto|complaint|suppressionlist)(\+.*)?@/i;

const simulatorMailbox = (address: string): string | undefined =>
  domainOf(address) === DOMAIN ? MAILBOX.exec(address)?.[1]?.toLowerCase() : undefined;

/** "Emails that you send to the mailbox simulator ... don't affect your daily sending quota." */
export const isSimulator = (address: string): boolean => simulatorMailbox(address) !== undefined;

const bounced = (recipients: readonly string[], bounceSubType: string, diagnosticCode: string): Fate => ({
  kind: 'Bounce',
  recipients,
  detail: { bounceType: 'Permanent', bounceSubType, diagnosticCode },
});

const ON_ACCOUNT_LIST =
  'Amazon SES did not send the message to this address because it is on the suppression list for your account.';
const ON_GLOBAL_LIST =
  'Amazon SES has suppressed sending to this address because it has a recent history of bouncing as an invalid address.';

/** One Delivery for each receiving domain, as one SMTP session of SES would serve; bounces of one mail are combined. */
export const fatesOf = (
  recipients: readonly string[],
  suppressedFor: (address: string) => SuppressionReason | undefined,
): Fate[] => {
  const groups: Record<'bounce' | 'list' | 'ooto' | 'complaint', string[]> = {
    bounce: [],
    list: [],
    ooto: [],
    complaint: [],
  };
  const onList: Record<SuppressionReason, string[]> = { BOUNCE: [], COMPLAINT: [] };
  const delivered = new Map<string, string[]>();
  for (const recipient of recipients) {
    const reason = suppressedFor(recipient);
    const mailbox = simulatorMailbox(recipient);
    if (reason !== undefined) onList[reason].push(recipient);
    else if (mailbox === 'bounce') groups.bounce.push(recipient);
    else if (mailbox === 'suppressionlist') groups.list.push(recipient);
    else {
      const domain = domainOf(recipient);
      delivered.set(domain, [...(delivered.get(domain) ?? []), recipient]);
      if (mailbox === 'ooto') groups.ooto.push(recipient);
      if (mailbox === 'complaint') groups.complaint.push(recipient);
    }
  }
  const fates: Fate[] = [...delivered.values()].map((group) => ({ kind: 'Delivery', recipients: group, detail: {} }));
  if (groups.bounce.length > 0) fates.push(bounced(groups.bounce, 'General', 'smtp; 550 5.1.1 user unknown'));
  if (groups.list.length > 0) fates.push(bounced(groups.list, 'Suppressed', ON_GLOBAL_LIST));
  if (onList.BOUNCE.length > 0) fates.push(bounced(onList.BOUNCE, 'OnAccountSuppressionList', ON_ACCOUNT_LIST));
  // Event contents, "Complaint subtypes": a complaint that was on the list comes back as a complaint, not as a bounce.
  if (onList.COMPLAINT.length > 0) {
    const detail = { complaintSubType: 'OnAccountSuppressionList' };
    fates.push({ kind: 'Complaint', recipients: onList.COMPLAINT, detail });
  }
  if (groups.complaint.length > 0) {
    fates.push({ kind: 'Complaint', recipients: groups.complaint, detail: { complaintFeedbackType: 'abuse' } });
  }
  for (const recipient of groups.ooto) fates.push({ kind: 'AutoReply', recipients: [recipient], detail: {} });
  return fates;
};

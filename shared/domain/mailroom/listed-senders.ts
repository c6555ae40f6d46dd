/** Which of a tenant's lists an address is on (FEATURES 38, 39). For settle-mail.ts. */
import { domainOf, normaliseAddress } from '../address/address.ts';
import type { MailroomSettings, SenderList } from './settings.ts';

/** A domain stands for what is below it too: who blocks `spam.example` does not want `mail.spam.example`. */
export const namesSender = (sender: string, address: string): boolean => {
  if (sender.includes('@')) return normaliseAddress(sender) === normaliseAddress(address);
  const domain = domainOf(normaliseAddress(address));
  const wanted = sender.toLowerCase();
  return domain === wanted || domain.endsWith(`.${wanted}`);
};

/** What is left of the two when both name an address: the list that lets less through. */
const ORDER: readonly SenderList[] = ['never-log', 'block', 'allow'];

/**
 * @param suffix of the mailbox the mail came to, without its `+`
 * @returns undefined: on none
 */
export const listOf = (
  { senders }: Pick<MailroomSettings, 'senders'>,
  address: string,
  suffix: string,
): SenderList | undefined => {
  const normal = normaliseAddress(address);
  const naming = senders.filter(
    (entry) =>
      (entry.mailbox === undefined || entry.mailbox.replace(/^\+/, '') === suffix) && namesSender(entry.sender, normal),
  );
  return ORDER.find((list) => naming.some((entry) => entry.list === list));
};

export const takesOnlyAllowed = ({ onlyAllowed }: Pick<MailroomSettings, 'onlyAllowed'>, suffix: string): boolean =>
  onlyAllowed.some((mailbox) => mailbox.replace(/^\+/, '') === suffix);

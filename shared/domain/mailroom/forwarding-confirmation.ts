/**
 * The mail with a code or link that a provider sends when somebody sets up forwarding to the Mailroom (FEATURES 5): no rule will match it and
 * its sender is no customer, yet without it the set-up cannot be finished. Told by the provider's own sender and words.
 */
import { domainOf, localPartOf } from '../address/address.ts';
import type { Message } from '../message/message.ts';

/** At these providers people have mailboxes too: `ada@yahoo.com` who asks to confirm a meeting is a customer. */
const MACHINE = /(^|[-_.])(no-?reply|do-?not-?reply)([-_.]|$)|^(mail|mailer|hello|accounts?|forwarding|security)$/;

const ASKS = /forward|redirect|confirm|verif|пересыл|подтвер/i;

const SENDERS: readonly { readonly domain: RegExp; readonly localPart: RegExp; readonly subject: RegExp }[] = [
  // In the language of the mailbox's owner, so not told by words; nobody else writes from there.
  { domain: /^google\.com$/, localPart: /^forwarding-noreply$/, subject: /./ },
  { domain: /^(\w+\.)?yahoo(-inc)?\.com$/, localPart: MACHINE, subject: ASKS },
  { domain: /^(\w+\.)?(yandex\.(ru|com)|yandex-team\.ru)$/, localPart: MACHINE, subject: ASKS },
  {
    domain: /^(\w+\.)?(outlook|live|hotmail|microsoft)\.com$/,
    localPart: MACHINE,
    subject: /(forward\w* .*(confirm|verif)|(confirm|verif)\w* .*forward)/i,
  },
  { domain: /^(\w+\.)?(zoho|zohomail)\.(com|eu|in)$/, localPart: MACHINE, subject: ASKS },
];

export const isForwardingConfirmation = ({ from, references, subject }: Message): boolean =>
  from !== undefined &&
  references.length === 0 &&
  SENDERS.some(
    (sender) =>
      sender.domain.test(domainOf(from.address)) &&
      sender.localPart.test(localPartOf(from.address)) &&
      sender.subject.test(subject),
  );

/**
 * The mail with a code or link that a provider sends when somebody sets up forwarding to the Mailroom (FEATURES 5): no rule will match it and
 * its sender is no customer, yet without it the set-up cannot be finished. Told by the provider's own sender and words.
 */
import { normaliseAddress } from '../address/address.ts';
import type { Message } from '../message/message.ts';

const SENDERS: readonly { readonly address: RegExp; readonly subject: RegExp }[] = [
  { address: /^forwarding-noreply@google\.com$/, subject: /./ },
  { address: /@(yahoo|yahoo-inc|cc\.yahoo-inc)\.com$/, subject: /(verif|confirm|forward)/i },
  { address: /@(yandex\.(ru|com)|yandex-team\.ru)$/, subject: /(forward|confirm|пересыл|подтвер)/i },
  {
    address: /@(outlook|live|hotmail|microsoft|accountprotection\.microsoft)\.com$/,
    subject: /(forward\w* .*(confirm|verif)|(confirm|verif)\w* .*forward)/i,
  },
  { address: /@(zoho|zohomail)\.(com|eu|in)$/, subject: /(forward|confirm|verif)/i },
];

export const isForwardingConfirmation = (message: Message): boolean => {
  if (message.from === undefined || message.references.length > 0) return false;
  const from = normaliseAddress(message.from.address);
  return SENDERS.some((sender) => sender.address.test(from) && sender.subject.test(message.subject));
};

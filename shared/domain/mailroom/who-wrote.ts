/** Who a mail is really of, when that is not who From names: a web form's Reply-To, or the customer whose mail a user passes on (FEATURES 25, 26). */
import { isDeliverable, type MailAddress } from '../address/address.ts';
import { forwardedOf } from '../forward/forwarded.ts';
import type { Message } from '../message/message.ts';
import { isOwn, type OwnAddresses } from './customer.ts';
import { type Reason, reasonOf } from './reason.ts';
import type { MailKind } from './recognise.ts';
import type { MailroomSettings } from './settings.ts';

/** FreeScout's: the first word of the text, written by the person who passes the mail on. */
const COMMAND = /^\s*@fwd\b/i;

/** Only of a mail that a person wrote: an automatic one may carry a Reply-To of anybody (FEATURES 26). */
const byReplyTo = ({ from, replyTo }: Message, setting: MailroomSettings['replyTo']): MailAddress | undefined => {
  const [first] = replyTo;
  if (setting === 'ignore' || first === undefined || !isDeliverable(first.address)) return undefined;
  return { address: first.address, name: setting === 'address' ? (from?.name ?? '') : first.name };
};

/** A stranger who quotes a mail says who wrote it, and may say anything: only a user is believed. */
export const originalAuthor = (message: Message): MailAddress | undefined => {
  const original = forwardedOf(message.text, message.subject)?.original.from;
  const address = original?.address ?? undefined;
  return address === undefined || !isDeliverable(address) ? undefined : { address, name: original?.name ?? '' };
};

/** A mail that names nobody but own people is most often a customer's that a user passed on. */
export const whyNoCustomer = (message: Message): Reason => {
  const isPassedOn =
    forwardedOf(message.text, message.subject) !== undefined ||
    message.attachments.some(({ contentType }) => contentType === 'message/rfc822');
  return reasonOf(isPassedOn ? 'passed-on' : 'no-customer');
};

/**
 * @param mail `forged`: nobody is believed to be a user
 * @param asked a rule wants the customer of a mail that is passed on, whatever the setting says
 */
export const whoWrote = (
  { message, kind, forged }: { readonly message: Message; readonly kind: MailKind; readonly forged: boolean },
  own: OwnAddresses,
  { replyTo, forwards }: Pick<MailroomSettings, 'replyTo' | 'forwards'>,
  asked = false,
): MailAddress | undefined => {
  const { from } = message;
  if (from === undefined || kind !== 'ordinary') return from;
  const isAsked = asked || forwards === 'always' || (forwards === 'on-command' && COMMAND.test(message.text));
  if (isOwn(from.address, own) && isAsked && !forged) return originalAuthor(message) ?? from;
  return byReplyTo(message, replyTo) ?? from;
};

/** Whether a mail that came to a user's own address names somebody who is never logged. For settle-mail.ts, and for try-rule.ts, which must not show it either. */
import type { OwnAddresses } from '../../domain/mailroom/customer.ts';
import { namesNeverLogged } from '../../domain/mailroom/user-address.ts';
import { originalAuthor } from '../../domain/mailroom/who-wrote.ts';
import type { Message } from '../../domain/message/message.ts';
import type { TenantProfile } from '../../ports/tenants.ts';
import type { UserMailbox } from './user-mailbox.ts';

/** @param to undefined: it came to no user's address. */
export const isPrivateCopy = (
  { mailroom }: Pick<TenantProfile, 'mailroom'>,
  message: Message,
  suffix: string,
  to: UserMailbox | undefined,
  own: OwnAddresses,
): boolean =>
  to !== undefined &&
  to.kind !== 'nobodys' &&
  namesNeverLogged(message, originalAuthor(message), suffix, mailroom, to.settings, own);

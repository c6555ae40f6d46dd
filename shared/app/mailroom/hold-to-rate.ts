/**
 * Stops mail that makes one record after the other (FEATURES 35): asked right before a case or opportunity is made, so what goes to a record that is there never
 * counts. Leads, contacts and organizations need no stop: a sender has one of each.
 */
import { Failure } from '../../domain/failure.ts';
import type { ActionDeps, Situation } from './situation.ts';

/** Its code is that of the reason (settle-mail.ts). */
export const TOO_MANY = 'too-many-records';

export const holdToRate = async (deps: Pick<ActionDeps, 'mayMake'>, { tenant, mail }: Situation): Promise<void> => {
  if (mail.replayed || mail.imported) return;
  const sender = mail.message.from?.address ?? '';
  const may = await deps.mayMake({ tenant, mailbox: mail.mailbox, sender, mailId: mail.id, at: mail.receivedAt });
  if (!may) throw new Failure('invalid-input', TOO_MANY, 'The sender made too many records in a short time.');
};

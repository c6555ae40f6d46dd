/** Whether a mail goes on to the rules at all, by who sent it and what SES thinks of it (FEATURES 37-39). For settle-mail.ts, once the mail is parsed. */

import { normaliseAddress } from '../../domain/address/address.ts';
import { customerOf, isOwn, type OwnAddresses } from '../../domain/mailroom/customer.ts';
import { isForged } from '../../domain/mailroom/forged.ts';
import { listOf, takesOnlyAllowed } from '../../domain/mailroom/listed-senders.ts';
import type { ReasonCode } from '../../domain/mailroom/reason.ts';
import type { MailKind } from '../../domain/mailroom/recognise.ts';
import type { Message } from '../../domain/message/message.ts';
import type { Verdicts } from '../../ports/mail-log.ts';
import type { RecordStore } from '../../ports/record-store.ts';
import type { TenantProfile } from '../../ports/tenants.ts';

export interface GatedMail {
  readonly profile: TenantProfile;
  readonly message: Message;
  readonly kind: MailKind;
  readonly suffix: string;
  readonly verdicts: Verdicts;
  /** A person asked for it again: that overrules the lists and the spam check, but not the never-log list. */
  readonly replayed: boolean;
}

/** Undefined: let in. */
export type SenderGate = (mail: GatedMail) => Promise<ReasonCode | undefined>;

/**
 * @param own the tenant's people, who need no list
 */
export const makeSenderGate = (deps: {
  readonly records: Pick<RecordStore, 'findByEmail'>;
  readonly ownOf: (profile: TenantProfile) => OwnAddresses;
}): SenderGate => {
  /** "Known contacts are never spam unless the mail is automated" (FEATURES 38); nobody is known by a forged name. */
  const isKnown = async ({ profile, message, kind, verdicts }: GatedMail): Promise<boolean> => {
    if (kind !== 'ordinary' || message.from === undefined || isForged(verdicts)) return false;
    const known = await deps.records.findByEmail(profile.tenant, normaliseAddress(message.from.address));
    return known.length > 0;
  };

  return async (mail) => {
    const { profile, message, suffix, verdicts, replayed } = mail;
    const { mailroom } = profile;
    const own = deps.ownOf(profile);
    const sender = message.from?.address ?? '';
    const list = listOf(mailroom, sender, suffix);
    const customer = customerOf(message, own);
    // A user's mail to their lawyer is no more to be logged than the lawyer's answer.
    const isPrivate =
      list === 'never-log' ||
      (customer.kind === 'recipient' && listOf(mailroom, customer.address.address, suffix) === 'never-log');
    if (isPrivate) return 'not-logged';
    if (replayed) return undefined;
    if (list === 'block') return 'blocked-sender';
    const isGenuine = !isForged(verdicts);
    const isAllowed = isGenuine && list === 'allow';
    if (takesOnlyAllowed(mailroom, suffix) && !isAllowed && !(isGenuine && isOwn(sender, own))) return 'not-allowed';
    return verdicts.spam === 'FAIL' && !isAllowed && !(await isKnown(mail)) ? 'spam' : undefined;
  };
};

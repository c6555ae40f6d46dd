/** What an action of the Mailroom works on and with. Used by every action beside this file and by act.ts, which chooses between them. */
import type { Customer, OwnAddresses } from '../../domain/mailroom/customer.ts';
import type { Outcome } from '../../domain/mailroom/outcome.ts';
import type { MailKind } from '../../domain/mailroom/recognise.ts';
import type { MailroomSettings } from '../../domain/mailroom/settings.ts';
import type { Message } from '../../domain/message/message.ts';
import type { Ids } from '../../ports/clock.ts';
import type { MailLog } from '../../ports/mail-log.ts';
import type { MayMake } from '../../ports/mail-rate.ts';
import type { RecordStore } from '../../ports/record-store.ts';
import type { WantedFields } from './wanted-fields.ts';

export interface ActionDeps {
  readonly records: RecordStore;
  readonly threads: Pick<MailLog, 'findThread' | 'findSent' | 'rememberThread' | 'offerThread'>;
  readonly ids: Ids;
  readonly mayMake: MayMake;
}

export interface ActingMail {
  readonly id: string;
  /** ISO 8601. */
  readonly receivedAt: string;
  readonly message: Message;
  readonly kind: MailKind;
  /** Of which mailbox it is; rates are counted per mailbox. */
  readonly mailbox: string;
  /** From is not who wrote it: nobody is believed for their name. */
  readonly forged: boolean;
  /** A person asked for it again: no rate holds it back. */
  readonly replayed: boolean;
  /** False: a machine may have written it, so it opens nothing again (FEATURES 33). */
  readonly mayReopen: boolean;
  /** True: history, dated before the tenant moved here (FEATURES 40): no case is open because of it, and no rate holds it back. */
  readonly imported: boolean;
  /** Of a copy of what one of the tenant's people wrote to the customer; absent: it came in. */
  readonly direction?: 'outgoing';
}

/** What every action gets: the mail, who the customer is, and the tenant's own people. */
export interface Situation {
  readonly tenant: string;
  /** Who owns what is made: whom the rule names, a user or a group, else the tenant's owner. Asking may take a member's turn (choose-owner.ts). */
  readonly owner: () => Promise<string>;
  /** What the rule puts into what is made; empty without a rule. */
  readonly wanted: WantedFields;
  /** Module of the record that the action is named after; undefined: none (archive). */
  readonly makes: string | undefined;
  /** False: the case of a stranger has no contact (FEATURES 54). */
  readonly createContact: boolean;
  readonly mail: ActingMail;
  readonly customer: Customer;
  /** The tenant's own people and mailboxes. */
  readonly own: OwnAddresses;
  readonly settings: MailroomSettings;
  /** Signs the addresses of records; undefined: none was given out yet. */
  readonly secret: string | undefined;
}

export type Action = (deps: ActionDeps, situation: Situation) => Promise<Outcome>;

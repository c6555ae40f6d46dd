/** What reminders need of the outside beside the mail itself, which alone says what is so: these are ways to find it. Every method may be repeated. */
import type { OutgoingMail } from '../domain/sending/outgoing-mail.ts';
import type { Page, RecordRef } from './record-store.ts';

export interface Expecting {
  readonly mailId: string;
  /** Found by its Message-ID; else by its record. */
  readonly namesIt: boolean;
  readonly record?: RecordRef;
}

export interface FollowUps {
  /** From now on answers find this mail, by its Message-ID and by its record. */
  expectAnswer(mail: OutgoingMail, messageId: string): Promise<void>;
  /** Mails that expect an answer, by what one names and the records it joined; some may have ended. */
  expecting(
    tenant: string,
    messageIds: readonly string[],
    records: readonly RecordRef[],
  ): Promise<readonly Expecting[]>;
  /** Puts it among those that are due. */
  list(mail: OutgoingMail, at: string): Promise<void>;
  unlist(mail: Pick<OutgoingMail, 'tenant' | 'id'>, at: string): Promise<void>;
  /** Ids of mails that are, or were, due; the one that rang last comes first. */
  due(tenant: string, page: { limit: number; cursor?: string; user?: string }): Promise<Page<string>>;
}

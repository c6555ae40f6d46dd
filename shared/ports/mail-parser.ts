/** Bytes to a mail, by whatever library reads MIME (shared/adapters/mime). */
import type { Message } from '../domain/message/message.ts';
import type { FileContent } from './mail-files.ts';

/** The bytes of a raw mail, in order; each call begins anew. Whatever it throws, the parser throws too. */
export type OpenRaw = () => Promise<AsyncIterable<Uint8Array>>;

export interface ReadMail {
  readonly message: Message;
  /** The decoded content of attachment `n` of the message. */
  attachment(n: number): FileContent;
  /** Gives back what the attachments took; after it they are gone. */
  close(): Promise<void>;
}

/** Throws Failure('invalid-input', 'unreadable-mail') where the bytes make no mail. */
export type ParseMail = (open: OpenRaw) => Promise<ReadMail>;

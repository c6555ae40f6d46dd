/** Bytes to a mail, by whatever library reads MIME (shared/adapters/mime). */
import type { Message } from '../domain/message/message.ts';

/** Throws Failure('invalid-input', 'unreadable-mail') where the bytes make no mail. */
export type ParseMail = (raw: Uint8Array) => Promise<Message>;

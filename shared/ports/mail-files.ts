/** Raw mails and attachments, too large for the tables. */
import type { AttachmentPart } from '../domain/message/message.ts';

export interface MailFiles {
  /** Throws Failure('unavailable') also when nothing is stored under the key: a function may not find out which keys exist. */
  readRaw(rawKey: string): Promise<Uint8Array>;
  /** Deterministic key: written twice, it is the same object. */
  saveAttachment(tenant: string, mailId: string, n: number, part: AttachmentPart): Promise<void>;
}

export interface MailLinks {
  /** A URL good for five minutes that downloads the raw mail as `<id>.eml`. */
  rawUrl(rawKey: string, mailId: string): Promise<string>;
  /** The same for attachment `n`; always a download, never shown in the browser's own origin. */
  attachmentUrl(tenant: string, mailId: string, n: number, name: string): Promise<string>;
}

/** Raw mails and attachments, too large for the tables. */

/** Large ones are read while they are stored, so that they need not fit into memory. */
export type FileContent = Uint8Array | AsyncIterable<Uint8Array>;

export interface StoredFile {
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly content: FileContent;
}

export interface MailFiles {
  /** Throws Failure('unavailable') also when nothing is stored under the key: a function may not find out which keys exist. */
  readRaw(rawKey: string): Promise<AsyncIterable<Uint8Array>>;
  /** Deterministic key: written twice, it is the same object. */
  saveAttachment(tenant: string, mailId: string, n: number, file: StoredFile): Promise<void>;
  /** Also of what is not there. */
  removeRaw(rawKey: string): Promise<void>;
  removeAttachment(tenant: string, mailId: string, n: number): Promise<void>;
}

export interface MailLinks {
  /** A URL good for five minutes that downloads the raw mail as `<id>.eml`. */
  rawUrl(rawKey: string, mailId: string): Promise<string>;
  /** The same for attachment `n`; always a download, never shown in the browser's own origin. */
  attachmentUrl(tenant: string, mailId: string, n: number, name: string): Promise<string>;
}

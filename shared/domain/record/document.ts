/**
 * Documents: attachments of mails, kept at the record that the mail became or joined (FEATURES 14, 18). Used by the Mailroom, which makes them, and by
 * the record store, which lists them.
 */
import type { Fields } from './record.ts';

/** Made by mail alone: neither a request nor a rule makes one. */
export const DOCUMENTS = 'documents';

/** What ties a document to its mail and its record. A request that could change these could reach files that it was not given. */
export const FIXED_FIELDS = ['contentType', 'sizeBytes', 'emailId', 'attachment', 'source', 'parentModule', 'parentId'];

export interface DocumentOrigin {
  readonly emailId: string;
  /** Number of the attachment in the mail, from 0. */
  readonly attachment: number;
  readonly parent: { readonly module: string; readonly id: string };
}

/** Undefined: these are not fields that a mail gave. */
export const originOf = ({ emailId, attachment, parentModule, parentId }: Fields): DocumentOrigin | undefined =>
  typeof emailId === 'string' &&
  typeof attachment === 'number' &&
  typeof parentModule === 'string' &&
  typeof parentId === 'string'
    ? { emailId, attachment, parent: { module: parentModule, id: parentId } }
    : undefined;

export interface NotKept {
  readonly code: NotKeptCode;
  readonly message: string;
  readonly remedy: string;
}

const NOT_KEPT = {
  'too-large-for-record': {
    message: 'With this attachment the record would have more than 10 MB of documents.',
    remedy:
      'Download it from the mail. To keep it at the record, delete documents there that nobody needs and replay the mail.',
  },
  'too-many-documents': {
    message: 'The record has 500 documents already.',
    remedy:
      'Download it from the mail. To keep it at the record, delete documents there that nobody needs and replay the mail.',
  },
  'document-deleted': {
    message: 'Somebody deleted the document that this attachment was.',
    remedy: 'Nothing to do. The attachment can still be downloaded from the mail.',
  },
} as const satisfies Record<string, { message: string; remedy: string }>;

export type NotKeptCode = keyof typeof NOT_KEPT;

export const NOT_KEPT_CODES = [
  'too-large-for-record',
  'too-many-documents',
  'document-deleted',
] as const satisfies readonly NotKeptCode[];

/** Why an attachment is no document, in words for people; only the code is stored. */
export const notKept = (code: NotKeptCode): NotKept => ({ code, ...NOT_KEPT[code] });

/** A mail after parsing: what the Mailroom decides on. Made by shared/adapters/mime; plain values, so that rules stay pure. */
import type { MailAddress } from '../address/address.ts';

export interface AttachmentPart {
  readonly name: string;
  readonly contentType: string;
  /** Of the decoded content. */
  readonly sizeBytes: number;
  /** Equal for equal content (SHA-256, hexadecimal). */
  readonly digest: string;
  /** The HTML shows it, so it is a part of the message and no file beside it (FEATURES 42). */
  readonly inline?: true;
}

/** Header values by lower-case name, in the order they stand in the mail; unfolded, not decoded. */
export type Headers = ReadonlyMap<string, readonly string[]>;

export interface Message {
  /** Undefined when the mail names nobody that could be written to. */
  readonly from: MailAddress | undefined;
  readonly replyTo: readonly MailAddress[];
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  /** Decoded; `Untitled` when empty (FEATURES 16). */
  readonly subject: string;
  /** Without angle brackets; undefined when there is none. */
  readonly messageId: string | undefined;
  /** In-Reply-To, then all of References, nearest first, without angle brackets and twins. */
  readonly references: readonly string[];
  /** ISO 8601; undefined when absent or unreadable. */
  readonly date: string | undefined;
  readonly text: string;
  readonly html: string | undefined;
  readonly attachments: readonly AttachmentPart[];
  readonly headers: Headers;
}

export const UNTITLED = 'Untitled';

/** First value of a header, trimmed; empty string when there is none. */
export const headerOf = (headers: Headers, name: string): string => (headers.get(name)?.[0] ?? '').trim();

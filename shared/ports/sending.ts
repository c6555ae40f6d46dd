/** What sending needs of the outside. Every method is one idempotent step; all throw Failure('unavailable') when the outside cannot be reached. */
import type { CounterRef } from '../domain/quota/day.ts';
import type { QuotaLevel } from '../domain/quota/warning.ts';
import type { FailureCode } from '../domain/sending/failure-reason.ts';
import type { Look } from '../domain/sending/look.ts';
import type { Lane, MailStatus, OutgoingMail, Watch } from '../domain/sending/outgoing-mail.ts';
import type { Page } from './record-store.ts';

export interface OutgoingStore {
  /** Written if absent; answers what is stored afterwards. */
  create(mail: OutgoingMail): Promise<OutgoingMail>;
  get(tenant: string, id: string): Promise<OutgoingMail | undefined>;
  /** Writes `mail` over the revision before `mail.revision`; false: somebody else changed it. */
  replace(mail: OutgoingMail): Promise<boolean>;
  /** Newest first; with a filter a page may be short and still have a nextCursor. */
  list(
    tenant: string,
    page: { limit: number; cursor?: string; status?: MailStatus; user?: string },
  ): Promise<Page<OutgoingMail>>;
  /** By id; absent ones are left out. */
  getMany(tenant: string, ids: readonly string[]): Promise<readonly OutgoingMail[]>;
}

export type Reservation =
  | { readonly kind: 'over' }
  /** `used`: of the day, this mail's places among them; `warned`: the highest level, in percent, that was warned of. */
  | { readonly kind: 'reserved'; readonly used: number; readonly warned: number };

export interface QuotaWarning {
  readonly level: QuotaLevel;
  readonly at: string;
}

export interface QuotaCounters {
  /** All or nothing; the same id is never counted twice. */
  reserve(tenant: string, counter: CounterRef, mailId: string, count: number, limit: number): Promise<Reservation>;
  /** With `batch`: of the places reserved under that id, this mail's. Once for each id. */
  giveBack(
    tenant: string,
    counter: CounterRef & { readonly batch?: string },
    mailId: string,
    count: number,
  ): Promise<void>;
  read(
    tenant: string,
    counter: CounterRef,
  ): Promise<{
    readonly used: number;
    readonly mailIds: readonly string[];
    readonly warned: number;
    readonly warnings: readonly QuotaWarning[];
  }>;
  /** Places used of each of these counters; one that was never used is left out. */
  usedOf(tenant: string, counters: readonly CounterRef[]): Promise<readonly number[]>;
  /** Remembered once a level. */
  noteWarning(tenant: string, counter: CounterRef, warning: QuotaWarning): Promise<void>;
}

/** What waits for a time. An entry names its owner; the owner's own `watch` says which entry counts. */
export interface DueEntry extends Watch {
  readonly tenant: string;
  readonly mailId: string;
  /** What the request was about to reserve and for whom: all that is known when it is cut off before the mail was written. */
  readonly reserving?: CounterRef & { readonly count: number; readonly user: string };
  /** A mail that came in, whose time in the quarantine is over then; absent: an outgoing mail. */
  readonly inbound?: true;
  /** A domain that is to be looked at; `mailId` is then its generation. */
  readonly domain?: string;
  /** Its writer is to be reminded; `revision` is then the reminder's. */
  readonly followUp?: true;
}

export interface DueEntries {
  put(entry: DueEntry): Promise<void>;
  remove(entry: DueEntry): Promise<void>;
  /** Entries due at `now` (ISO 8601), earliest first per shard. */
  due(now: string, limit: number): Promise<readonly DueEntry[]>;
}

export interface Suppression {
  readonly address: string;
  readonly reason: 'bounce' | 'complaint' | 'manual';
  /** `all`: nothing goes there. `marketing`: only what a person or the system sends does. */
  readonly scope: 'all' | 'marketing';
  /** Id of the mail, or of the user who added it. */
  readonly source: string;
  readonly at: string;
  /** A complaint that named several: reversible, shown to be judged. */
  readonly held: boolean;
}

export interface Suppressions {
  /** Those of the addresses that are on the list, by normal form. */
  find(tenant: string, addresses: readonly string[]): Promise<ReadonlyMap<string, Suppression>>;
  /** A wider scope wins over what is there, of two as wide the one that began first, what a person added over both; a repeat changes nothing. */
  add(tenant: string, suppression: Suppression): Promise<void>;
  remove(tenant: string, address: string): Promise<'removed' | 'absent'>;
  list(tenant: string, page: { limit: number; cursor?: string }): Promise<Page<Suppression>>;
}

export interface ContentPart {
  readonly name: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  /** Key in the mail bucket. */
  readonly key: string;
  /** Content-ID of a picture that the HTML shows (RFC 2392). */
  readonly cid?: string;
}

export interface Content {
  readonly html?: string;
  readonly text?: string;
  /** Nobody wrote the text: it is what the HTML says. */
  readonly textOfHtml?: true;
  /** What is put around it when it is composed. */
  readonly look?: Look;
  readonly attachments: readonly ContentPart[];
}

export interface Contents {
  /** Stores an attachment that came inside the request; deterministic key. */
  saveAttachment(
    tenant: string,
    mailId: string,
    n: number,
    part: { name: string; contentType: string; content: Uint8Array; cid?: string },
  ): Promise<ContentPart>;
  /** What was uploaded under that id; undefined: nothing, or another tenant's. */
  upload(tenant: string, uploadId: string): Promise<ContentPart | undefined>;
  /** Key of an attachment of a mail that came in. */
  attachmentOfMail(tenant: string, emailId: string, n: number): string;
  /** Answers where it lies. `version` 1 for a new mail, more for an edit. */
  save(tenant: string, mailId: string, version: number, content: Content): Promise<string>;
  load(place: string): Promise<Content | undefined>;
  /** Undefined: no longer there. */
  read(part: ContentPart): Promise<Uint8Array | undefined>;
}

/** What is done to HTML a person wrote (FEATURES 136). */
export interface HtmlTools {
  /** Without scripts and what else no mail program runs; links with their `http://`. HTML that has nothing of that comes back as it is. */
  tidy(html: string): string;
  /** What it says, as text. */
  toText(html: string): string;
}

/** One MIME message of a mail and its content; the same mail composed twice is the same but for boundaries. */
export type ComposeMail = (
  mail: OutgoingMail,
  content: {
    html?: string;
    text?: string;
    look?: Look;
    attachments: readonly { name: string; contentType: string; content: Uint8Array; cid?: string }[];
  },
) => Promise<Buffer>;

export interface RefusedRecipient {
  readonly address: string;
  readonly code: FailureCode;
  /** What the server said. */
  readonly answer: string;
  /** It may take the mail for this one later. */
  readonly isTemporary?: boolean;
}

export type HandOver =
  /** `refused`: recipients the server did not take, while the others get it. */
  | { readonly kind: 'accepted'; readonly messageId: string; readonly refused?: readonly RefusedRecipient[] }
  /** SES said no and took nothing; `soon`: the rate of this second, else the daily quota. */
  | { readonly kind: 'throttled'; readonly soon: boolean }
  /** `answer`: what the server said, one line. */
  | { readonly kind: 'refused'; readonly code: FailureCode; readonly answer?: string }
  /** Not taken; the same mail may be taken later. `code`: why it failed, when it never was. */
  | { readonly kind: 'busy'; readonly code: FailureCode; readonly answer?: string }
  /** Nobody knows whether it was taken; an event may still tell. */
  | { readonly kind: 'unknown' }
  /** Nobody knows whether it was taken, and nothing will tell: a person decides. */
  | { readonly kind: 'unconfirmed' };

/** One MIME message, and who of its recipients it goes to. */
export interface OutgoingMessage {
  readonly mail: OutgoingMail;
  readonly recipients: readonly string[];
  readonly raw: Buffer;
}

export interface MailTransport {
  /** Hands it over. Never throws; never tries twice. */
  send(message: OutgoingMessage): Promise<HandOver>;
}

/** `watch` is the revision of the mail's watch when the message was put there: one of an older revision has been replaced and says nothing. */
export interface MailMessage {
  readonly tenant: string;
  readonly mailId: string;
  readonly watch: number;
}

export interface MailQueues {
  enqueue(lane: Lane, message: MailMessage, delaySeconds?: number): Promise<void>;
}

export interface SendTokens {
  /**
   * Takes as many places in the rate all workers share as the mail has recipients (MaxSendRate counts those) and answers how long to wait; none is
   * taken when that is longer than `patienceMs`.
   */
  take(recipients: number, patienceMs: number): Promise<{ readonly kind: 'taken' | 'later'; readonly waitMs: number }>;
  /** SES refused in spite of a token: the rest of this second is void for all workers. */
  exhausted(): Promise<void>;
}

/** Are events of SES on their way to us? Only when nothing waits may a missing event be taken for "not sent". */
export interface FeedbackPath {
  isEmpty(): Promise<boolean>;
}

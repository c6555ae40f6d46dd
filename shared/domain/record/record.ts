/** A record of the CRM: contact, lead, organization, case, opportunity, internal ticket or a custom module's. */
import { normaliseAddress } from '../address/address.ts';

export type FieldValue = string | number | boolean | null | readonly string[];
export type Fields = Readonly<Record<string, FieldValue>>;

/** Salesforce cuts bodies at 131,072 characters (FEATURES 28); the same bound keeps an item far from DynamoDB's 400 KB. */
export const MAX_TEXT_LENGTH = 131_072;

export interface CrmRecord {
  readonly id: string;
  readonly module: string;
  readonly fields: Fields;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Id of the mail or request that made it. */
  readonly madeBy: string;
  /** Counts changes; a change names the revision it saw. */
  readonly revision: number;
  /** Of a case: what people call it by, counted up within the tenant from 1; never given twice. */
  readonly number?: number;
}

/** A converted lead is a contact now and matches no mail (FEATURES 10). */
export const isConverted = (record: CrmRecord): boolean =>
  record.module === 'leads' && record.fields['converted'] === true;

/** Would a mail of this address find the record? Compared in the normal form; `email` is the primary address (FEATURES 10). */
export const answersTo = (record: CrmRecord, address: string): boolean =>
  typeof record.fields['email'] === 'string' &&
  normaliseAddress(record.fields['email']) === normaliseAddress(address) &&
  !isConverted(record);

/** Only an open opportunity takes archived mail (FEATURES 56); the two closed stages are Vtiger's names. */
export const isOpenOpportunity = (record: CrmRecord): boolean =>
  record.module === 'opportunities' && !/^closed\b/i.test(String(record.fields['status'] ?? 'Open'));

/** What people answer one another on until it is closed: a customer's case, a ticket of the tenant's own people. */
export const isTicket = (module: string): boolean => module === 'cases' || module === 'internal-tickets';

/** `Closed`, also `Closed - no answer`: Vtiger's word and what people make of it. */
export const isClosedTicket = (record: Pick<CrmRecord, 'module' | 'fields'>): boolean =>
  isTicket(record.module) && /^closed\b/i.test(String(record.fields['status'] ?? ''));

export const isClosedCase = (record: Pick<CrmRecord, 'module' | 'fields'>): boolean =>
  record.module === 'cases' && isClosedTicket(record);

export const isOpenCase = (record: Pick<CrmRecord, 'module' | 'fields'>): boolean =>
  record.module === 'cases' && !isClosedCase(record);

export type TimelineKind = 'mail' | 'comment' | 'event' | 'document';

export interface TimelineEntry {
  /** Deterministic: the same mail on the same record is one entry, however often it is written. */
  readonly id: string;
  readonly kind: TimelineKind;
  readonly at: string;
  readonly summary: string;
  /** Of a comment: what it says, and the address of who wrote it. */
  readonly text?: string;
  /** Also of a reply that is no comment. */
  readonly by?: string;
  /** Of such a reply: a digest of its words (mailroom/looping.ts). */
  readonly said?: string;
  readonly emailId?: string;
  /** Of the copy of a mail that one of the tenant's people wrote to the record's person. */
  readonly direction?: 'outgoing';
  /** Of a document. */
  readonly documentId?: string;
}

/** New values over old; null removes a field. */
export const mergeFields = (old: Fields, changes: Fields): Fields =>
  Object.fromEntries(Object.entries({ ...old, ...changes }).filter(([, value]) => value !== null));

/**
 * The CRM's records as the Mailroom and the API need them. Built in: shared/adapters/dynamodb/record-store.ts; another CRM's store is a second
 * implementation. Every method is one idempotent step: repeated with the same arguments it changes nothing more.
 * All throw Failure('unavailable') when the store cannot be reached.
 */
import type { CrmRecord, Fields, TimelineEntry } from '../domain/record/record.ts';

export interface RecordRef {
  readonly module: string;
  readonly id: string;
}

export interface NewRecord extends RecordRef {
  readonly fields: Fields;
  /** ISO 8601. */
  readonly createdAt: string;
  /** Id of the mail or request that makes it; tells a repeat of the maker from somebody else. */
  readonly madeBy: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Opaque; absent on the last page. */
  readonly nextCursor?: string;
}

export type CreateOutcome =
  /** It is there, made by this maker, now or in an earlier try. */
  | { readonly kind: 'created'; readonly record: CrmRecord }
  /** Another maker was first; it stays as it is. */
  | { readonly kind: 'exists'; readonly record: CrmRecord }
  /** There was one with this id and it was deleted; nothing is made. */
  | { readonly kind: 'deleted' };

export type UpdateOutcome =
  | { readonly kind: 'updated'; readonly record: CrmRecord }
  | { readonly kind: 'absent' }
  /** Somebody changed it in between; read again. */
  | { readonly kind: 'conflict' };

export interface RecordStore {
  /** Live records of all modules whose `email` is this address, oldest first; read-your-writes. Converted leads are not among them. */
  findByEmail(tenant: string, address: string): Promise<readonly CrmRecord[]>;
  /** Live records of the module with that value in a naming field (domain/record/naming.ts), oldest first; read-your-writes. */
  findNamed(tenant: string, module: string, field: string, value: string): Promise<readonly CrmRecord[]>;
  /** The same as findByEmail of one module, page by page. A page may be short, even empty, and still have a nextCursor. */
  listByEmail(
    tenant: string,
    module: string,
    address: string,
    page: { limit: number; cursor?: string },
  ): Promise<Page<CrmRecord>>;
  /** Live records whose `contactId` or `organizationId` is this id, oldest first. */
  findRelated(tenant: string, id: string): Promise<readonly CrmRecord[]>;
  /** The live case of that number. */
  findByNumber(tenant: string, number: number): Promise<CrmRecord | undefined>;
  /** Undefined: not there, deleted, or another tenant's. */
  get(tenant: string, ref: RecordRef): Promise<CrmRecord | undefined>;
  create(tenant: string, record: NewRecord): Promise<CreateOutcome>;
  /** Writes `record.fields` over the revision `record.revision`. */
  update(tenant: string, record: CrmRecord, fields: Fields, updatedAt: string): Promise<UpdateOutcome>;
  remove(tenant: string, ref: RecordRef, deletedAt: string): Promise<'removed' | 'absent'>;
  /** Newest first. A page may be short and still have a nextCursor. */
  list(tenant: string, module: string, page: { limit: number; cursor?: string }): Promise<Page<CrmRecord>>;
  addToTimeline(tenant: string, ref: RecordRef, entry: TimelineEntry): Promise<void>;
  /** Newest first. */
  timeline(tenant: string, ref: RecordRef, page: { limit: number; cursor?: string }): Promise<Page<TimelineEntry>>;
  /**
   * At most one record per (module, address) is made by mail: the first caller's `candidateId` holds the claim and everybody is told it.
   * `deadId`: a claim that holds this id (its record was deleted, converted or given another address) is taken over.
   */
  claimSender(tenant: string, module: string, address: string, candidateId: string, deadId?: string): Promise<string>;
}

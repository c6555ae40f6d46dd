/** Documents of a record beyond what every record can do: the room there is for them, and which there are. */
import type { NotKeptCode } from '../domain/record/document.ts';
import type { SizedDocument } from '../domain/record/document-room.ts';
import type { CrmRecord } from '../domain/record/record.ts';
import type { Page, RecordRef } from './record-store.ts';

/**
 * Counts documents to a record before they are made; answers those that there is no room for. Asked again for the same ones it counts none twice.
 * What was counted and deleted since takes no room.
 */
export type ClaimRoom = (
  tenant: string,
  record: RecordRef,
  wanted: readonly SizedDocument[],
) => Promise<ReadonlyMap<string, NotKeptCode>>;

/** Newest first. A page may be short and still have a nextCursor. */
export type ListDocuments = (
  tenant: string,
  record: RecordRef,
  page: { limit: number; cursor?: string },
) => Promise<Page<CrmRecord>>;

/** A record as it lies in the `crm` table, kept apart from the domain's type so that either can change alone. */
import * as z from 'zod';
import type { CrmRecord, TimelineEntry } from '../../domain/record/record.ts';
import type { Item } from './table.ts';

const StoredRecord = z.object({
  sk: z.string(),
  module: z.string(),
  fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])),
  createdAt: z.string(),
  updatedAt: z.string(),
  revision: z.number(),
  madeBy: z.string(),
  number: z.number().exactOptional(),
  deletedAt: z.string().optional(),
});

export interface RecordItem {
  readonly record: CrmRecord;
  readonly deleted: boolean;
}

export const readRecordItem = (item: Item): RecordItem => {
  const { sk, deletedAt, ...rest } = StoredRecord.parse(item);
  return { record: { ...rest, id: sk }, deleted: deletedAt !== undefined };
};

export const recordAttributes = ({ module, fields, createdAt, updatedAt, revision, madeBy, number }: CrmRecord) => ({
  module,
  fields,
  createdAt,
  updatedAt,
  revision,
  madeBy,
  ...(number === undefined ? {} : { number }),
});

const StoredEntry = z.object({
  id: z.string(),
  kind: z.enum(['mail', 'comment', 'event', 'document']),
  at: z.string(),
  summary: z.string(),
  text: z.string().exactOptional(),
  by: z.string().exactOptional(),
  said: z.string().exactOptional(),
  emailId: z.string().exactOptional(),
  direction: z.literal('outgoing').exactOptional(),
  documentId: z.string().exactOptional(),
});

export const readTimelineItem = (item: Item): TimelineEntry => StoredEntry.parse(item);

/** A record store that reads the real one and writes nothing, for showing what a rule would do (FEATURES 41). What would be made has no id yet. */
import type { NewRecord, RecordStore } from '../../ports/record-store.ts';
import type { ActionDeps } from './situation.ts';

export type ReadableRecords = Pick<
  RecordStore,
  'findByEmail' | 'findNamed' | 'findByNumber' | 'findRelated' | 'get' | 'timeline'
>;

const refuse = async (): Promise<never> => {
  throw new Error('A rule that is only tried changes nothing.');
};

/** @param made hears of each record that would be made. */
export const dryRecords = (records: ReadableRecords, made: (record: NewRecord) => void): ActionDeps['records'] => ({
  findByEmail: records.findByEmail,
  findNamed: records.findNamed,
  findByNumber: records.findByNumber,
  findRelated: records.findRelated,
  get: records.get,
  create: async (_tenant, record) => {
    made(record);
    return { kind: 'created', record: { ...record, updatedAt: record.createdAt, revision: 1 } };
  },
  claimSender: async (_tenant, _module, _address, candidateId) => candidateId,
  addToTimeline: async () => undefined,
  update: async (_tenant, record, fields, updatedAt) => ({
    kind: 'updated',
    record: { ...record, fields, updatedAt },
  }),
  remove: refuse,
  list: refuse,
  listByEmail: refuse,
  timeline: records.timeline,
});

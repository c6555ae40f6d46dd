/**
 * Keys of the `crm` table. Every key starts with the tenant.
 *
 * | item | pk | sk |
 * | --- | --- | --- |
 * | record | `<tenant>#record#<module>` | `<id>` (time-ordered, so a module lists without an index) |
 * | pointer by address | `<tenant>#address#<address>` | `<module>#<id>` |
 * | pointer by relation | `<tenant>#related#<id of contact or organization>` | `<module>#<id>` |
 * | timeline entry | `<tenant>#timeline#<module>#<id>` | `<at>#<entry id>` |
 * | one record per sender | `<tenant>#sender#<module>#<address>` | `claim` |
 * | Idempotency-Key | `<tenant>#idempotency#<digest>` | `request` |
 */
import { normaliseAddress } from '../../domain/address/address.ts';
import type { CrmRecord, TimelineEntry } from '../../domain/record/record.ts';
import type { RecordRef } from '../../ports/record-store.ts';
import type { Key } from './table.ts';

export const recordsKey = (tenant: string, module: string): string => `${tenant}#record#${module}`;

export const recordKey = (tenant: string, { module, id }: RecordRef): Key => ({
  pk: recordsKey(tenant, module),
  sk: id,
});

export const addressKey = (tenant: string, address: string): string => `${tenant}#address#${normaliseAddress(address)}`;

export const relatedKey = (tenant: string, id: string): string => `${tenant}#related#${id}`;

export const pointerSortKey = ({ module, id }: RecordRef): string => `${module}#${id}`;

export const refOfPointer = (sk: string): RecordRef => {
  const at = sk.indexOf('#');
  return { module: sk.slice(0, at), id: sk.slice(at + 1) };
};

export const timelineKey = (tenant: string, { module, id }: RecordRef): string => `${tenant}#timeline#${module}#${id}`;

export const timelineSortKey = (entry: TimelineEntry): string => `${entry.at}#${entry.id}`;

export const senderKey = (tenant: string, module: string, address: string): Key => ({
  pk: `${tenant}#sender#${module}#${normaliseAddress(address)}`,
  sk: 'claim',
});

const RELATIONS = ['contactId', 'organizationId'];

/** Partitions from which this record is to be found, besides its own. */
export const pointersOf = (tenant: string, { fields }: Pick<CrmRecord, 'fields'>): readonly string[] => {
  const email = fields['email'];
  const related = RELATIONS.map((name) => fields[name]).filter((id) => typeof id === 'string' && id !== '');
  return [
    ...(typeof email === 'string' && email !== '' ? [addressKey(tenant, email)] : []),
    ...related.map((id) => relatedKey(tenant, String(id))),
  ];
};

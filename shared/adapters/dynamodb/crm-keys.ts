/**
 * Keys of the `crm` table. Every key starts with the tenant.
 *
 * | item | pk | sk |
 * | --- | --- | --- |
 * | record | `<tenant>#record#<module>` | `<id>` (time-ordered, so a module lists without an index) |
 * | pointer by address | `<tenant>#address#<address>` | `<module>#<id>` |
 * | pointer by name or web site of an organization | `<tenant>#named#<module>#<field>#<value>` | `<module>#<id>` |
 * | pointer by relation | `<tenant>#related#<id of contact or organization>` | `<module>#<id>` |
 * | number of a case | `<tenant>#number#<number>` | `claim` |
 * | last number given to a case | `<tenant>#number` | `last` |
 * | pointer to a document | `<tenant>#documents#<module>#<id of its record>` | `documents#<id>` |
 * | what is counted to a record's documents | `<tenant>#documents#<module>#<id>` | `room` |
 * | pointer to an open case by its owner | `<tenant>#open#<id of user or group>` | `cases#<id>` |
 * | timeline entry | `<tenant>#timeline#<module>#<id>` | `<at>#<entry id>` |
 * | one record per sender | `<tenant>#sender#<module>#<address>` | `claim` |
 * | Idempotency-Key | `<tenant>#idempotency#<digest>` | `request` |
 */
import { normaliseAddress } from '../../domain/address/address.ts';
import { DOCUMENTS, originOf } from '../../domain/record/document.ts';
import { namesOf } from '../../domain/record/naming.ts';
import { type CrmRecord, isOpenCase, type TimelineEntry } from '../../domain/record/record.ts';
import type { RecordRef } from '../../ports/record-store.ts';
import type { Key } from './table.ts';

export const recordsKey = (tenant: string, module: string): string => `${tenant}#record#${module}`;

export const recordKey = (tenant: string, { module, id }: RecordRef): Key => ({
  pk: recordsKey(tenant, module),
  sk: id,
});

export const addressKey = (tenant: string, address: string): string => `${tenant}#address#${normaliseAddress(address)}`;

/** @param even by shared/domain/record/naming.ts, at most 255 characters: three bytes each fit a key of 2,048 */
export const nameKey = (tenant: string, module: string, field: string, even: string): string =>
  `${tenant}#named#${module}#${field}#${even}`;

export const relatedKey = (tenant: string, id: string): string => `${tenant}#related#${id}`;

export const numberKey = (tenant: string, number: number): Key => ({ pk: `${tenant}#number#${number}`, sk: 'claim' });

export const lastNumberKey = (tenant: string): Key => ({ pk: `${tenant}#number`, sk: 'last' });

/** FEATURES 66: who of a group has the fewest. */
export const openCasesKey = (tenant: string, owner: string): string => `${tenant}#open#${owner}`;

/** An owner of the API's caller may be any text; longer than any id it is nobody's, and the key would burst its 2,048 bytes. */
const MAX_OWNER_LENGTH = 140;

const isOwner = (owner: unknown): owner is string =>
  typeof owner === 'string' && owner !== '' && owner.length <= MAX_OWNER_LENGTH;

export const pointerSortKey = ({ module, id }: RecordRef): string => `${module}#${id}`;

export const refOfPointer = (sk: string): RecordRef => {
  const at = sk.indexOf('#');
  return { module: sk.slice(0, at), id: sk.slice(at + 1) };
};

export const documentsKey = (tenant: string, { module, id }: RecordRef): string =>
  `${tenant}#documents#${module}#${id}`;

export const documentRoomKey = (tenant: string, record: RecordRef): Key => ({
  pk: documentsKey(tenant, record),
  sk: 'room',
});

export const timelineKey = (tenant: string, { module, id }: RecordRef): string => `${tenant}#timeline#${module}#${id}`;

export const timelineSortKey = (entry: TimelineEntry): string => `${entry.at}#${entry.id}`;

export const senderKey = (tenant: string, module: string, address: string): Key => ({
  pk: `${tenant}#sender#${module}#${normaliseAddress(address)}`,
  sk: 'claim',
});

const RELATIONS = ['contactId', 'organizationId'];

const openedBy = (tenant: string, record: Pick<CrmRecord, 'module' | 'fields'>): readonly string[] => {
  const owner = record.fields['owner'];
  return isOpenCase(record) && isOwner(owner) ? [openCasesKey(tenant, owner)] : [];
};

/** Partitions from which this record is to be found, besides its own. */
export const pointersOf = (
  tenant: string,
  { module, fields }: Pick<CrmRecord, 'module' | 'fields'>,
): readonly string[] => {
  const email = fields['email'];
  const parent = module === DOCUMENTS ? originOf(fields)?.parent : undefined;
  const related = RELATIONS.map((name) => fields[name]).filter((id) => typeof id === 'string' && id !== '');
  return [
    ...(typeof email === 'string' && email !== '' ? [addressKey(tenant, email)] : []),
    ...related.map((id) => relatedKey(tenant, String(id))),
    ...(parent === undefined ? [] : [documentsKey(tenant, parent)]),
    ...namesOf({ module, fields }).map(([field, even]) => nameKey(tenant, module, field, even)),
    ...openedBy(tenant, { module, fields }),
  ];
};

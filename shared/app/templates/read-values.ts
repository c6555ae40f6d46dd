/**
 * Looks up what the tags of a template stand for. The record the mail is about comes first; the person is the record's contact or, where it names none, the first
 * recipient who is in the CRM (seed: merge tags of personal identity are the first contact's). Reads only what the tags ask for.
 */
import type { CrmRecord, FieldValue } from '../../domain/record/record.ts';
import { formatDate } from '../../domain/template/date-format.ts';
import { COMMENTS, moduleBehind, type Tag } from '../../domain/template/tag.ts';
import type { CompanyDetails } from '../../domain/template/template.ts';
import type { RecordRef, RecordStore } from '../../ports/record-store.ts';
import type { TenantProfile } from '../../ports/tenants.ts';
import { commentsText } from './comments-text.ts';
import { companyValue, customValue, userValue } from './own-values.ts';

export interface MergeInput {
  readonly profile: TenantProfile;
  readonly company: CompanyDetails;
  /** Who sends. */
  readonly user: string;
  readonly record: CrmRecord | undefined;
  readonly to: readonly string[];
  readonly language: string;
  readonly nowMs: number;
  /** Where the mail can be seen as a page; absent: it is not sent, only looked at. */
  readonly viewUrl?: string | undefined;
}

export type RecordReader = Pick<RecordStore, 'get' | 'findByEmail' | 'timeline'>;

const shown = (value: FieldValue | undefined): string => {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return typeof value === 'object' ? value.join(', ') : String(value);
};

/** Tags are in lower case, names of fields are not always. */
const fieldOf = ({ fields }: CrmRecord, name: string): FieldValue | undefined =>
  Object.entries(fields).find(([field]) => field.toLowerCase() === name)?.[1];

const recordValue = (record: CrmRecord, name: string): string => {
  const { id, number, createdAt, updatedAt } = record;
  const own: Readonly<Record<string, string | number | undefined>> = {
    id,
    number,
    createdat: createdAt,
    updatedat: updatedAt,
  };
  return shown(Object.hasOwn(own, name) ? own[name] : fieldOf(record, name));
};

const refOf = (record: CrmRecord | undefined, field: string): RecordRef | undefined => {
  const module = moduleBehind(field);
  const id = record === undefined ? undefined : fieldOf(record, field);
  return module !== undefined && typeof id === 'string' && id !== '' ? { module, id } : undefined;
};

export const makeReadValues = (records: RecordReader) => {
  /** The record that a tag of this module means. */
  const finder = ({ profile: { tenant }, record, to }: MergeInput) => {
    const found = new Map<string, Promise<CrmRecord | undefined>>();
    const get = (ref: RecordRef | undefined) => {
      if (ref === undefined) return Promise.resolve(undefined);
      const key = `${ref.module}#${ref.id}`;
      const reading = found.get(key) ?? records.get(tenant, ref);
      found.set(key, reading);
      return reading;
    };
    let addressed: Promise<readonly CrmRecord[]> | undefined;
    const firstKnown = async () => {
      for (const address of to) {
        const known = await records.findByEmail(tenant, address);
        if (known.length > 0) return known;
      }
      return [];
    };
    const byAddress = async (module: string) => {
      addressed ??= firstKnown();
      return (await addressed).find((one) => one.module === module);
    };
    const recordFor = async (module: string): Promise<CrmRecord | undefined> => {
      if (record?.module === module) return record;
      if (module === 'contacts') return (await get(refOf(record, 'contactid'))) ?? byAddress(module);
      if (module === 'leads') return (await get(refOf(record, 'leadid'))) ?? byAddress(module);
      if (module !== 'organizations') return undefined;
      const of = refOf(record, 'organizationid') ?? refOf(await recordFor('contacts'), 'organizationid');
      return (await get(of)) ?? byAddress(module);
    };
    return { get, recordFor };
  };

  return async (tags: readonly Tag[], input: MergeInput): Promise<ReadonlyMap<string, string>> => {
    const { profile, company, record, language } = input;
    const { get, recordFor } = finder(input);
    const lookUp = async ({ module, field, via, options }: Tag): Promise<string> => {
      if (module === 'logo') return '';
      if (module === 'users') return userValue(profile, input.user, field);
      if (module === 'companydetails') return companyValue(profile, company, field);
      if (module === 'custom') return customValue(input, field);
      const of = await recordFor(module);
      if (of === undefined) return '';
      if (field === COMMENTS && of === record)
        return commentsText(records, profile.tenant, of, options, { language, company });
      if (via === undefined) return recordValue(of, field);
      const target = refOf(of, via);
      if (target?.module === 'users') return userValue(profile, target.id, field);
      const behind = await get(target);
      return behind === undefined ? '' : recordValue(behind, field);
    };
    const values = new Map<string, string>();
    const isTheMoment = ({ module, field }: Tag) =>
      module === 'custom' && (field === 'currentdate' || field === 'currenttime');
    const style = { language, timeZone: company.timeZone ?? 'UTC' };
    const filledBy = async (tag: Tag): Promise<string> => {
      if (tag.date === undefined) return lookUp(tag);
      const written = isTheMoment(tag) ? new Date(input.nowMs).toISOString() : await lookUp(tag);
      return formatDate(written, tag.date, style);
    };
    for (const tag of tags) if (!values.has(tag.key)) values.set(tag.key, await filledBy(tag));
    return values;
  };
};

/**
 * Fields by which records of a module are found beside their e-mail: the name and the web site of an organization, which is how mail speaks of one (FEATURES 61).
 * For the record store's pointers and for link-lookups.ts; two spellings of one name are one.
 */
import type { CrmRecord } from './record.ts';

const NAMING: Readonly<Record<string, readonly string[]>> = { organizations: ['name', 'website'] };

const fieldsOf = (module: string): readonly string[] => (Object.hasOwn(NAMING, module) ? (NAMING[module] ?? []) : []);

export const isNaming = (module: string, field: string): boolean => fieldsOf(module).includes(field);

/** A web site is its host and path: who fills in a form writes `https://www.` or leaves it out. */
const withoutScheme = (site: string): string =>
  site
    .replace(/^[a-z]{1,10}:\/\//, '')
    .replace(/^www\./, '')
    .replace(/\/+$/, '');

/** Equal for values that people call equal; longer ones than any name are compared by their beginning, which fits a key. */
export const evenName = (field: string, value: string): string => {
  const even = value.normalize('NFC').toLowerCase().trim().replace(/\s+/g, ' ');
  return (field === 'website' ? withoutScheme(even) : even).slice(0, 255);
};

/** What a record is found by: field and even value. */
export const namesOf = ({
  module,
  fields,
}: Pick<CrmRecord, 'module' | 'fields'>): readonly (readonly [string, string])[] =>
  fieldsOf(module).flatMap((field) => {
    const value = fields[field];
    const even = typeof value === 'string' ? evenName(field, value) : '';
    return even === '' ? [] : [[field, even] as const];
  });

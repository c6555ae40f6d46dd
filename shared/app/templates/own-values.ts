/** Values of tags that need no record: the sender, the company, the day. For read-values.ts. */
import { normaliseAddress } from '../../domain/address/address.ts';
import type { CrmRecord } from '../../domain/record/record.ts';
import type { CompanyDetails } from '../../domain/template/template.ts';
import type { TenantProfile, User } from '../../ports/tenants.ts';

/** A user has an address and no name here: `ada.lovelace@` is Ada Lovelace to everybody who reads it. */
const nameOf = ({ email }: User): string =>
  (email.split('@')[0] ?? '')
    .replace(/\+.*$/, '')
    .split(/[._-]+/)
    .filter((word) => word !== '')
    .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
    .join(' ');

export const userOf = ({ users }: TenantProfile, id: string): User | undefined =>
  users.find((user) => user.id === id || normaliseAddress(user.email) === normaliseAddress(id));

export const userValue = (profile: TenantProfile, id: string, field: string): string => {
  const user = userOf(profile, id);
  if (user === undefined) return '';
  const values: Readonly<Record<string, string>> = {
    id: user.id,
    email: user.email,
    role: user.role,
    name: nameOf(user),
  };
  return Object.hasOwn(values, field) ? (values[field] ?? '') : '';
};

export const companyNameOf = ({ name }: TenantProfile, company: CompanyDetails): string => company.name ?? name;

export const companyValue = (profile: TenantProfile, company: CompanyDetails, field: string): string => {
  const { logo: _logo, ...said } = company;
  const values: Readonly<Record<string, string>> = { ...said, organizationname: companyNameOf(profile, company) };
  return Object.hasOwn(values, field) ? (values[field] ?? '') : '';
};

interface Time {
  readonly language: string;
  readonly company: CompanyDetails;
}

export const dayText = (atMs: number, { language, company }: Time): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: company.timeZone ?? 'UTC' }).format(new Date(atMs));

const timeText = (atMs: number, { language, company }: Time): string =>
  new Intl.DateTimeFormat(language, { timeStyle: 'short', timeZone: company.timeZone ?? 'UTC' }).format(new Date(atMs));

const withoutSlash = (url: string | undefined): string => (url ?? '').replace(/\/+$/, '');

export const customValue = (
  input: Time & {
    readonly nowMs: number;
    readonly record: CrmRecord | undefined;
    readonly viewUrl?: string | undefined;
  },
  field: string,
): string => {
  const { company, nowMs, record } = input;
  switch (field) {
    case 'currentdate':
      return dayText(nowMs, input);
    case 'currenttime':
      return timeText(nowMs, input);
    case 'viewinbrowser':
      return input.viewUrl ?? '';
    case 'siteurl':
      return withoutSlash(company.siteUrl);
    case 'portalurl':
      return withoutSlash(company.portalUrl);
    case 'crmdetailviewurl':
      return company.siteUrl === undefined || record === undefined
        ? ''
        : `${withoutSlash(company.siteUrl)}/${record.module}/${record.id}`;
    default:
      return '';
  }
};

/** Which tags mean something in a template of a module: any other is refused when the template is saved, for a customer would read it as it stands. */
import { isDateFormat } from './date-format.ts';
import { COMMENTS, moduleBehind, type Tag } from './tag.ts';

/** Everybody's own; `name` is read out of the address, for a user has no other name here. */
const USER_FIELDS = ['id', 'email', 'role', 'name'];

/** Vtiger's names of a company's details. */
const COMPANY_FIELDS = [
  ...['organizationname', 'address', 'city', 'state', 'code', 'country', 'phone', 'fax', 'website', 'vatid', 'email'],
];

const CUSTOM_FIELDS = ['currentdate', 'currenttime', 'siteurl', 'portalurl', 'crmdetailviewurl', 'viewinbrowser'];

/** The person a mail is written to, and where they work: reached from every record (read-values.ts). */
const PERSONAL = ['contacts', 'leads', 'organizations'];

/** More comments than that fill a mail that nobody reads. */
const MAX_COMMENTS = 50;

const oneOf = (names: readonly string[], field: string): string | undefined =>
  names.includes(field) ? undefined : `there is no such field; there are ${names.join(', ')}`;

const wrongComments = ({ options: [count, order] }: Tag): string | undefined => {
  const isCount =
    count === undefined || (/^\d{1,2}$/.test(count) && Number(count) >= 1 && Number(count) <= MAX_COMMENTS);
  const isOrder = order === undefined || order === 'newest' || order === 'oldest';
  return isCount && isOrder
    ? undefined
    : `write how many comments, 1 to ${MAX_COMMENTS}, and newest or oldest: $cases-comments:3:oldest$`;
};

const SPECIAL: Readonly<Record<string, readonly string[]>> = {
  users: USER_FIELDS,
  companydetails: COMPANY_FIELDS,
  custom: CUSTOM_FIELDS,
};

/** What is wrong with the tag, for the person who wrote it; undefined: nothing. */
export const wrongWith = (tag: Tag, module: string): string | undefined => {
  const { module: named, field, via } = tag;
  if (named === 'logo') return undefined;
  if (tag.date !== undefined && !isDateFormat(tag.date))
    return 'has no date behind "date:"; write it with DD, MM, YYYY, HH, mm, or short, medium, long, full';
  const special = Object.hasOwn(SPECIAL, named) ? SPECIAL[named] : undefined;
  if (special !== undefined)
    return via === undefined ? oneOf(special, field) : 'points to nothing that can be followed';
  if (named !== module && !PERSONAL.includes(named))
    return `is unknown here: a template of ${module} has tags of ${[...new Set([module, ...PERSONAL])].join(', ')}, users, companydetails and custom`;
  if (via !== undefined) {
    const behind = moduleBehind(via);
    if (behind === undefined)
      return `follows ${via}, which points to no other record; contactId, organizationId, leadId, opportunityId, caseId and owner do`;
    if (field.includes(':')) return 'follows two fields; only one can be followed';
    return behind === 'users' ? oneOf(USER_FIELDS, field) : undefined;
  }
  return field === COMMENTS && named === module ? wrongComments(tag) : undefined;
};

/** Fields that Postroom itself gives records or knows the meaning of; a tenant's own are as good, but a misspelt one looks the same. */
const FIELDS = new Set([
  ...['firstname', 'lastname', 'name', 'title', 'company', 'phone', 'status', 'source', 'owner', 'email', 'website'],
  ...['id', 'number', 'createdat', 'updatedat', 'description', 'comments', 'contactid', 'organizationid', 'language'],
]);

const BUILT_IN = new Set(['contacts', 'leads', 'organizations', 'cases', 'opportunities', 'internal-tickets']);

/** Worth a look, and no mistake. Of a custom module nobody but the tenant knows the fields. */
export const isDoubtful = ({ module, field }: Tag): boolean => BUILT_IN.has(module) && !FIELDS.has(field);

/**
 * Templates and company details in the `settings` table, in a partition of their own: a mail that comes in reads the tenant's other items with every query and must
 * not pay for these.
 *
 * | item | pk | sk |
 * | --- | --- | --- |
 * | template | `<tenant>#templates` | `template#<id>` (time-ordered) |
 * | company details | `<tenant>#templates` | `company` |
 */
import * as z from 'zod';
import type { CompanyDetails, Template } from '../../domain/template/template.ts';
import type { CompanyStore, TemplateStore } from '../../ports/templates.ts';
import { cursorAfter, keyAfter } from './cursor.ts';
import { ABSENT, type Item, type Key, type Table } from './table.ts';

const PREFIX = 'template#';

const Variant = z.object({
  language: z.string(),
  subject: z.string(),
  html: z.string().exactOptional(),
  text: z.string(),
});

const Stored = z.object({
  sk: z.string(),
  name: z.string(),
  module: z.string(),
  purpose: z.string(),
  variants: z.tuple([Variant], Variant),
  attachments: z.array(z.object({ uploadId: z.string() })),
  createdAt: z.string(),
  updatedAt: z.string(),
  madeBy: z.string(),
  revision: z.number(),
});

const said = z.string().exactOptional();

const StoredCompany = z.object({
  ...{ name: said, address: said, city: said, state: said, code: said, country: said, phone: said, fax: said },
  ...{ website: said, vatid: said, email: said, siteUrl: said, portalUrl: said, timeZone: said },
  logo: z.object({ contentType: z.string(), content: z.string() }).exactOptional(),
});

const partition = (tenant: string): string => `${tenant}#templates`;
const templateKey = (tenant: string, id: string): Key => ({ pk: partition(tenant), sk: `${PREFIX}${id}` });
const companyKey = (tenant: string): Key => ({ pk: partition(tenant), sk: 'company' });

const readTemplate = (item: Item): Template => {
  const { sk, ...rest } = Stored.parse(item);
  return { ...rest, id: sk.slice(PREFIX.length) };
};

const itemOf = (tenant: string, { id, ...rest }: Template) => ({ ...templateKey(tenant, id), ...rest });

export const makeTemplateStore = (table: Table): TemplateStore => {
  const get = async (tenant: string, id: string) => {
    const item = await table.get(templateKey(tenant, id));
    return item === undefined ? undefined : readTemplate(item);
  };
  return {
    get,
    create: async (tenant, template) =>
      (await table.putIf(itemOf(tenant, template), ABSENT)) ? template : ((await get(tenant, template.id)) ?? template),
    replace: (tenant, template) =>
      table.putIf(itemOf(tenant, template), {
        expression: 'revision = :seen',
        values: { ':seen': template.revision - 1 },
      }),
    remove: async (tenant, id) =>
      (await table.deleteIf(templateKey(tenant, id), { expression: 'attribute_exists(pk)' })) ? 'removed' : 'absent',
    list: async (tenant, { limit, cursor, module, purpose }) => {
      const pk = partition(tenant);
      const page = await table.query({ pk, prefix: PREFIX, limit, ...keyAfter(pk, cursor) });
      const items = page.items
        .map(readTemplate)
        .filter(
          (template) =>
            (module === undefined || template.module === module) &&
            (purpose === undefined || template.purpose === purpose),
        );
      return { items, ...cursorAfter(page.last) };
    },
  };
};

export const makeCompanyStore = (table: Table): CompanyStore => ({
  get: async (tenant): Promise<CompanyDetails> => StoredCompany.parse((await table.get(companyKey(tenant))) ?? {}),
  put: async (tenant, details) => {
    await table.put({ ...companyKey(tenant), ...details });
  },
});

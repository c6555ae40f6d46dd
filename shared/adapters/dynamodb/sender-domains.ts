/**
 * Tenants' domains in the `settings` table, beside the tenant: who reads its profile has them (tenant-store.ts). What the last check found lies apart, for those who
 * look at it; and which tenant holds a domain belongs to the platform.
 *
 * | item | pk | sk |
 * | --- | --- | --- |
 * | domain | `<tenant>` | `domain#<domain>` |
 * | last check | `<tenant>#domain-reports` | `<domain>` |
 * | holder | `platform#domain#<domain>` | `tenant` |
 */
import * as z from 'zod';
import { PURPOSES } from '../../domain/sender-domain/records.ts';
import type { SenderDomain } from '../../domain/sender-domain/sender-domain.ts';
import type { SenderDomainStore } from '../../ports/sender-domains.ts';
import { cursorAfter, keyAfter } from './cursor.ts';
import { ABSENT, type Item, type Key, type Table } from './table.ts';

const PREFIX = 'domain#';

const Stored = z.object({
  domain: z.string(),
  generation: z.string(),
  requestedAt: z.string(),
  requestedBy: z.string(),
  authenticated: z.boolean(),
  coversSubdomains: z.boolean(),
  score: z.number(),
  checkedAt: z.string().exactOptional(),
  changes: z.number(),
  told: z.number(),
  watch: z.number(),
  revision: z.number(),
});

const purpose = z.enum(PURPOSES);
const StoredReport = z.object({
  records: z.array(
    z.object({
      purpose,
      type: z.enum(['TXT', 'CNAME', 'MX']),
      name: z.string(),
      value: z.string(),
      required: z.boolean(),
      why: z.string(),
      status: z.enum(['ok', 'missing', 'wrong', 'unknown']),
      found: z.array(z.string()),
    }),
  ),
  scoreOf: z.array(z.object({ purpose, weight: z.number(), points: z.number() })),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })),
});

/** Of all items of a tenant. */
export const senderDomainsAmong = (items: readonly Item[]): readonly SenderDomain[] =>
  items.filter((item) => String(item['sk']).startsWith(PREFIX)).map((item) => Stored.parse(item));

const keyOf = (tenant: string, domain: string): Key => ({ pk: tenant, sk: `${PREFIX}${domain}` });
const reportKey = (tenant: string, domain: string): Key => ({ pk: `${tenant}#domain-reports`, sk: domain });
const holderKey = (domain: string): Key => ({ pk: `platform#domain#${domain}`, sk: 'tenant' });

export const makeSenderDomains = (table: Table): SenderDomainStore => {
  const get: SenderDomainStore['get'] = async (tenant, domain) => {
    const item = await table.get(keyOf(tenant, domain));
    return item === undefined ? undefined : Stored.parse(item);
  };
  const holder: SenderDomainStore['holder'] = async (domain) => {
    const tenant: unknown = (await table.get(holderKey(domain)))?.['tenant'];
    return typeof tenant === 'string' ? tenant : undefined;
  };
  return {
    get,
    holder,
    list: async (tenant, { limit, cursor }) => {
      const page = await table.query({ pk: tenant, prefix: PREFIX, limit, ...keyAfter(tenant, cursor) });
      return { items: page.items.map((item) => Stored.parse(item)), ...cursorAfter(page.last) };
    },
    add: async (tenant, domain) => {
      if (await table.putIf({ ...keyOf(tenant, domain.domain), ...domain }, ABSENT)) return domain;
      return (await get(tenant, domain.domain)) ?? domain;
    },
    replace: async (tenant, domain, changes) => {
      const next = { ...domain, ...changes, revision: domain.revision + 1 };
      const seen = {
        expression: 'generation = :same AND revision = :seen',
        values: { ':same': domain.generation, ':seen': domain.revision },
      };
      return (await table.putIf({ ...keyOf(tenant, domain.domain), ...next }, seen)) ? next : undefined;
    },
    remove: async (tenant, domain) =>
      (await table.deleteIf(keyOf(tenant, domain), { expression: 'attribute_exists(pk)' })) ? 'removed' : 'absent',
    report: async (tenant, domain) => {
      const item = await table.get(reportKey(tenant, domain));
      return item === undefined ? undefined : StoredReport.parse(item);
    },
    putReport: async (tenant, domain, report) => {
      await table.put({ ...reportKey(tenant, domain), ...report });
    },
    removeReport: async (tenant, domain) => {
      await table.deleteIf(reportKey(tenant, domain));
    },
    claim: async (tenant, domain) => {
      if (await table.putIf({ ...holderKey(domain), tenant }, ABSENT)) return tenant;
      return (await holder(domain)) ?? tenant;
    },
    release: async (tenant, domain) => {
      await table.deleteIf(holderKey(domain), { expression: 'tenant = :me', values: { ':me': tenant } });
    },
  };
};

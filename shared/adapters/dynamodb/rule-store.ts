/**
 * Mailroom rules in the `settings` table. A mail reads only the version, which lies among what is read of its tenant anyway (tenant-store.ts), so it costs the
 * same with ten rules and ten thousand (G1).
 *
 * | item | pk | sk |
 * | --- | --- | --- |
 * | rule | `<tenant>#rules` | `rule#<id>` |
 * | order | `<tenant>#rules` | `order`, with a `revision` that each writing changes |
 * | version | `<tenant>` | `rules` |
 */
import * as z from 'zod';
import { Failure } from '../../domain/failure.ts';
import { CRITERION_FIELDS, OPERATORS, RULE_ACTIONS, type Rule } from '../../domain/rules/rule.ts';
import type { Ids } from '../../ports/clock.ts';
import type { RuleStore } from '../../ports/rules.ts';
import { cursorAfter, keyAfter } from './cursor.ts';
import { type Item, type Key, queryAll, type Table } from './table.ts';

const StoredMapping = z.union([
  z.object({ field: z.string(), label: z.string() }),
  z.object({ field: z.string(), after: z.string(), before: z.string() }),
]);

const StoredAction = z.object({
  type: z.enum(RULE_ACTIONS),
  module: z.string().exactOptional(),
  fields: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]))
    .exactOptional(),
  bodyRule: z
    .object({
      delimiter: z.string(),
      mappings: z.array(StoredMapping),
      labels: z.array(z.string()).exactOptional(),
      duplicateFields: z.array(z.string()).exactOptional(),
      lookups: z
        .array(
          z.object({
            field: z.string(),
            module: z.string(),
            mappings: z.array(StoredMapping),
            duplicateFields: z.array(z.string()),
            create: z.boolean(),
          }),
        )
        .exactOptional(),
      approvedSenders: z.array(z.string()).exactOptional(),
    })
    .exactOptional(),
  createContact: z.boolean().exactOptional(),
  forwarded: z.boolean().exactOptional(),
});

const StoredRule = z.object({
  id: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  match: z.enum(['all', 'any']),
  criteria: z.array(
    z.object({
      field: z.enum(CRITERION_FIELDS),
      header: z.string().exactOptional(),
      operator: z.enum(OPERATORS),
      value: z.string(),
    }),
  ),
  action: StoredAction,
  followUpAction: StoredAction.exactOptional(),
  owner: z.string().exactOptional(),
  continueIfSkipped: z.boolean(),
  note: z.string().exactOptional(),
});

const rulesKey = (tenant: string): string => `${tenant}#rules`;
const ruleKey = (tenant: string, id: string): Key => ({ pk: rulesKey(tenant), sk: `rule#${id}` });
const orderKey = (tenant: string): Key => ({ pk: rulesKey(tenant), sk: 'order' });

const inOrder = (items: readonly Item[]): readonly Rule[] => {
  const order: unknown = items.find((item) => item['sk'] === 'order')?.['ids'];
  const places = new Map((Array.isArray(order) ? order : []).map((id, place) => [String(id), place]));
  const placeOf = ({ id }: Rule) => places.get(id) ?? Number.MAX_SAFE_INTEGER;
  return items
    .filter((item) => String(item['sk']).startsWith('rule#'))
    .map((item): Rule => StoredRule.parse(item))
    .sort((a, b) => placeOf(a) - placeOf(b) || (a.id < b.id ? -1 : 1));
};

export const makeRuleStore = (table: Table, ids: Ids): RuleStore => {
  /** After every change: who has an older version in memory reads the rules again. */
  const tell = (tenant: string) => table.put({ pk: tenant, sk: 'rules', version: ids.fresh(0) });
  const list = async (tenant: string) => inOrder(await queryAll(table, { pk: rulesKey(tenant) }));
  return {
    list,
    page: async (tenant, { limit, cursor }) => {
      const all = await list(tenant);
      const { after } = keyAfter(rulesKey(tenant), cursor);
      const place = after === undefined ? -1 : all.findIndex(({ id }) => id === after.sk);
      // From the beginning again would show rules twice, for ever where every page's last one is removed.
      if (after !== undefined && place < 0)
        throw new Failure(
          'invalid-input',
          'invalid-cursor',
          'The rule that ended the page before is gone. Begin anew.',
        );
      const start = place + 1;
      const items = all.slice(start, start + limit);
      const last = items.at(-1);
      const isMore = last !== undefined && start + limit < all.length;
      return { items, ...cursorAfter(isMore ? { pk: rulesKey(tenant), sk: last.id } : undefined) };
    },
    get: async (tenant, id) => {
      const item = await table.get(ruleKey(tenant, id));
      return item === undefined ? undefined : StoredRule.parse(item);
    },
    put: async (tenant, rule) => {
      await table.put({ ...ruleKey(tenant, rule.id), ...rule });
      await tell(tenant);
    },
    remove: async (tenant, id) => {
      const there = (await table.get(ruleKey(tenant, id))) !== undefined;
      await table.deleteIf(ruleKey(tenant, id));
      await tell(tenant);
      return there ? 'removed' : 'absent';
    },
    putOrder: async (tenant, order) => {
      await table.put({ ...orderKey(tenant), ids: order, revision: ids.fresh(0) });
      await tell(tenant);
    },
    placeAfter: async (tenant, id, after) => {
      const seen = (await table.get(orderKey(tenant)))?.['revision'];
      const others = (await list(tenant)).map((rule) => rule.id).filter((other) => other !== id);
      const place = others.indexOf(after) + 1;
      const order = place === 0 ? [...others, id] : others.toSpliced(place, 0, id);
      const unchanged =
        seen === undefined
          ? { expression: 'attribute_not_exists(revision)' }
          : { expression: 'revision = :seen', values: { ':seen': seen } };
      const written = await table.putIf({ ...orderKey(tenant), ids: order, revision: ids.fresh(0) }, unchanged);
      if (written) await tell(tenant);
      return written;
    },
  };
};

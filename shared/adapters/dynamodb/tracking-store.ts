/**
 * Tracking of outgoing mail. The settings are an item beside the tenant's own, so that a request that reads its tenant has them (tenant-store.ts).
 *
 * | item | table | pk | sk |
 * | --- | --- | --- | --- |
 * | settings | settings | `<tenant>` | `tracking` |
 * | links of a mail | sending | `<tenant>#links#<mail id>` | `<edition>` |
 * | what a reader did | sending | `<tenant>#hits#<mail id>` | `<place among the recipients>` or `all` |
 */
import * as z from 'zod';
import { Failure } from '../../domain/failure.ts';
import { NO_HITS, type ReaderHits, withHit } from '../../domain/tracking/count-hit.ts';
import type { MachineSign } from '../../domain/tracking/judge-hit.ts';
import { DEFAULT_TRACKING, type TrackingSettings } from '../../domain/tracking/settings.ts';
import type { HitStore, TrackedLinks, TrackingSettingsStore } from '../../ports/tracking.ts';
import { secretKey } from './mailroom-settings.ts';
import { ABSENT, type Item, type Key, queryAll, type Table } from './table.ts';

const SORT_KEY = 'tracking';
const settingsKey = (tenant: string): Key => ({ pk: tenant, sk: SORT_KEY });
const linksKey = (tenant: string, mailId: string, edition: string): Key => ({
  pk: `${tenant}#links#${mailId}`,
  sk: edition,
});
const hitsKey = (tenant: string, mailId: string) => `${tenant}#hits#${mailId}`;

const StoredSettings = z.object({
  single: z.boolean(),
  host: z.string().nullable(),
  exceptDomains: z.array(z.string()),
});

const Tally = z.object({
  count: z.number(),
  firstAt: z.string().exactOptional(),
  lastAt: z.string().exactOptional(),
});

const StoredHits = z.object({
  opened: Tally,
  clicked: Tally,
  machineOpened: z.number(),
  machineClicked: z.number(),
  log: z.array(
    z.object({
      at: z.string(),
      link: z.union([z.number(), z.literal('pixel')]),
      machine: z.custom<MachineSign>((value) => typeof value === 'string').exactOptional(),
    }),
  ),
  revision: z.number(),
});

const readHits = (item: Item): ReaderHits => {
  const { revision: _revision, ...hits } = StoredHits.parse(item);
  return hits;
};

/** Among all items of a tenant. */
export const trackingAmong = (items: readonly Item[]): TrackingSettings => {
  const item = items.find(({ sk }) => sk === SORT_KEY);
  return item === undefined ? DEFAULT_TRACKING : StoredSettings.parse(item);
};

export const makeTrackingSettings = (table: Pick<Table, 'get' | 'put'>): TrackingSettingsStore => ({
  get: async (tenant) => {
    const item = await table.get(settingsKey(tenant));
    return item === undefined ? DEFAULT_TRACKING : StoredSettings.parse(item);
  },
  put: async (tenant, settings) => {
    await table.put({ ...settingsKey(tenant), ...settings });
  },
  secret: async (tenant) => {
    const secret: unknown = (await table.get(secretKey(tenant)))?.['secret'];
    return typeof secret === 'string' ? secret : undefined;
  },
});

export const makeTrackedLinks = (table: Pick<Table, 'get' | 'put'>): TrackedLinks => ({
  save: async (tenant, mailId, edition, links) => {
    await table.put({ ...linksKey(tenant, mailId, edition), links });
  },
  find: async (tenant, mailId, edition) => {
    const item = await table.get(linksKey(tenant, mailId, edition));
    return item === undefined ? undefined : z.array(z.string()).parse(item['links']);
  },
});

/** Links that a filter follows all at once contend for one item. */
const MAX_TRIES = 30;

export const makeHitStore = (table: Table): HitStore => ({
  add: async (tenant, mailId, reader, hit, links) => {
    const key = { pk: hitsKey(tenant, mailId), sk: String(reader) };
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const item = await table.get(key);
      const revision = typeof item?.['revision'] === 'number' ? item['revision'] : 0;
      const next = withHit(item === undefined ? NO_HITS : readHits(item), hit, links);
      if (next === undefined) return;
      const unchanged = revision === 0 ? ABSENT : { expression: 'revision = :seen', values: { ':seen': revision } };
      if (await table.putIf({ ...key, ...next, revision: revision + 1 }, unchanged)) return;
    }
    throw new Failure('unavailable', 'hits-contended', 'Too many visits of one mail at once.');
  },
  ofMail: async (tenant, mailId) =>
    (await queryAll(table, { pk: hitsKey(tenant, mailId) })).map((item) => ({
      reader: item['sk'] === 'all' ? 'all' : Number(item['sk']),
      hits: readHits(item),
    })),
});

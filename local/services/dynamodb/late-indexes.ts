/**
 * Secondary indexes are eventually consistent on AWS; dynalite's are not, so code that must not rely on them would pass every test.
 *
 * The rule: a query on an index does not see the changes that no query on this index has been served since, unless the clock has gone on by
 * LATE_MS after the change. In short: the first look at an index is one look late, the second sees what the first missed. Deterministic
 * for a standing clock, and a person who reloads a page, or comes a second later, sees everything.
 *
 * Only in memory: rows and items are stored together, at a restart nothing is late.
 */
import type { Clock } from '#local/kernel/clock.ts';
import type { Item } from './attributes.ts';
import { type IndexChange, type IndexRow, indexPrefix } from './index-rows.ts';

/** AWS: index propagation takes "a fraction of a second, under normal conditions". One second is beyond that. */
const LATE_MS = 1000;

/** How an index looked before its late changes: by row key, `undefined` for a row that was not there. */
export type Mask = ReadonlyMap<string, Item | undefined>;

export interface LateIndexes {
  /** Before the change is stored; else a query between the two would see it at once. */
  note(tableName: string, changes: readonly IndexChange[]): void;
  /** The mask of now, and what to call when the query has been served under it. */
  look(tableName: string, indexName: string): { readonly mask: Mask; served(): void };
}

interface LateRow {
  readonly before: Item | undefined;
  readonly until: number;
}

const NOTHING_LATE = { mask: new Map<string, Item | undefined>(), served: () => undefined };

export const makeLateIndexes = (clock: Clock): LateIndexes => {
  const lateByIndex = new Map<string, Map<string, LateRow>>();

  const noteRow = (prefix: string, { key }: IndexRow, before: Item | undefined) => {
    const late = lateByIndex.get(prefix) ?? new Map<string, LateRow>();
    lateByIndex.set(prefix, late);
    const pending = late.get(key);
    const stillLate = pending !== undefined && pending.until > clock.now();
    late.set(key, { before: stillLate ? pending.before : before, until: clock.now() + LATE_MS });
  };

  return {
    note: (tableName, changes) => {
      for (const { index, before, after } of changes) {
        const prefix = indexPrefix(tableName, index.IndexName);
        if (before !== undefined) noteRow(prefix, before, before.item);
        if (after !== undefined && after.key !== before?.key) noteRow(prefix, after, undefined);
      }
    },
    look: (tableName, indexName) => {
      const late = lateByIndex.get(indexPrefix(tableName, indexName));
      if (late === undefined) return NOTHING_LATE;
      for (const [key, row] of late) if (row.until <= clock.now()) late.delete(key);
      const seen = [...late];
      return {
        mask: new Map(seen.map(([key, row]) => [key, row.before])),
        // A row written again meanwhile is another entry, which nobody has missed yet.
        served: () => {
          for (const [key, row] of seen) if (late.get(key) === row) late.delete(key);
        },
      };
    },
  };
};

export const noLateIndexes: LateIndexes = { note: () => undefined, look: () => NOTHING_LATE };

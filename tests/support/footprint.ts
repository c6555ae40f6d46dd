/**
 * Everything a tenant has in the tables and the mail bucket, with what differs from run to run (ids, times, digests) replaced by names. Two runs
 * of the same mails have the same footprint, or one of them made something else. Used by the tests of kills and redeliveries.
 */
import type { TestCloud } from './cloud.ts';

/** Order matters: an id inside a key of S3 is an id too, a digest is longer than any id. */
const CHANGING: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{64}\b/g, 'digest'],
  [/\b[0-9a-hjkmnp-tv-z]{26}\b/g, 'id'],
  [/\binbound\/[\w-]+/g, 'raw'],
  [/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'time'],
  // Milliseconds and seconds since the epoch.
  [/\b\d{13}\b|\b\d{10}\b/g, 'time'],
];

const masked = (line: string): string => CHANGING.reduce((text, [pattern, name]) => text.replace(pattern, name), line);

/** `id` becomes `id-1`, `id-2` ... in the order in which the lines name them: the same id has the same number everywhere. */
const numbered = (lines: readonly string[]): readonly string[] =>
  CHANGING.slice(1, 3).reduce<readonly string[]>((named, [pattern, name]) => {
    const numbers = new Map<string, number>();
    const numberOf = (found: string) => {
      const number = numbers.get(found) ?? numbers.size + 1;
      numbers.set(found, number);
      return `${name}-${number}`;
    };
    return named.map((line) => line.replace(pattern, numberOf));
  }, lines);

const byMask = (a: string, b: string): number => (masked(a) < masked(b) ? -1 : 1);

const itemsOf = async ({ platform }: TestCloud, tenant: string): Promise<readonly string[]> => {
  const { reader } = platform.dynamoDb;
  const lines: string[] = [];
  for (const table of reader.tableNames())
    for await (const item of reader.items(table)) {
      const pk = item['pk']?.S ?? '';
      if (pk === tenant || pk.startsWith(`${tenant}#`)) lines.push(JSON.stringify(item));
    }
  return lines;
};

const objectsOf = ({ platform }: TestCloud, tenant: string): readonly string[] =>
  platform.objects
    .buckets()
    .flatMap((bucket) =>
      platform.objects
        .list(bucket, { prefix: `attachments/${tenant}/` })
        .objects.map(({ key, sizeBytes }) => `${key} ${sizeBytes} bytes`),
    );

/** @param tenant holds a hyphen: its name is replaced wherever it stands, and no id has one. */
export const footprintOf = async (cloud: TestCloud, tenant: string): Promise<readonly string[]> => {
  const lines = [...(await itemsOf(cloud, tenant)), ...objectsOf(cloud, tenant)].map((line) =>
    line.replaceAll(tenant, 'tenant'),
  );
  // Sorted again: lines that looked alike without their ids have an order now.
  return numbered(lines.sort(byMask)).map(masked).sort();
};

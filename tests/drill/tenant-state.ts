/** What is stored of a tenant's outgoing mail, in words that two tenants with the same mails share: without ids, times and counts of changes. */
import type { TestCloud } from '#tests/support/cloud.ts';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Members in one order, whoever wrote them first. */
const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, canonical(value[name])]),
  );
};

type Stored = Readonly<Record<string, unknown>>;

const partition = async ({ platform }: TestCloud, pk: string): Promise<readonly Stored[]> => {
  const { reader } = platform.dynamoDb;
  const found: Stored[] = [];
  for (const table of reader.tableNames())
    for await (const item of reader.items(table)) if (item['pk']?.S === pk) found.push(item);
  return found;
};

const chosen = (item: Stored, names: readonly string[]) =>
  JSON.stringify(canonical(Object.fromEntries(names.map((name) => [name, item[name]]))));

/** One line for each mail and each suppressed address, sorted. */
export const stateOf = async (cloud: TestCloud, tenant: string): Promise<readonly string[]> => {
  const mails = await partition(cloud, `${tenant}#outgoing`);
  const suppressed = await partition(cloud, `${tenant}#suppression`);
  const subjects = new Map(mails.map((mail) => [JSON.stringify(mail['id']), mail['subject']]));
  return [
    ...mails.map((mail) => chosen(mail, ['subject', 'phase', 'failed', 'recipients'])),
    ...suppressed.map((item) =>
      chosen({ ...item, source: subjects.get(JSON.stringify(item['source'])) }, [
        'sk',
        'reason',
        'scope',
        'held',
        'at',
        'source',
      ]),
    ),
  ].sort();
};

/** All that the embedded cloud keeps, for tests that must find nothing changed, or something nowhere. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestCloud } from './cloud.ts';

/** Every item of every table, one a line, sorted. */
export const tablesOf = async ({ platform }: TestCloud): Promise<readonly string[]> => {
  const { reader } = platform.dynamoDb;
  const lines: string[] = [];
  for (const table of reader.tableNames())
    for await (const item of reader.items(table)) lines.push(`${table} ${JSON.stringify(item)}`);
  return lines.sort();
};

/** Every file it has written, by its path: tables, objects, queues, sent mail, keys. */
export const filesOf = async ({ folder }: TestCloud): Promise<ReadonlyMap<string, Buffer>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return new Map(await Promise.all(paths.map(async (path) => [path, await readFile(path)] as const)));
};

/** The ways a text may stand in another: as it is, escaped, encoded; base 64 at each of its three places. */
export const formsOf = (text: string): readonly string[] => {
  const bytes = Buffer.from(text);
  const inBase64 = [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // Without the characters that belong to the neighbours, too.
    return whole.slice(before === 0 ? 0 : before + 1, (before + bytes.length) % 3 === 0 ? undefined : -1);
  });
  return [
    ...new Set([
      text,
      JSON.stringify(text).slice(1, -1),
      encodeURIComponent(text),
      new URLSearchParams({ a: text }).toString().slice(2),
      bytes.toString('hex'),
      ...inBase64,
      ...inBase64.map((one) => one.replaceAll('+', '-').replaceAll('/', '_')),
    ]),
  ];
};

/**
 * `npm run costs`: counts on an embedded cloud what a mail uses of AWS, prices it (local/endpoint/prices.json, scripts/costs/assumptions.ts) and prints
 * the tables of docs/costs.md. With --write they replace those that stand there.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { countUnits } from './costs/count.ts';
import { tablesOf } from './costs/tables.ts';

const PAGE = join(import.meta.dirname, '..', 'docs', 'costs.md');

const place = (name: string) => new RegExp(`(<!-- ${name}: npm run costs -- --write -->\n).*?(\n<!-- end -->)`, 's');

/** The page with the tables put in; every table has its place. */
const withTables = (page: string, tables: Readonly<Record<string, string>>): string =>
  Object.entries(tables).reduce((text, [name, table]) => {
    if (!place(name).test(text)) throw new Error(`docs/costs.md has no place for the table "${name}": ${place(name)}`);
    return text.replace(place(name), (_, before: string, after: string) => `${before}\n${table}\n${after}`);
  }, page);

const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });
const tables = tablesOf(await countUnits());
if (values.write) {
  writeFileSync(PAGE, withTables(readFileSync(PAGE, 'utf8'), tables));
  console.log('docs/costs.md: written');
} else console.log(Object.values(tables).join('\n\n'));

/** What docs/ says of files, tests and alarms is there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { PROJECT_FOLDER } from '#tests/support/synthesize-once.ts';

const read = (path: string) => readFileSync(join(PROJECT_FOLDER, path), 'utf8');
const folders = readdirSync(join(PROJECT_FOLDER, 'functions'));

const Template = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.looseObject({ AlarmName: z.string().optional() }).optional() }),
  ),
});
const alarms = Object.values(Template.parse(JSON.parse(read('tests/cdk/snapshots/template.json'))).Resources)
  .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
  .map(({ Properties }) => Properties?.AlarmName?.replace('postroom-embedded-', '') ?? 'an alarm without a name');

const headingsOf = (markdown: string) => [...markdown.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
const ifItFails = (folder: string) =>
  read(`functions/${folder}/README.md`)
    .split(/^## If it fails$/m)[1]
    ?.split(/^## /m)[0] ?? '';

describe('the runbook', () => {
  const runbook = read('docs/runbook.md');

  test('has one heading for each function, and one for the gateway', () => {
    const functions = headingsOf(runbook).filter((heading) => /^[a-z]+(-[a-z]+)+$/.test(heading ?? ''));
    expect(functions.toSorted()).toEqual([...folders, 'http-api'].sort());
  });

  test.each(folders)('leads to what to do if %s fails', (folder) => {
    const [, section = ''] = runbook.split(new RegExp(`^## ${folder}$`, 'm'));
    expect(section.split(/^## /m)[0]).toContain(`(../functions/${folder}/README.md#if-it-fails)`);
    expect(ifItFails(folder)).not.toBe('');
  });

  test.each(folders.map((folder) => [folder, alarms.filter((alarm) => alarm.startsWith(`${folder}-`))] as const))(
    'every alarm of %s has a row',
    (folder, named) => {
      expect(named.length).toBeGreaterThan(1);
      const rows = ifItFails(folder)
        .split('\n')
        .filter((line) => line.startsWith('|'));
      // A row may name the further alarms of a function by their ends: `-oldest-message`.
      const has = (alarm: string) =>
        rows.some((row) => row.includes(`\`${alarm}\``) || row.includes(`\`${alarm.slice(folder.length)}\``));
      expect(named.filter((alarm) => !has(alarm))).toEqual([]);
    },
  );
});

describe('docs/threats.md', () => {
  const shown = [...read('docs/threats.md').matchAll(/`(tests\/[\w./-]+)`: "((?:[^"\\]|\\.)+)"/g)].map(
    ([, path = '', title = '']) => [path, title.replaceAll('\\"', '"')] as const,
  );

  test('names tests', () => expect(shown.length).toBeGreaterThan(30));

  test.each(shown)('names a test that is there: %s, %s', (path, title) => {
    expect(existsSync(join(PROJECT_FOLDER, path))).toBe(true);
    const source = read(path).replaceAll("\\'", "'");
    expect([`'${title}'`, `"${title}"`].some((quoted) => source.includes(quoted))).toBe(true);
  });
});

describe('docs/seeds.md', () => {
  const rows = [...read('docs/seeds.md').matchAll(/^\|(?! it says| ---)(.+)\|([^|]*)\|([^|]*)\|$/gm)];
  /** `F80 F81 `tests/...`` in the last cell. */
  const shown = rows.flatMap(([, , , cell = '']) =>
    [...cell.matchAll(/((?:F\d+ )+)`(tests\/[\w./-]+)`/g)].map(
      ([, items = '', path = '']) => [path, items.trim().split(' ')] as const,
    ),
  );

  test('walks the documents', () => expect([rows.length > 60, shown.length > 55]).toEqual([true, true]));

  test.each(shown)('names a test that shows it: %s, %j', (path, items) => {
    const source = existsSync(join(PROJECT_FOLDER, path)) ? read(path) : '';
    expect(items.filter((item) => !source.includes(`[${item}]`))).toEqual([]);
  });
});

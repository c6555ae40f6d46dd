import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import { describe, expect, it } from 'vitest';
import { importDirection } from '../../scripts/import-direction.ts';

const PROJECT = join(import.meta.dirname, '..', '..');
const PLANTED = join(import.meta.dirname, 'planted');

const { ruleSet } = await extractDepcruiseOptions(join(PROJECT, '.dependency-cruiser.mjs'));
const rules = (ruleSet?.forbidden ?? []).map(({ name }) => name ?? 'a rule without a name');
const planted = await importDirection(PLANTED);
const project = await importDirection(PROJECT);

/** Each planted file is named after the one rule it breaks. */
const ruleOf = (file: string) => basename(file, '.ts').replace(/-back$/, '');

/** What a planted file imports that it may not: the rule must see every kind, not only the first. */
const REPORTED: Readonly<Record<string, readonly string[]>> = {
  'domain-is-pure': ['@aws-sdk/client-s3', 'crypto', 'shared/ports/any-port.ts'],
  'use-cases-see-domain-and-ports': ['fs', 'shared/adapters/any-adapter.ts', 'shared/contracts/any-contract.ts'],
  'handlers-see-no-package': ['@aws-sdk/client-s3', 'os'],
  'local-runs-only-the-template': ['functions/send-mail/any-handler.ts', 'shared/edge/any-edge.ts'],
};

const packageOf = (path: string) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path;

describe('imports', () => {
  it('point one way in this project', () => {
    expect(project.violations).toEqual([]);
    // Without its parser the cruise finds no module, no violation, and ends well.
    expect(project.modules).toBeGreaterThan(150);
  });

  it.each(rules)('that break "%s" are reported', (rule) => {
    const reported = planted.violations.filter((violation) => violation.rule === rule);
    expect(reported.map(({ from }) => ruleOf(from))).toContain(rule);
    const expected = REPORTED[rule];
    if (expected !== undefined) expect(reported.map(({ to }) => packageOf(to)).sort()).toEqual(expected);
  });

  it('have a rule for every planted violation, so that a rule cannot go unnoticed', () => {
    const files = globSync('{functions,shared,cdk,local}/**/*.ts', { cwd: PLANTED }).map(ruleOf);
    const violations = files.filter((name) => !/^(any|fine)-|^index$/.test(name));
    expect([...new Set(violations)].sort()).toEqual([...rules].sort());
  });

  it('that are fine are not reported, also beside a violation', () => {
    expect(planted.violations.filter(({ rule, from }) => ruleOf(from) !== rule)).toEqual([]);
  });
});

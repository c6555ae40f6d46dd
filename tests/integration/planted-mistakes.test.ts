/** `npm run mutate:template`: every planted mistake of template, policy and wiring is named by a sentence; nothing is found out by waiting. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Assembly, synthesize } from '#local/template/assembly.ts';
import { loadWiredStack } from '#local/template/wired-stack.ts';
import { routes } from '#shared/contracts/routes.ts';
import { startTestCloud } from '#tests/support/cloud.ts';
import { howMuch } from '#tests/support/how-much.ts';
import { type Plant, planted } from '#tests/support/plant.ts';
import { PLANTED_MISTAKES } from '#tests/support/planted-mistakes.ts';
import { smokeFlow } from '#tests/support/smoke-flow.ts';
import { BUILD_FOLDER, PROJECT_FOLDER } from '#tests/support/synthesize-once.ts';

const tokens = { issuer: 'https://identity.example', audience: 'postroom' };
const publicRoutes = routes.filter(({ access }) => access === 'public').map(({ method, path }) => `${method} ${path}`);

let assembly: Assembly;
beforeAll(async () => {
  assembly = await synthesize({ projectFolder: PROJECT_FOLDER, buildFolder: BUILD_FOLDER });
});

/** What the start of the embedded cloud does before it opens anything. */
const load = (template: unknown) =>
  loadWiredStack(template, {
    stackName: assembly.stackName,
    assets: assembly.assets,
    parameters: { JwtIssuer: tokens.issuer, JwtAudience: tokens.audience },
    endpointUrl: 'http://127.0.0.1:4566',
    publicRoutes,
    tokens,
  });

const start = async (plant: Plant | undefined) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'postroom-mistake-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const change = (template: unknown) => (plant === undefined ? template : planted(template, plant));
  const cloud = await startTestCloud({ dataDir, change });
  onTestFinished(cloud.stop);
  return cloud;
};

const sentenceOf = async (work: () => unknown): Promise<string | undefined> => {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const called = (when: 'start' | 'run') => PLANTED_MISTAKES.filter((one) => one.when === when);

test('the template as it is has no fault, and one pass through everything leaves no denial', async () => {
  expect(load(assembly.template).ofType('AWS::Lambda::Function')).not.toEqual([]);
  expect(await smokeFlow(await start(undefined))).toEqual([]);
});

test('there are at least 20 mistakes, each called something else', () => {
  expect(new Set(PLANTED_MISTAKES.map(({ mistake }) => mistake)).size).toBe(PLANTED_MISTAKES.length);
  expect(PLANTED_MISTAKES.length).toBeGreaterThanOrEqual(20);
});

describe('named before anything runs:', () => {
  test.each(called('start'))('$mistake', async ({ plant, expects }) => {
    const template = planted(assembly.template, plant);
    // What only the deployment of a part finds (the name of a handler), the start itself says.
    const sentence = (await sentenceOf(() => load(template))) ?? (await sentenceOf(() => start(plant)));
    expect(sentence).toMatch(expects);
  });

  test('the start says all mistakes at once, and leaves nothing open', async () => {
    const two = [...called('start')].filter(
      ({ mistake }) => mistake.startsWith('a rule that is switched off') || mistake.startsWith('a stage'),
    );
    const plant: Plant = (template) => {
      for (const one of two) one.plant(template);
    };
    const sentence = await sentenceOf(() => start(plant));
    for (const { expects } of two) expect(sentence).toMatch(expects);
  });
});

/** Each starts a cloud of its own. */
const PASSES = howMuch({ part: 5, whole: Number.POSITIVE_INFINITY });

describe('named by one pass through everything:', () => {
  test.each(called('run').slice(0, PASSES))('$mistake', async ({ plant, expects }) => {
    const sentences = await smokeFlow(await start(plant));
    expect(sentences.join('\n')).toMatch(expects);
  });
});

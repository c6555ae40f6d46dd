import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Assembly, synthesize } from '#local/template/assembly.ts';
import { loadStack } from '#local/template/load.ts';
import { RESOURCE_TYPES } from '#local/template/resource-types.ts';
import { wiringFaults } from '#local/template/wiring.ts';
import { CDK_APP } from './template-cdk-app.ts';

/** Writes an assembly as CDK does, without CDK, and counts its runs; quick. */
const PLAIN_APP = `
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
const out: string = process.env['CDK_OUTDIR'] ?? '';
appendFileSync('runs', 'x');
const write = (name: string, content: unknown) => writeFileSync(out + '/' + name, JSON.stringify(content));
mkdirSync(out + '/asset.a');
writeFileSync(out + '/asset.a/index.js', '');
write('S.template.json', { Resources: { Q: { Type: 'AWS::SQS::Queue' } }, Description: process.env['CDK_CONTEXT_JSON'] });
write('S.assets.json', { files: { a: { source: { path: 'asset.a', packaging: 'zip' }, destinations: { d: { objectKey: 'a.zip' } } } }, dockerImages: {} });
write('manifest.json', { artifacts: {
  'S.assets': { type: 'cdk:asset-manifest', properties: { file: 'S.assets.json' } },
  S: { type: 'aws:cloudformation:stack', properties: { templateFile: 'S.template.json', stackName: 'postroom-test' } },
} });
`;

const aProject = (app: string, files: Record<string, string> = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'postroom-project-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of ['cdk', 'functions/receive-mail', 'shared']) mkdirSync(join(folder, name), { recursive: true });
  const write = (path: string, content: string) => writeFileSync(join(folder, path), content);
  const all = {
    'package.json': '{"type":"module"}',
    'cdk.json': '{"context":{"colour":"red"}}',
    'cdk/app.ts': app,
    ...files,
  };
  for (const [path, content] of Object.entries(all)) write(path, content);
  const synthesizeIt = () => synthesize({ projectFolder: folder, buildFolder: join(folder, 'build') });
  const runs = () => readFileSync(join(folder, 'runs'), 'utf8').length;
  return { folder, write, synthesizeIt, runs, results: () => readdirSync(join(folder, 'build')) };
};
const descriptionOf = ({ template }: Assembly) => JSON.parse(JSON.stringify(template)) as { Description: string };

describe('the synthesis', () => {
  it('answers stack name, template and asset folders', async () => {
    const { synthesizeIt } = aProject(PLAIN_APP);
    const assembly = await synthesizeIt();
    expect(assembly.stackName).toBe('postroom-test');
    expect(assembly.template).toMatchObject({ Resources: { Q: {} } });
    expect(readdirSync(assembly.assets.get('a.zip') ?? '')).toEqual(['index.js']);
  });

  it('hands the app the context of cdk.json, and the stage', async () => {
    const assembly = await aProject(PLAIN_APP).synthesizeIt();
    expect(JSON.parse(descriptionOf(assembly).Description)).toEqual({ colour: 'red', stage: 'embedded' });
  });

  it('runs once as long as its sources stay the same', async () => {
    const { synthesizeIt, runs } = aProject(PLAIN_APP);
    const first = await synthesizeIt();
    const second = await synthesizeIt();
    expect([first.fromCache, second.fromCache, runs()]).toEqual([false, true, 1]);
    expect(second).toEqual({ ...first, fromCache: true });
  });

  it.each([
    ['cdk/state.ts', 'export const a = 1;'],
    ['functions/receive-mail/index.ts', 'export const a = 1;'],
    ['shared/words.ts', 'export const a = 1;'],
    ['package-lock.json', '{}'],
    ['tsconfig.json', '{}'],
    ['cdk.json', '{"context":{}}'],
  ])('runs again when %s changes', async (path, content) => {
    const { synthesizeIt, write, runs } = aProject(PLAIN_APP);
    const first = await synthesizeIt();
    write(path, content);
    const second = await synthesizeIt();
    expect(second.fromCache).toBe(false);
    expect(runs()).toBe(2);
    expect(second.folder).not.toBe(first.folder);
    // Who still runs the first one keeps its code.
    expect(readdirSync(first.folder)).toContain('asset.a');
  });

  it('keeps four results', async () => {
    const { synthesizeIt, write, results } = aProject(PLAIN_APP);
    for (let version = 0; version < 6; version++) {
      write('shared/words.ts', `export const version = ${version};`);
      await synthesizeIt();
    }
    expect(results()).toHaveLength(4);
  });

  it('gives two that start at once the same whole result', async () => {
    const { synthesizeIt, results } = aProject(PLAIN_APP);
    const [one, other] = await Promise.all([synthesizeIt(), synthesizeIt()]);
    expect(one.folder).toBe(other.folder);
    expect(results()).toHaveLength(1);
    expect(readdirSync(one.folder)).toContain('manifest.json');
  });

  it.each([
    [
      'what the app said when it fails',
      "throw new Error('No inbound domain is configured.');",
      /^The stack could not be synthesized: cdk\/app\.ts ended with exit code 1\. Correct what it says:\n[\s\S]*No inbound domain is configured\./,
    ],
    [
      'that there is no stack',
      PLAIN_APP.replace("'aws:cloudformation:stack'", "'none'"),
      /must make exactly one stack, and made 0/,
    ],
    ['that there are images', PLAIN_APP.replace('dockerImages: {}', 'dockerImages: { a: {} }'), /container images/],
    ['that nothing was written', 'process.exitCode = 0;', /manifest\.json cannot be read as JSON/],
  ])('says %s, and leaves nothing behind', async (_what, app, sentence) => {
    const { synthesizeIt, results } = aProject(app);
    await expect(synthesizeIt()).rejects.toThrow(
      expect.objectContaining({ code: 'SynthesisFailed', message: expect.stringMatching(sentence) }),
    );
    expect(results()).toEqual([]);
  });

  it('says that cdk.json is missing', async () => {
    const { folder, synthesizeIt } = aProject(PLAIN_APP);
    rmSync(join(folder, 'cdk.json'));
    await expect(synthesizeIt()).rejects.toThrow('There is no cdk.json');
  });
});

describe('an app with one of every construct we know', () => {
  it('is synthesized by CDK, loaded without refusal and wired without fault', { timeout: 60_000 }, async () => {
    const { folder, synthesizeIt } = aProject(CDK_APP, {
      'functions/receive-mail/index.js': 'exports.handler = async () => {};',
    });
    symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
    const { template, stackName, assets } = await synthesizeIt();
    const stack = loadStack(template, {
      stackName,
      parameters: { Issuer: 'https://issuer.example' },
      endpointUrl: 'http://127.0.0.1:4566',
      assets,
    });
    expect(wiringFaults(stack, { publicRoutes: ['GET /open'] })).toEqual([]);
    const written = new Set([...stack.resources, ...stack.ignored].map(({ type }) => type));
    // Not written by this app: no region's metadata without the CLI, and what is known for large or composed stacks only.
    expect(Object.keys(RESOURCE_TYPES).filter((type) => !written.has(type))).toEqual([
      'AWS::IAM::ManagedPolicy',
      'AWS::CloudWatch::CompositeAlarm',
      'AWS::Logs::MetricFilter',
      'AWS::CDK::Metadata',
    ]);
    expect(stack.ofType('AWS::ApiGatewayV2::Authorizer')[0]?.properties).toMatchObject({
      JwtConfiguration: { Issuer: 'https://issuer.example' },
    });
  });
});

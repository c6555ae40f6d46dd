/**
 * For the tests here: a Postroom in an app of its own, synthesized with every finding an error, from functions of one line (the template does
 * not depend on their code).
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { afterAll } from 'vitest';
import * as z from 'zod';
import { bundleFunctions, type CodeOf } from '#cdk/bundle.ts';
import { Postroom, type PostroomProps } from '#cdk/postroom.ts';
import { addNag, FINDINGS_ARE_ERRORS } from '#cdk/validation.ts';

const Resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DependsOn: z.union([z.string().transform((one) => [one]), z.array(z.string())]).default([]),
  DeletionPolicy: z.string().optional(),
});
const Template = z.object({ Resources: z.record(z.string(), Resource) });

export type Resource = z.infer<typeof Resource>;
export type Template = z.infer<typeof Template>;

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own, gone when the test file is done. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'postroom-cdk-'));
  made.push(folder);
  return folder;
};

/** Writes function folders of one line each. */
export const writeFunctions = (functionsFolder: string, folders: readonly string[]): void => {
  for (const folder of folders) {
    mkdirSync(join(functionsFolder, folder), { recursive: true });
    writeFileSync(join(functionsFolder, folder, 'index.ts'), `export const handler = async () => '${folder}';\n`);
  }
};

const FOLDERS = [
  'receive-mail',
  'send-adhoc-mail',
  'send-workflow-mail',
  'send-campaign-mail',
  'record-feedback',
  'run-schedule',
  'http-mailroom',
  'http-emails',
  'http-records',
  'http-settings',
  'public-links',
];

export const codeOfFixtures = (): CodeOf => {
  const folder = temporaryFolder();
  writeFunctions(join(folder, 'functions'), FOLDERS);
  return bundleFunctions({ functionsFolder: join(folder, 'functions'), outFolder: join(folder, 'out') });
};

/** With `validate`, as cdk/app.ts makes it: every finding is an error. Without, faster. */
export const makeApp = ({ validate, context }: { validate: boolean; context?: Record<string, unknown> }): App => {
  const app = new App({
    outdir: temporaryFolder(),
    analyticsReporting: false,
    context,
    builtinCloudFormationValidation: validate,
    ...(validate && { postCliContext: FINDINGS_ARE_ERRORS }),
  });
  if (validate) addNag(app);
  return app;
};

export const templateOf = (app: App, stack: Stack): Template => {
  const path = app.synth().getStackArtifact(stack.artifactId).templateFullPath;
  return Template.parse(JSON.parse(readFileSync(path, 'utf8')) as unknown);
};

export const aPostroom = (overrides: Partial<PostroomProps> = {}): PostroomProps => ({
  inboundDomains: ['in.example.com'],
  tokens: { issuer: 'https://login.example.com/', audience: 'crm' },
  codeOf: codeOfFixtures(),
  ...overrides,
});

export const synthesize = (overrides: Partial<PostroomProps> = {}): Template => {
  const app = makeApp({ validate: false });
  const stack = new Stack(app, 'mail');
  new Postroom(stack, 'Postroom', aPostroom(overrides));
  return templateOf(app, stack);
};

export const ofType = (template: Template, type: string): [id: string, resource: Resource][] =>
  Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);

/**
 * Synthesizes the stack by running cdk/app.ts, as `cdk deploy` would, and keeps the result until its sources change (a second start skips
 * the synthesis). Each result has a folder of its own, named after its sources and moved there when whole: two processes may start at once,
 * and one that is running keeps the code it was started with.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { digestSources } from './assembly-digest.ts';
import { isRecord, memberAt, textAt } from './json.ts';
import { TemplateError } from './template-error.ts';

export interface Assembly {
  readonly stackName: string;
  /** As CDK wrote it; local/template/load.ts takes it. */
  readonly template: unknown;
  /** Folder with the code, by the key that a Lambda's `Code.S3Key` names. */
  readonly assets: ReadonlyMap<string, string>;
  /** The folder CDK wrote. */
  readonly folder: string;
  /** Was it there already? */
  readonly fromCache: boolean;
}

/** Tells cdk/ that this is not a deployment. */
const STAGE = 'embedded';
const PREFIX = 'cdk.out-';
/** Results kept, so that going back and forth between two branches stays quick; the newest ones. */
const KEPT = 4;
/** Unfinished synthesis older than this belongs to a process that died. */
const ABANDONED_AFTER_MS = 3_600_000;

const failed = (sentence: string, cause?: unknown): never => {
  throw new TemplateError('SynthesisFailed', sentence, cause === undefined ? {} : { cause });
};

const readJson = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch (cause) {
    return failed(`${path} cannot be read as JSON; it should have been written by the synthesis.`, cause);
  }
};

/** The CLI hands cdk.json's context to the app; run without the CLI, the app gets it from here. */
const readContext = (projectFolder: string): Readonly<Record<string, unknown>> => {
  if (statSync(join(projectFolder, 'cdk.json'), { throwIfNoEntry: false }) === undefined) {
    return failed(`There is no cdk.json in ${projectFolder}; start in the project's own folder.`);
  }
  const context = memberAt(readJson(join(projectFolder, 'cdk.json')), 'context') ?? {};
  return isRecord(context) ? context : failed('The member "context" of cdk.json must be an object.');
};

const runApp = (projectFolder: string, outFolder: string, context: string, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    // The findings of validators take seconds and are `npm run check`'s business: the same template has been through them there.
    const env = { ...process.env, CDK_VALIDATION: 'false', CDK_OUTDIR: outFolder, CDK_CONTEXT_JSON: context };
    const options = {
      cwd: projectFolder,
      env,
      maxBuffer: 64 * 1024 * 1024,
      ...(signal === undefined ? {} : { signal }),
    };
    execFile(process.execPath, ['cdk/app.ts'], options, (error, _stdout, stderr) => {
      if (error === null) return resolve();
      if (signal?.aborted === true) return reject(error);
      const sentence = `The stack could not be synthesized: cdk/app.ts ended with ${error.signal ?? `exit code ${error.code}`}. Correct what it says:`;
      reject(new TemplateError('SynthesisFailed', `${sentence}\n${stderr.trim()}`));
    });
  });

const artifactsOf = (folder: string, type: string): { id: string; artifact: unknown }[] => {
  const artifacts = memberAt(readJson(join(folder, 'manifest.json')), 'artifacts');
  return Object.entries(isRecord(artifacts) ? artifacts : {})
    .filter(([, artifact]) => memberAt(artifact, 'type') === type)
    .map(([id, artifact]) => ({ id, artifact }));
};

const readAssembly = (folder: string, fromCache: boolean): Assembly => {
  const stacks = artifactsOf(folder, 'aws:cloudformation:stack');
  const [stack] = stacks;
  if (stack === undefined || stacks.length > 1) {
    return failed(`cdk/app.ts must make exactly one stack, and made ${stacks.length}; the embedded cloud runs one.`);
  }
  const assets = new Map<string, string>();
  for (const { artifact } of artifactsOf(folder, 'cdk:asset-manifest')) {
    const manifest = readJson(join(folder, textAt(artifact, 'properties', 'file')));
    const images = memberAt(manifest, 'dockerImages');
    if (isRecord(images) && Object.keys(images).length > 0)
      failed('The stack has container images, which the embedded cloud does not run.');
    const files = memberAt(manifest, 'files');
    for (const file of Object.values(isRecord(files) ? files : {})) {
      const destinations = memberAt(file, 'destinations');
      for (const destination of Object.values(isRecord(destinations) ? destinations : {})) {
        assets.set(textAt(destination, 'objectKey'), join(folder, textAt(file, 'source', 'path')));
      }
    }
  }
  return {
    stackName: textAt(stack.artifact, 'properties', 'stackName') || stack.id,
    template: readJson(join(folder, textAt(stack.artifact, 'properties', 'templateFile'))),
    assets,
    folder,
    fromCache,
  };
};

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** Removes old results, and what a killed synthesis left behind. */
const tidy = (buildFolder: string, current: string): void => {
  const folders = readdirSync(buildFolder)
    .filter((name) => name.startsWith(PREFIX) && join(buildFolder, name) !== current)
    .map((name) => ({
      path: join(buildFolder, name),
      at: statSync(join(buildFolder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0,
    }))
    .sort((a, b) => b.at - a.at);
  const isUnfinished = ({ path }: { path: string }) => path.includes(`${PREFIX}new-`);
  const old = folders.filter((folder) => !isUnfinished(folder)).slice(KEPT - 1);
  const abandoned = folders.filter((folder) => isUnfinished(folder) && folder.at < Date.now() - ABANDONED_AFTER_MS);
  for (const { path } of [...old, ...abandoned]) rmSync(path, { recursive: true, force: true });
};

/** Throws TemplateError `SynthesisFailed` with what cdk/app.ts wrote to its error output. `buildFolder` is made when missing. */
export const synthesize = async (options: {
  readonly projectFolder: string;
  readonly buildFolder: string;
  /** Ends a synthesis that runs: whoever stops the start is not kept waiting for it. */
  readonly signal?: AbortSignal;
}): Promise<Assembly> => {
  const { projectFolder, buildFolder } = options;
  const context = JSON.stringify({ ...readContext(projectFolder), stage: STAGE });
  const folder = join(buildFolder, `${PREFIX}${digestSources(projectFolder, context)}`);
  if (isFolder(folder)) {
    const now = new Date();
    utimesSync(folder, now, now);
    return readAssembly(folder, true);
  }
  mkdirSync(buildFolder, { recursive: true });
  const unfinished = mkdtempSync(join(buildFolder, `${PREFIX}new-`));
  try {
    await runApp(projectFolder, unfinished, context, options.signal);
    // Read before it counts: a synthesis without a stack must not be found by the next start.
    readAssembly(unfinished, false);
    try {
      renameSync(unfinished, folder);
    } catch (error) {
      // Another process was quicker with the same sources; its result is ours.
      if (!isFolder(folder)) throw error;
    }
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  tidy(buildFolder, folder);
  return readAssembly(folder, false);
};

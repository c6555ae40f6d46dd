/**
 * Makes the deployable code of every function folder in one esbuild call: functions/<name>/index.ts -> <out>/<name>/index.js.
 * The same sources give the same bytes on every machine, so the asset hash changes only with the code.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';

const PROJECT = join(import.meta.dirname, '..');

/** Where the built code of a function folder is; throws a sentence if there is no such function. */
export type CodeOf = (folder: string) => string;

export interface BundleOptions {
  /** Folder with one folder per function; default `functions/`. */
  readonly functionsFolder?: string;
  /** Gets one folder per function; default `.build/functions`. */
  readonly outFolder?: string;
}

/**
 * Two syntheses may run at once (the test workers do): a file is replaced in one step, and only if it differs, so neither ever reads half of it.
 */
const replace = (path: string, contents: Uint8Array): void => {
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}.new`;
  writeFileSync(unfinished, contents);
  renameSync(unfinished, path);
};

/**
 * Packages that functions ask for with `import()` when a mail needs them: each becomes a file of its own beside the function's, because a cold start pays for
 * every byte of the file it loads, used or not (docs/performance.md).
 */
const LATE = ['re2js', '@aws-sdk/client-sesv2', '@aws-sdk/client-kms', 'tldts'];

/** Lambda finds no package.json above the code, this project has one that says ESM: without a word of its own the same file would run only in one of them. */
const COMMONJS = Buffer.from('{"type":"commonjs"}\n');

/**
 * mailparser and libmime each bring the same tables of character sets, 481 KB: where npm cannot lay them together, the bundle does. Compiled twice they are 20 ms of each
 * cold start of whoever reads mail.
 */
const characterSets = (): Readonly<Record<string, string>> => {
  const ofMailparser = createRequire(createRequire(import.meta.url).resolve('mailparser'));
  const ofLibmime = createRequire(ofMailparser.resolve('libmime'));
  const [one, other] = [ofMailparser, ofLibmime].map((from) => {
    const file = from.resolve('iconv-lite/package.json');
    return { folder: dirname(file), version: readFileSync(file, 'utf8').match(/"version": *"([^"]+)"/)?.[1] };
  });
  return one !== undefined && one.version === other?.version ? { 'iconv-lite': one.folder } : {};
};

const OPTIONS = {
  absWorkingDir: PROJECT,
  alias: characterSets(),
  write: false,
  bundle: true,
  platform: 'node',
  target: 'node24',
  // Minified CommonJS starts 13-20 ms faster than ESM on Node 24, ESM-first sources tree-shake (docs/architecture.md).
  format: 'cjs',
  mainFields: ['module', 'main'],
  // Only what `import` asks for by itself plus `module`. Not `import`: it would also answer a require() with an ES module, whose
  // default export is then not the function the caller expects.
  conditions: ['module'],
  // Node's ES module for node:http, which the SDK asks for with import(), touches every lazy part of it: 20-60 ms of each cold start that
  // require() does not cost (docs/performance.md).
  supported: { 'dynamic-import': false },
  minify: true,
  keepNames: false,
  legalComments: 'none',
  sourcemap: false,
  logLevel: 'error',
} as const satisfies BuildOptions;

export const bundleFunctions = (options: BundleOptions = {}): CodeOf => {
  const functionsFolder = options.functionsFolder ?? join(PROJECT, 'functions');
  const outFolder = options.outFolder ?? join(PROJECT, '.build', 'functions');
  const entryOf = (folder: string) => join(functionsFolder, folder, 'index.ts');
  const folders = existsSync(functionsFolder)
    ? readdirSync(functionsFolder).filter((folder) => existsSync(entryOf(folder)))
    : [];
  const entryPoints = folders.sort().map((folder) => ({ in: entryOf(folder), out: join(folder, 'index') }));
  const built = buildSync({ ...OPTIONS, entryPoints, outdir: outFolder, external: LATE, metafile: true });
  const late = Object.entries(built.metafile.outputs).flatMap(([file, { imports }]) =>
    [...new Set(imports.flatMap((one) => (one.external === true && LATE.includes(one.path) ? [one.path] : [])))].map(
      (name) => ({
        in: name,
        out: join(relative(outFolder, join(PROJECT, dirname(file))), 'node_modules', name, 'index'),
      }),
    ),
  );
  const builtLate = buildSync({ ...OPTIONS, entryPoints: late, outdir: outFolder });
  for (const file of builtLate.outputFiles) replace(file.path, file.contents);
  for (const file of built.outputFiles) {
    replace(file.path, file.contents);
    replace(join(dirname(file.path), 'package.json'), COMMONJS);
  }
  return (folder) => {
    if (!folders.includes(folder)) {
      throw new Error(
        `There is no ${entryOf(folder)}: the function "${folder}" is declared, and a function is the folder of its name. Add the folder or take the declaration out of cdk/functions/.`,
      );
    }
    return join(outFolder, folder);
  };
};

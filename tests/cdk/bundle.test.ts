import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundleFunctions } from '#cdk/bundle.ts';
import { temporaryFolder, writeFunctions } from './synthesize.ts';

const require = createRequire(import.meta.url);

const aFolder = (folders: readonly string[]) => {
  const folder = temporaryFolder();
  writeFunctions(join(folder, 'functions'), folders);
  return { functionsFolder: join(folder, 'functions'), outFolder: join(folder, 'out') };
};

describe('the bundle', () => {
  it('of each function is a folder that Node can load as CommonJS, whatever stands above it', async () => {
    const options = aFolder(['send-mail', 'read-mail']);
    writeFileSync(join(options.functionsFolder, '..', 'package.json'), '{"type":"module"}');
    const codeOf = bundleFunctions(options);
    expect(readdirSync(codeOf('send-mail')).sort()).toEqual(['index.js', 'package.json']);
    expect(await require(join(codeOf('read-mail'), 'index.js')).handler()).toBe('read-mail');
  });

  it('names the folder that is missing', () => {
    const codeOf = bundleFunctions(aFolder(['send-mail']));
    expect(() => codeOf('read-mail')).toThrow(/functions\/read-mail\/index\.ts: the function "read-mail" is declared/);
  });

  it('is the same, byte for byte, from two folders and in two runs', () => {
    const [first, second] = [aFolder(['send-mail']), aFolder(['send-mail'])];
    const bytes = (options: typeof first) =>
      readFileSync(join(bundleFunctions(options)('send-mail'), 'index.js'), 'utf8');
    expect(bytes(first)).toBe(bytes(second));
    expect(bytes(first)).toBe(bytes(first));
  });

  it('holds no comment, no source map and no path of the machine it was made on', () => {
    const options = aFolder(['send-mail']);
    writeFileSync(
      join(options.functionsFolder, 'send-mail', 'index.ts'),
      '/*! a licence */\nimport { parse } from "../../lib.ts";\nexport const handler = async (): Promise<number> => parse("1"); // why\n',
    );
    writeFileSync(
      join(options.functionsFolder, '..', 'lib.ts'),
      'export const parse = (text: string) => Number(text);\n',
    );
    const code = readFileSync(join(bundleFunctions(options)('send-mail'), 'index.js'), 'utf8');
    expect(code).not.toMatch(/\/\/|\/\*|sourceMappingURL|lib\.ts|functions/);
  });

  it('takes a package as an ES module when it is imported, and as CommonJS when it is required', () => {
    const options = aFolder(['send-mail']);
    const dual = join(options.functionsFolder, 'node_modules', 'dual');
    mkdirSync(dual, { recursive: true });
    writeFileSync(join(dual, 'package.json'), '{"name":"dual","exports":{"import":"./esm.mjs","require":"./cjs.cjs"}}');
    writeFileSync(join(dual, 'esm.mjs'), 'export default () => "esm";');
    writeFileSync(join(dual, 'cjs.cjs'), 'module.exports = () => "cjs";');
    writeFileSync(
      join(options.functionsFolder, 'send-mail', 'index.ts'),
      'import imported from "dual";\nconst required = require("dual");\nexport const handler = () => [imported(), required()];\n',
    );
    expect(require(join(bundleFunctions(options)('send-mail'), 'index.js')).handler()).toEqual(['esm', 'cjs']);
  });

  it('leaves a package that is asked for late in a file of its own, for the function that asks', async () => {
    const options = aFolder(['read-mail', 'send-mail']);
    writeFileSync(
      join(options.functionsFolder, 'read-mail', 'index.ts'),
      'export const handler = async () => (await import("re2js")).RE2JS.matches("a+", "aa");\n',
    );
    const codeOf = bundleFunctions(options);
    const own = readFileSync(join(codeOf('read-mail'), 'index.js'));
    expect(own.length).toBeLessThan(2_000);
    expect(readdirSync(join(codeOf('read-mail'), 'node_modules'))).toEqual(['re2js']);
    expect(readdirSync(codeOf('send-mail')).sort()).toEqual(['index.js', 'package.json']);
    expect(await require(join(codeOf('read-mail'), 'index.js')).handler()).toBe(true);
  });
});

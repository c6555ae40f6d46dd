import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { missingEntries, readLock } from '../../scripts/complete-lock.ts';

const PROJECT = join(import.meta.dirname, '..', '..');
const read = (file: string) => readFileSync(join(PROJECT, file), 'utf8');

const versions = z.record(z.string(), z.string());
const manifest = z
  .object({ dependencies: versions, devDependencies: versions, allowScripts: z.record(z.string(), z.boolean()) })
  .parse(JSON.parse(read('package.json')));
const direct = { ...manifest.dependencies, ...manifest.devDependencies };

describe('package.json', () => {
  it('names every version exactly', () => {
    expect(Object.entries(direct).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  it('brings the Node that .nvmrc names', () => {
    expect(direct['node']).toBe(read('.nvmrc').trim());
  });

  it('says of every package with an install script whether it may run, and of no other', () => {
    const withScript = Object.entries(readLock().packages).filter(([, entry]) => entry.hasInstallScript === true);
    const names = withScript.map(([place]) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length));
    expect(Object.keys(manifest.allowScripts).sort()).toEqual([...new Set(names)].sort());
  });

  it('has a row in docs/dependencies.md for every dependency', () => {
    const rows = [...read('docs/dependencies.md').matchAll(/^\| (.+?) \|/gm)].map(([, cell = '']) => cell);
    const named = rows.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
    expect(named.sort()).toEqual(Object.keys(direct).sort());
  });
});

describe('package-lock.json', () => {
  it('has the packages of every platform; if not: npm run lock:complete', () => {
    expect(Object.keys(missingEntries(readLock()))).toEqual([]);
  });

  it('that lacks one is completed for the platform its name says', () => {
    const packages = {
      'node_modules/@swc/core': { dev: true, optionalDependencies: { '@swc/core-linux-x64-musl': '1.2.3' } },
      'node_modules/fsevents-user': { optionalDependencies: { '@x/cli-darwin-arm64': '4.5.6' } },
    };
    expect(missingEntries({ packages })).toEqual({
      'node_modules/@swc/core-linux-x64-musl': {
        version: '1.2.3',
        dev: true,
        optional: true,
        cpu: ['x64'],
        libc: ['musl'],
        os: ['linux'],
      },
      'node_modules/@x/cli-darwin-arm64': { version: '4.5.6', optional: true, cpu: ['arm64'], os: ['darwin'] },
    });
  });
});

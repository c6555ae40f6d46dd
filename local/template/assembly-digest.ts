/** The fingerprint of everything a synthesis reads: as long as it stays the same, the last result is still right. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Folders and files below the project; the lock file stands for node_modules. */
// docs/api: public-links bundles the OpenAPI document.
const SOURCES = ['cdk', 'functions', 'shared', 'docs/api', 'package-lock.json', 'tsconfig.json', 'cdk.json'];
/** What other tools leave in these folders, and no source. */
const SKIPPED = new Set(['node_modules', 'cdk.out']);

const filesBelow = (folder: string, path: string): string[] => {
  const stat = statSync(join(folder, path), { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (stat.isFile()) return [path];
  return readdirSync(join(folder, path))
    .filter((name) => !SKIPPED.has(name))
    .sort()
    .flatMap((name) => filesBelow(folder, `${path}/${name}`));
};

/** SHA-256 in hexadecimal. `salt` holds what else the result depends on. */
export const digestSources = (projectFolder: string, salt: string): string => {
  const digest = createHash('sha256').update(salt);
  for (const path of SOURCES.flatMap((source) => filesBelow(projectFolder, source))) {
    const content = readFileSync(join(projectFolder, path));
    // The length keeps "a" + "bc" apart from "ab" + "c".
    digest.update(`\n${path} ${content.length}\n`).update(content);
  }
  return digest.digest('hex');
};

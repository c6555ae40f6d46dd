/** Synthesizes the stack before any test file runs: they all start from the same result instead of making it at once. */
import { join } from 'node:path';
import { synthesize } from '#local/template/assembly.ts';

export const PROJECT_FOLDER = join(import.meta.dirname, '..', '..');
export const BUILD_FOLDER = join(PROJECT_FOLDER, '.build');

const setup = async (): Promise<void> => {
  await synthesize({ projectFolder: PROJECT_FOLDER, buildFolder: BUILD_FOLDER });
};

// Vitest looks for the default export of a global set-up.
export default setup;

/** All temporary folders of a run lie in one, which goes with it: also those of a process that was killed, as the tests do to many. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const setup = async (): Promise<() => Promise<void>> => {
  // All but this: what Node compiled of a file is as good in the next run.
  process.env['NODE_COMPILE_CACHE'] ??= join(tmpdir(), 'node-compile-cache');
  const folder = await mkdtemp(join(tmpdir(), 'postroom-tests-'));
  // What os.tmpdir() reads, on Windows and elsewhere; the processes of the tests inherit it.
  process.env['TEMP'] = process.env['TMPDIR'] = folder;
  return () => rm(folder, { recursive: true, force: true });
};

// Vitest looks for the default export of a global set-up.
export default setup;

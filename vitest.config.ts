import { defineConfig } from 'vitest/config';

/**
 * A worker thread lives for some invocations and most of what it makes while it starts it keeps: with V8's first young generation of a megabyte that is
 * copied again and again, a tenth of all the time of a test that kills workers.
 */
const execArgv = ['--min-semi-space-size=16'];

/** Test files that start the embedded cloud wait for workers that start cold. */
const cloud = { testTimeout: 120_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    pool: 'forks',
    execArgv,
    // Vitest leaves one core free, which on the two of a small machine is half of it. More at once only makes each slower.
    maxWorkers: 2,
    globalSetup: ['tests/support/one-folder.ts', 'tests/support/synthesize-once.ts'],
    // Function workers share the process's time zone; on Lambda it is UTC.
    env: { TZ: 'UTC' },
    projects: [
      // These share nothing that a test changes: one process reads the modules once, for a third of the time.
      {
        extends: true,
        test: {
          ...{ name: 'unit', include: ['tests/{unit,property,architecture}/**/*.test.ts'], isolate: false },
          // Megabytes of hostile text take seconds on a machine that does something else as well.
          testTimeout: 30_000,
        },
      },
      { extends: true, test: { name: 'conformance', include: ['tests/conformance/**/*.test.ts'], ...cloud } },
      { extends: true, test: { name: 'cdk', include: ['tests/cdk/**/*.test.ts'], isolate: false, ...cloud } },
      // Each file starts a cloud of its own; what all of them share is the modules, which take longer to read than many a file to run.
      {
        extends: true,
        test: { name: 'integration', include: ['tests/{integration,e2e}/**/*.test.ts'], isolate: false, ...cloud },
      },
    ],
  },
});

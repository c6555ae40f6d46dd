import { defineConfig } from 'vitest/config';

/** Test files that start the embedded cloud share the two cores: more at once only makes each slower. */
const cloud = { testTimeout: 120_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    pool: 'forks',
    globalSetup: ['tests/support/synthesize-once.ts'],
    // Function workers share the process's time zone; on Lambda it is UTC.
    env: { TZ: 'UTC' },
    projects: [
      { extends: true, test: { name: 'unit', include: ['tests/{unit,property,architecture}/**/*.test.ts'] } },
      { extends: true, test: { name: 'conformance', include: ['tests/conformance/**/*.test.ts'], ...cloud } },
      { extends: true, test: { name: 'cdk', include: ['tests/cdk/**/*.test.ts'], ...cloud } },
      { extends: true, test: { name: 'integration', include: ['tests/{integration,e2e}/**/*.test.ts'], ...cloud } },
    ],
  },
});

import { defineConfig } from 'vitest/config';

/** Tests that run the built program; only they wait for the build. */
const BUILT = ['cli', 'container', 'house', 'package', 'road-built'].map(
  (room) => `test/${room}/**/*.test.ts`,
);

/** Tests in Chromium, one file after the other: a browser takes more than one core. */
const BROWSER = ['test/browser/**/*.test.ts'];

export default defineConfig({
  test: {
    // Far more than any test takes on a slow machine: reaching it means that something hangs.
    testTimeout: 60_000,
    // Some install a package before their tests.
    hookTimeout: 300_000,
    // The same for what is waited for by looking again and again; a second would be reached by a busy machine.
    expect: { poll: { timeout: 30_000 } },
    pool: 'forks',
    projects: [
      {
        extends: true,
        test: { name: 'rooms', include: ['test/**/*.test.ts'], exclude: [...BUILT, ...BROWSER] },
      },
      {
        extends: true,
        test: { name: 'built', include: BUILT, globalSetup: 'test/cli/build-once.ts' },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: BROWSER,
          fileParallelism: false,
          // One test may look at hundreds of pages.
          testTimeout: 600_000,
        },
      },
    ],
  },
});

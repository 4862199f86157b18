// How the tests run: each file in a process of its own, against the Postgres that test/support/cluster.ts starts. Then,
// with the machine to themselves, the fault tests, which start their own servers and break them.
import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';

const require = createRequire(import.meta.url);
const report = process.env.TEST_REPORT; // a file for the results as JSON, beside what is printed

export default defineConfig({
  // graphql ships itself twice, as index.js and index.mjs; without this a test loads both, and their types differ.
  resolve: { alias: [{ find: /^graphql$/, replacement: require.resolve('graphql/index.js') }] },
  test: {
    pool: 'forks',
    testTimeout: 20_000,
    hookTimeout: 60_000,
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    projects: [
      {
        extends: true,
        test: {
          name: 'product',
          include: ['test/**/*.test.ts'],
          exclude: ['test/faults/**'],
          globalSetup: 'test/support/cluster.ts',
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          include: ['test/faults/*.test.ts'],
          // They mostly wait: for deadlines, and for what is killed to come back.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});

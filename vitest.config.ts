// How the tests run: against the Postgres that test/support/cluster.ts starts, two files at a time, many in one process.
// Then, with the machine to themselves, the fault tests, which start their own servers and break them.
import { createRequire } from 'node:module';
import { configDefaults, defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';

const require = createRequire(import.meta.url);
const report = process.env.TEST_REPORT; // a file for the results as JSON, beside what is printed

// These alter what a whole process has (its modules, its environment), measure its memory or how it keeps up, or work so
// long that loading the product is nothing to it, and fastest where V8 has seen nothing else.
const alone = [
  'test/memory.test.ts',
  'test/engine/{compiled-queries,fair-limiter,http-fuzz,large-answers,live-fairness,plans,shedding}.test.ts',
  'test/engine/{pipeline-cache,response-cache-leaks,response-cache-oracle,response-cache-replay}.test.ts',
  'test/features/{client-recipes,hostile-input,messages-together,password-limits,socket-protocol}.test.ts',
];

const project = {
  // graphql ships itself twice, as index.js and index.mjs; without this a test loads both, and their types differ.
  resolve: { alias: [{ find: /^graphql$/, replacement: require.resolve('graphql/index.js') }] },
};
const settings = { pool: 'forks', testTimeout: 20_000, hookTimeout: 60_000 } as const;

export default defineConfig({
  test: {
    globalSetup: 'test/support/cluster.ts',
    sequence: { sequencer: LongestFirst },
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    projects: [
      {
        ...project,
        test: {
          ...settings,
          name: 'product',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, 'test/faults/**', ...alone],
          // Loading the product takes longer than many files do: a process loads it once for all the files that it runs.
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        ...project,
        test: { ...settings, name: 'alone', include: alone, maxWorkers: 2, sequence: { groupOrder: 0 } },
      },
      {
        ...project,
        test: {
          ...settings,
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

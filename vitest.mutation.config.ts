import { defineConfig } from 'vitest/config';

const conditions = ['plumbline-source', 'node'];

/** The tests that are run against each mutant: those of the two packages that are mutated. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['packages/{policy,score}/src/**/*.test.ts'],
    testTimeout: 30_000,
  },
});

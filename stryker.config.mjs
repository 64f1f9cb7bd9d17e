/** Mutation testing of the two packages that everything else trusts; docs/quality.md says what came out. Run with `npm run mutation`. */
export default {
  packageManager: 'npm',
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  mutate: ['packages/{policy,score}/src/**/*.ts', '!**/*.test.ts', '!**/*.fixture.ts', '!**/*.generated.ts', '!**/index.ts'],
  coverageAnalysis: 'perTest',
  // Type errors are the compiler's to find, and TypeScript 7 has no programming interface to ask.
  tsconfigFile: 'none',
  checkers: [],
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportScoreTable: true },
  jsonReporter: { fileName: 'reports/mutation/mutation.json' },
  incremental: true,
  incrementalFile: 'reports/mutation/incremental.json',
  ignorePatterns: ['/docs', '/bench', '/examples', '/reports', '**/dist'],
  ignoreStatic: true,
  timeoutMS: 5000,
  concurrency: 1,
  disableTypeChecks: false,
  allowConsoleColors: false,
};

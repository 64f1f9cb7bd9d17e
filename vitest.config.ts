import { defineConfig } from 'vitest/config';

const conditions = ['plumbline-source', 'node'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.ts'],
    globalSetup: ['test/temporary-folder.setup.ts'],
    setupFiles: ['test/properties.setup.ts'],
    // No test hangs on the speed of the machine: only what never ends is ended, so that it is told which test it is.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});

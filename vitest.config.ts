import { defineConfig } from 'vitest/config';

const conditions = ['plumbline-source', 'node'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.ts'],
    globalSetup: ['test/temporary-folder.setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});

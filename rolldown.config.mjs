/** The bundle of the published package; sources are found through the packages' `plumbline-source` condition. */
export default {
  // Workers load a file of their own, found beside the program.
  input: { plumbline: 'packages/cli/src/plumbline.ts', 'scan-worker': 'packages/assess/src/node/worker.ts' },
  platform: 'node',
  // Native addons and what loads its own files stay dependencies of the package.
  external: ['@photostructure/sqlite', '@azure/identity', 'pg-native'],
  resolve: { conditionNames: ['plumbline-source', 'node', 'import', 'default'] },
  output: {
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    sourcemap: false,
    minify: false,
  },
};

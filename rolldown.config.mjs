/** The bundle of the published package; sources are found through the packages' `plumbline-source` condition. */
export default {
  // Workers load a file of their own, found beside the program.
  input: {
    plumbline: 'packages/cli/src/plumbline.ts',
    'scan-worker': 'packages/assess/src/node/worker.ts',
    'page-worker': 'packages/store/src/sqlite/pages/page-worker.ts',
    'row-worker': 'packages/store/src/postgres/row-worker.ts',
  },
  platform: 'node',
  // Native addons and what loads its own files stay dependencies of the package.
  external: ['@photostructure/sqlite', '@azure/identity', 'pg-native'],
  // Whether it is imported or required is added by the bundler: naming it here mixes both kinds of one package.
  resolve: { conditionNames: ['plumbline-source', 'node', 'default'] },
  output: {
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    sourcemap: false,
    minify: false,
  },
};

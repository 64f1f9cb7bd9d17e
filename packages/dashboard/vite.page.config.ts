import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

/** The program of the page that `plumbline scan --format html` writes: one script and one style sheet, put into the page as they are. */
export default defineConfig({
  base: './',
  plugins: [react()],
  resolve: { conditions: ['plumbline-source', ...defaultClientConditions] },
  build: {
    target: 'es2022',
    outDir: 'dist-page',
    assetsInlineLimit: 0,
    modulePreload: false,
    cssCodeSplit: false,
    chunkSizeWarningLimit: 1_500,
    rolldownOptions: {
      input: 'src/ui/page-main.tsx',
      // One script has no pieces whose places it would have to know.
      transform: { define: { 'import.meta': '{}' } },
      output: { format: 'iife', entryFileNames: 'page.js', assetFileNames: 'page.[ext]', codeSplitting: false },
    },
  },
});

import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

/** The server answers under the same origin; while developing, one that runs elsewhere is passed through. */
const server = process.env['PLUMBLINE_SERVER'] ?? 'http://127.0.0.1:8787';

export default defineConfig({
  base: '/ui/',
  plugins: [react()],
  // What other packages tell is taken from their sources: they need not have been built.
  resolve: { conditions: ['plumbline-source', ...defaultClientConditions] },
  // The server puts a fresh nonce in its place with every page.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    target: 'es2022',
    // Nothing may be inlined: the content security policy lets no data: style or script through.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  server: { proxy: { '/api': server } },
});

#!/usr/bin/env node
// `npx plumbline` inside a clone: runs what `npm start` or `npm run build` has built.
import { existsSync } from 'node:fs';

const program = new URL('../../../dist/plumbline.js', import.meta.url);
if (existsSync(program)) await import(program.href);
else {
  console.error('plumbline: this clone has not been built yet. Run npm start or npm run build once.');
  process.exitCode = 2;
}

/** Kills processes in the middle of their work hundreds of times: `npm run soak -- 300`. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const kills = process.argv[2] ?? '300';
const { status } = spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'packages/store/src/kill.test.ts'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PLUMBLINE_KILLS: kills },
});
process.exit(status ?? 1);

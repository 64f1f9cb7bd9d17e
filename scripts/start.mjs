/** `npm start`: sets up a fresh clone, scores the bundled example estate, and serves it with a small stream of changes until Ctrl-C. */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, install, root, run } from './prepare.mjs';

install();
build();
const program = join(root, 'dist/plumbline.js');
run(process.execPath, [program, 'scan', 'examples/estate']);

// Made-up changes of the last start must not stand in the score of this one.
const data = join(root, '.cache/example-data');
rmSync(data, { recursive: true, force: true });
console.log('\nNow the same estate, live: open the address below and watch the score move.\n');
const server = spawn(
  process.execPath,
  [program, 'serve', 'examples/estate', '--data', data, '--demo', '--log-level', 'warn', ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
// Ctrl-C reaches the server itself; this process waits for its answer.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal));
server.on('exit', (code) => process.exit(code ?? 0));

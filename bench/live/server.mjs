import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = join(dirname(fileURLToPath(import.meta.url)), '../../dist/plumbline.js');

/** Starts the built program, and waits for its first answer. */
export async function started(args) {
  const begun = performance.now();
  const child = spawn(process.execPath, [program, 'serve', '--port', '0', '--log-level', 'warn', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise((resolve) => {
    child.once('exit', (code) => resolve(code));
  });
  let said = '';
  const url = await new Promise((resolve, reject) => {
    child.stdout.on('data', (text) => {
      said += text;
      const found = /listens on (http:\S+),/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    void gone.then((code) => reject(new Error(`The server ended with ${code}: ${said}`)));
  });
  await (await fetch(`${url}/api/v1/score`)).text();
  return {
    url,
    pid: child.pid,
    ms: performance.now() - begun,
    async stop() {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

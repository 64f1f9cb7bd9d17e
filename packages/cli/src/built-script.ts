import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The bundled program of a thread stands beside this one; from sources there is none, and everything happens in one thread. */
export function builtScript(name: string): URL | undefined {
  return [`./${name}.js`, `../${name}.js`].map((path) => new URL(path, import.meta.url)).find((url) => existsSync(fileURLToPath(url)));
}

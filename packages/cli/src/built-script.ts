import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The bundled program of a thread stands beside this one; from sources there is none, and everything happens in one thread. */
export function builtScript(name: string): URL | undefined {
  return [`./${name}.js`, `../${name}.js`].map((path) => new URL(path, import.meta.url)).find((url) => existsSync(fileURLToPath(url)));
}

/**
 * Tells one build from another that may judge otherwise, for what remembers verdicts: the thread that judges names its chunks, whose names change
 * with all that is in them. Undefined from sources.
 */
export function judgingBuild(): string | undefined {
  const script = builtScript('scan-worker');
  return script === undefined ? undefined : readFileSync(fileURLToPath(script), 'utf8');
}

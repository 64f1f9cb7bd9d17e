import { readFileSync } from 'node:fs';

/** The version of the package that this file is shipped in: as a source below `src/`, or as a chunk of the bundle one folder below `dist/`. */
export function ownVersion(): string {
  for (const place of ['../package.json', '../../package.json']) {
    try {
      const about: unknown = JSON.parse(readFileSync(new URL(place, import.meta.url), 'utf8'));
      if (typeof about === 'object' && about !== null && 'version' in about) return String(about.version);
    } catch {
      // The other place.
    }
  }
  return 'unknown';
}

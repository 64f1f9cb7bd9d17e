import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What each file looks like from outside, by path: another text when it may have changed. */
export type Stamps = ReadonlyMap<string, string>;

/** Looks at files and, recursively, at folders; of a pattern, at the folder before its first special character. Hidden files are left out. */
export async function stampsOf(inputs: readonly string[]): Promise<Stamps> {
  const stamps = new Map<string, string>();
  const look = async (path: string): Promise<void> => {
    // Files come and go while they are looked at: one that is gone is not there.
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() === true) stamps.set(path, `${found.ino} ${found.mtimeMs} ${found.size}`);
    if (found?.isDirectory() !== true) return;
    for (const name of await readdir(path).catch(() => []))
      if (!name.startsWith('.') && name !== 'node_modules') await look(join(path, name));
  };
  for (const input of inputs) if (input !== '-') await look(placeOf(input));
  return stamps;
}

function placeOf(input: string): string {
  const special = input.search(/[*?[\]{}!()]/);
  return special === -1 ? input : dirname(`${input.slice(0, special)}x`);
}

/** @returns the paths that are new, or look otherwise than before, and those that are gone. */
export function differences(before: Stamps, after: Stamps): { readonly changed: readonly string[]; readonly gone: readonly string[] } {
  return {
    changed: [...after].flatMap(([path, stamp]) => (before.get(path) === stamp ? [] : path)),
    gone: [...before.keys()].filter((path) => !after.has(path)),
  };
}

// Names as numbers of 32 bits. Two names may have the same one: what is found by them is looked at again, or judged once too often.

const start = 0x811c9dc5;
const factor = 0x01000193;

export function hashOf(text: string): number {
  let hash = start;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), factor);
  return finished(hash);
}

/** @param place hash of an id @returns what stands for all of a type there. */
export function hashUnder(place: number, type: number): number {
  return finished(Math.imul(place ^ 0x9e3779b9, 0x85ebca6b) ^ type);
}

const slashes = new Int32Array(64);
const hashes = new Uint32Array(64);

/**
 * Hashes an id and all that it lies under, in one go.
 *
 * @param ancestors is given the hashes of what `ancestorsOf` names, in its order
 * @returns the hash of the id itself
 */
export function hashPlaces(key: string, ancestors: number[]): number {
  let hash = start;
  let count = 0;
  for (let at = 0; at < key.length; at += 1) {
    const code = key.charCodeAt(at);
    if (code === 0x2f && count < slashes.length) {
      slashes[count] = at;
      hashes[count] = hash;
      count += 1;
    }
    hash = Math.imul(hash ^ code, factor);
  }
  for (let end = parentEnd(key, key.length); end > 0; end = parentEnd(key, end)) {
    let slash = count - 1;
    while (slash >= 0 && slashes[slash] !== end) slash -= 1;
    ancestors.push(slash < 0 ? hashOf(key.slice(0, end)) : finished(hashes[slash] as number));
  }
  return finished(hash);
}

/** @returns where the id ends that one lies in, as `ancestorsOf` has it; 0: there is none. */
function parentEnd(key: string, end: number): number {
  const at = end < provider.length ? -1 : key.lastIndexOf(provider, end - provider.length);
  if (at === -1) return Math.max(0, twoBack(key, end));
  const type = before(key.indexOf('/', at + provider.length), end);
  const name = type === -1 ? -1 : before(key.indexOf('/', type + 1), end);
  const isFirst = name === -1 || before(key.indexOf('/', name + 1), end) === -1;
  return isFirst ? at : twoBack(key, end);
}

const provider = '/providers/';

function before(at: number, end: number): number {
  return at < end ? at : -1;
}

function twoBack(key: string, end: number): number {
  return key.lastIndexOf('/', key.lastIndexOf('/', end - 1) - 1);
}

function finished(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x7feb352d);
  mixed ^= mixed >>> 15;
  return mixed >>> 0;
}

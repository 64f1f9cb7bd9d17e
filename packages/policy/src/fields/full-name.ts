import type { Resource } from '../resource.ts';
import { keyReader } from './key.ts';

const fullNameOf = keyReader('fullName');
const nameOf = keyReader('name');
const idOf = keyReader('id');

/** A child's name with its parents' before it, `server/db`: from the id where there is one, since exports shorten names. */
export function readFullName(resource: Resource): string | undefined {
  const given = fullNameOf(resource);
  if (typeof given === 'string') return given;
  const name = nameOf(resource);
  if (typeof name === 'string' && name.includes('/')) return name;
  const id = idOf(resource);
  const fromId = typeof id === 'string' ? namesIn(id) : undefined;
  return fromId ?? (typeof name === 'string' ? name : undefined);
}

/** The names after the last `/providers/namespace`, joined: the second of each pair of segments. */
export function namesIn(id: string): string | undefined {
  const at = id.toLowerCase().lastIndexOf('/providers/');
  if (at === -1) return undefined;
  const segments = id.slice(at + '/providers/'.length).split('/');
  const names = segments.filter((_, index) => index > 0 && index % 2 === 0);
  return names.length > 0 ? names.join('/') : undefined;
}

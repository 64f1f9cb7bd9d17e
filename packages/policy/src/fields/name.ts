import { closingBracket, type Segment, segmentsOf, unquoted } from './path.ts';

/** How field names are understood: as aliases and special fields of Azure, or as plain paths from the root. */
export type FieldNames = 'aliases' | 'paths';

export type FieldName =
  | { readonly kind: 'type' | 'location' | 'fullName' | 'apiVersion' }
  | { readonly kind: 'path'; readonly segments: readonly Segment[] }
  | { readonly kind: 'alias'; readonly alias: string };

const special: ReadonlyMap<string, FieldName> = new Map<string, FieldName>([
  ['type', { kind: 'type' }],
  ['location', { kind: 'location' }],
  ['fullname', { kind: 'fullName' }],
  ['apiversion', { kind: 'apiVersion' }],
  ...['kind', 'name', 'id', 'tags', 'identity'].map((name) => [name, { kind: 'path', segments: [name] }] as const),
]);

/** Reads the name of a field. Names of tags are taken whole, dots and digits included. */
export function readFieldName(name: string, names: FieldNames): FieldName {
  const known = special.get(name.toLowerCase());
  if (known) return known;
  const tag = tagOf(name);
  if (tag !== undefined) return { kind: 'path', segments: ['tags', tag] };
  if (names === 'aliases' && name.includes('/')) return { kind: 'alias', alias: name };
  return { kind: 'path', segments: segmentsOf(name) };
}

/** The tag in `tags.x`, `tags[x]`, `tags['x']` and `tags['''x''']` (a quote in the name); undefined for anything else. */
export function tagOf(name: string): string | undefined {
  if (!/^tags[.[]/i.test(name) || /^tags\[\*\]/i.test(name)) return undefined;
  if (name[4] === '.') return name.slice(5);
  const inside = name.slice(5, -1).trim();
  const isWhole = /^['"]/.test(inside) ? closingBracket(name, 4) === name.length - 1 : name.endsWith(']');
  return isWhole ? unquoted(inside) : undefined;
}

import type { AliasCatalogue } from '../aliases/catalogue.ts';
import { type Segment, segmentsOf } from '../fields/path.ts';

/**
 * The likely path of an alias that the catalogue does not know: what it says after the longest parent that is known, or else
 * `properties.` and what stands after the type.
 * @param type lower case; undefined: everything up to the last slash is taken for the type.
 * @returns undefined when the alias does not start with the type.
 */
export function guessPath(alias: string, type: string | undefined, aliases: AliasCatalogue): readonly Segment[] | undefined {
  const own = type ?? alias.slice(0, alias.lastIndexOf('/')).toLowerCase();
  if (!alias.toLowerCase().startsWith(`${own}/`)) return undefined;
  for (let at = alias.lastIndexOf('.'); at > own.length; at = alias.lastIndexOf('.', at - 1)) {
    const parent = aliases.find(alias.slice(0, at)).find((entry) => entry.type === own);
    if (parent) return segmentsOf(`${parent.path}${alias.slice(at)}`);
  }
  return segmentsOf(`properties.${alias.slice(own.length + 1)}`);
}

/**
 * Where an alias names a singleton between its type and its path (`throughputSettings/default.x`), its plain path, which is read
 * when the catalogue's yields nothing: an export may have kept the singleton's own shape.
 *
 * @param type lower case
 */
export function otherPathOf(alias: string, type: string): readonly Segment[] | undefined {
  if (!alias.toLowerCase().startsWith(`${type}/`)) return undefined;
  const slash = alias.lastIndexOf('/');
  return slash > type.length ? segmentsOf(`properties.${alias.slice(slash + 1)}`) : undefined;
}

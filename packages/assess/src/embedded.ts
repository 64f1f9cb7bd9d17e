import type { Entry, ResourceKey } from '@plumbline/inventory';
import type { JsonValue } from '@plumbline/policy';
import { objectOf, textOf } from './json-reading.ts';

/**
 * Children that exports hold only inside their parent, as entries of their own: the subnets of a virtual network. Resource Graph has
 * no rows for them, and yet recommendations and policies are judged on them.
 */
export function embeddedIn(entry: Entry): readonly Entry[] {
  if (entry.type !== 'microsoft.network/virtualnetworks') return [];
  const subnets = objectOf(entry.resource['properties'])['subnets'];
  if (!Array.isArray(subnets)) return [];
  return subnets.flatMap((subnet: JsonValue) => {
    const given = objectOf(subnet);
    const name = textOf(given['name']);
    const id = textOf(given['id']) ?? (name === undefined ? undefined : `${textOf(entry.resource['id']) ?? entry.key}/subnets/${name}`);
    if (id === undefined) return [];
    const properties = given['properties'];
    return {
      ...entry,
      key: id.toLowerCase() as ResourceKey,
      type: 'microsoft.network/virtualnetworks/subnets',
      hasConfiguration: properties !== undefined && properties !== null,
      resource: { ...given, id, type: 'Microsoft.Network/virtualNetworks/subnets', name: name ?? id.slice(id.lastIndexOf('/') + 1) },
    };
  });
}

import type { Entry, ResourceKey } from '@plumbline/inventory';
import type { JsonValue } from '@plumbline/policy';
import { ancestorsOf } from './arm-id.ts';
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
    const own = textOf(given['id']);
    // An id that does not lie in this network would make the subnet of another one.
    const isOwn = own !== undefined && ancestorsOf(own.toLowerCase())[0] === entry.key;
    const id = isOwn ? own : name === undefined ? undefined : `${textOf(entry.resource['id']) ?? entry.key}/subnets/${name}`;
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

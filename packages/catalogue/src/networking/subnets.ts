import type { JsonValue, Resource } from '@plumbline/policy';
import { arrayAt, hasConfiguration, lastSegmentOf, listAt, textAt } from '../json-reading.ts';
import type { Missing } from '../missing.ts';
import type { Neighbours } from '../recommendation.ts';
import { networkType, securityGroupType } from './types.ts';

/**
 * Finds a subnet: as a resource of its own, or embedded in its virtual network, as Resource Graph gives it.
 *
 * @returns undefined when the input does not hold its configuration
 */
export function subnetOf(id: string, neighbours: Neighbours): JsonValue | undefined {
  const own = neighbours.byId(id);
  if (own !== undefined && hasConfiguration(own)) return own;
  const cut = id.toLowerCase().lastIndexOf('/subnets/');
  const network = cut < 0 ? undefined : neighbours.byId(id.slice(0, cut));
  return network === undefined ? undefined : embeddedSubnets(network).get(lastSegmentOf(id).toLowerCase());
}

const subnetsByNetwork = new WeakMap<Resource, ReadonlyMap<string, JsonValue>>();

function embeddedSubnets(network: Resource): ReadonlyMap<string, JsonValue> {
  let subnets = subnetsByNetwork.get(network);
  if (subnets === undefined) {
    subnets = new Map(
      listAt(network, 'properties.subnets')
        .filter(hasConfiguration)
        .map((subnet) => [lastSegmentOf(textAt(subnet, 'name') ?? textAt(subnet, 'id') ?? '').toLowerCase(), subnet]),
    );
    subnetsByNetwork.set(network, subnets);
  }
  return subnets;
}

export function missingSubnet(id: string | undefined): Missing {
  return {
    kind: 'missing',
    needs: networkType,
    text: id === undefined ? 'An address without a subnet cannot be placed.' : `The subnet ${id} is not in the input.`,
    ...(id === undefined ? {} : { resource: id }),
  };
}

const groupBySubnet = new WeakMap<readonly Resource[], ReadonlyMap<string, string>>();

/** The security group that names the subnet as one of its own: says which it is when the subnet itself was not collected. */
export function groupNamingSubnet(subnetId: string, neighbours: Neighbours): string | undefined {
  const groups = neighbours.inSubscription(securityGroupType);
  let found = groupBySubnet.get(groups);
  if (found === undefined) {
    found = new Map(groups.flatMap((group) => referencesOf(group)));
    groupBySubnet.set(groups, found);
  }
  return found.get(subnetId.toLowerCase());
}

function referencesOf(group: Resource): readonly (readonly [string, string])[] {
  const id = textAt(group, 'id');
  if (id === undefined) return [];
  return (arrayAt(group, 'properties.subnets') ?? []).flatMap((subnet) => {
    const subnetId = textAt(subnet, 'id');
    return subnetId === undefined ? [] : [[subnetId.toLowerCase(), id] as const];
  });
}

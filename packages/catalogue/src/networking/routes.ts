import type { JsonValue } from '@plumbline/policy';
import { arrayAt, textAt } from '../json-reading.ts';
import type { Missing } from '../missing.ts';
import type { Evidence, Neighbours } from '../recommendation.ts';
import type { IpConfiguration } from './interfaces.ts';
import { missingSubnet, subnetOf } from './subnets.ts';
import { routeTableType } from './types.ts';

/** Where the traffic of a subnet to the Internet goes: through a virtual appliance (a firewall), or straight. */
export type DefaultRoute =
  | { readonly kind: 'appliance'; readonly because: Evidence }
  | { readonly kind: 'direct'; readonly because: Evidence }
  | Missing;

/** The default route of the subnet that an address is in. */
export function defaultRouteOf(configuration: IpConfiguration, neighbours: Neighbours): DefaultRoute {
  const { subnet: id } = configuration;
  const subnet = id === undefined ? undefined : subnetOf(id, neighbours);
  if (id === undefined || subnet === undefined) return missingSubnet(id);
  const tableId = textAt(subnet, 'properties.routeTable.id');
  const path = 'properties.routeTable';
  if (tableId === undefined)
    return {
      kind: 'direct',
      because: { text: `The subnet ${id} has no route table, so its traffic goes straight to the Internet.`, resource: id, path },
    };
  const routes = arrayAt(neighbours.byId(tableId), 'properties.routes');
  if (routes === undefined)
    return { kind: 'missing', needs: routeTableType, text: `The routes of ${tableId} are not in the input.`, resource: id, path };
  return leadsToAppliance(routes)
    ? {
        kind: 'appliance',
        because: { text: `The default route of ${tableId} leads to a virtual appliance.`, resource: tableId, path: 'properties.routes' },
      }
    : {
        kind: 'direct',
        because: {
          text: `No default route of ${tableId} leads to a virtual appliance.`,
          resource: tableId,
          path: 'properties.routes',
          expected: '0.0.0.0/0 to VirtualAppliance',
        },
      };
}

/** The two halves together are a default route too, and win over one that a gateway learnt. */
function leadsToAppliance(routes: readonly JsonValue[]): boolean {
  const prefixes = new Set(
    routes.flatMap((route) =>
      textAt(route, 'properties.nextHopType')?.toLowerCase() === 'virtualappliance'
        ? (textAt(route, 'properties.addressPrefix') ?? [])
        : [],
    ),
  );
  return prefixes.has('0.0.0.0/0') || (prefixes.has('0.0.0.0/1') && prefixes.has('128.0.0.0/1'));
}

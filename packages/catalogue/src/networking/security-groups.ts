import type { Resource } from '@plumbline/policy';
import { textAt } from '../json-reading.ts';
import type { Missing } from '../missing.ts';
import type { Neighbours } from '../recommendation.ts';
import type { Interface, IpConfiguration } from './interfaces.ts';
import { type Filter, filterOf } from './openings.ts';
import { rulesFaultOf } from './rules.ts';
import { groupNamingSubnet, missingSubnet, subnetOf } from './subnets.ts';
import { securityGroupType } from './types.ts';

/** Whether a network security group is attached at one place. The reference alone says so, held or not. */
export type Attachment = { readonly kind: 'none' } | { readonly kind: 'group'; readonly id: string } | Missing;

export function groupOfInterface(found: Interface): Attachment {
  return found.securityGroup === undefined ? { kind: 'none' } : { kind: 'group', id: found.securityGroup };
}

export function groupOfSubnet(id: string | undefined, neighbours: Neighbours): Attachment {
  if (id === undefined) return missingSubnet(id);
  const subnet = subnetOf(id, neighbours);
  const group = subnet === undefined ? groupNamingSubnet(id, neighbours) : textAt(subnet, 'properties.networkSecurityGroup.id');
  if (group !== undefined) return { kind: 'group', id: group };
  return subnet === undefined ? missingSubnet(id) : { kind: 'none' };
}

/** One of the two places where traffic to an address is filtered. */
export type Gate = { readonly kind: 'none' } | { readonly kind: 'filter'; readonly group: Resource; readonly filter: Filter } | Missing;

/** The gates before one address: its subnet's and its interface's. Traffic has to pass both. */
export function gatesOf(found: Interface, configuration: IpConfiguration, neighbours: Neighbours): readonly [Gate, Gate] {
  return [gateOf(groupOfSubnet(configuration.subnet, neighbours), neighbours), gateOf(groupOfInterface(found), neighbours)];
}

function gateOf(attachment: Attachment, neighbours: Neighbours): Gate {
  if (attachment.kind !== 'group') return attachment;
  const group = neighbours.byId(attachment.id);
  const filter = group === undefined ? undefined : filterOf(group);
  if (group !== undefined && filter !== undefined) return { kind: 'filter', group, filter };
  const what = (group === undefined ? undefined : rulesFaultOf(group)) ?? 'is not in the input';
  return {
    kind: 'missing',
    needs: securityGroupType,
    text: `The network security group ${attachment.id} ${what}.`,
    resource: attachment.id,
  };
}

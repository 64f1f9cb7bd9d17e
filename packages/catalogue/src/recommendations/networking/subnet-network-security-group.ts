import type { Resource } from '@plumbline/policy';
import { exampleResource } from '../../example-resource.ts';
import { hasConfiguration, lastSegmentOf, nameOf, textAt } from '../../json-reading.ts';
import { notCollected } from '../../missing.ts';
import { exampleSecurityGroup, exampleSubnetId, subnetProperties } from '../../networking/example-network.ts';
import { groupNamingSubnet } from '../../networking/subnets.ts';
import { securityGroupType, subnetType } from '../../networking/types.ts';
import type { GraphRecommendation, GraphVerdict, Neighbours } from '../../recommendation.ts';

/** Azure refuses a security group there, or the service behind it stops working with one. */
const cannotHaveGroup = ['gatewaysubnet', 'azurefirewallsubnet', 'azurefirewallmanagementsubnet', 'routeserversubnet'];

export const subnetNetworkSecurityGroup: GraphRecommendation = {
  name: 'subnet-network-security-group',
  key: 'eade5b56-eefd-444f-95c8-23f29e5d93cb',
  title: 'Network security groups on the subnet level should be enabled',
  alsoKnownAs: ['Subnets should be associated with a network security group'],
  why: 'A group on the subnet guards whatever is put there later too, also the machine whose owner forgets about it.',
  severity: 'medium',
  category: 'networking',
  threats: ['dataExfiltration', 'maliciousInsider', 'accountBreach'],
  resourceTypes: [subnetType],
  kind: 'graph',
  reads: { [subnetType]: ['properties.networkSecurityGroup.id'], [securityGroupType]: ['properties.subnets[*].id'] },
  needs: [],
  judge,
  fix: {
    effort: 'moderate',
    userImpact: 'moderate',
    steps: [
      'List what the machines and services in the subnet have to be reached on, and from where',
      'Create a network security group with rules for just that',
      'Attach it to the subnet and watch what it denies for a day',
    ],
    command: 'az network vnet subnet update --ids {id} --network-security-group NSG_ID',
    caution: 'Everything from the Internet that no rule allows is denied from then on.',
  },
  whenNotToFix:
    'A subnet delegated to a service that manages its own filtering and asks for none, or one whose every interface has a group.',
  examples: {
    healthy: [
      { name: 'group on the subnet', resource: subnet('web', subnetProperties({ securityGroup: 'web-rules' })) },
      {
        name: 'came without configuration, but a group names it',
        resource: subnet('data'),
        estate: [exampleSecurityGroup('data-rules', [], { subnets: [{ id: exampleSubnetId('SHOP', 'data') }] })],
      },
    ],
    unhealthy: [
      { name: 'no group', resource: subnet('build', subnetProperties({})) },
      { name: 'group taken off again', resource: subnet('legacy', { ...subnetProperties({}), networkSecurityGroup: null }) },
    ],
    notApplicable: [
      { name: 'gateway subnet', resource: subnet('GatewaySubnet', subnetProperties({})) },
      { name: 'subnet of Azure Firewall', resource: subnet('AzureFirewallSubnet', subnetProperties({})) },
    ],
    notCollected: [{ name: 'came without configuration', resource: subnet('lost') }],
  },
};

function subnet(name: string, properties?: Parameters<typeof exampleResource>[2]) {
  return exampleResource(subnetType, `shop/${name}`, properties === undefined ? {} : { properties });
}

function judge(found: Resource, neighbours: Neighbours): GraphVerdict {
  const id = textAt(found, 'id') ?? '';
  const name = nameOf(found);
  if (cannotHaveGroup.includes(lastSegmentOf(id === '' ? name : id).toLowerCase())) {
    return { status: 'NotApplicable', because: { text: `${name} cannot have a network security group.`, resource: id } };
  }
  const path = 'properties.networkSecurityGroup.id';
  const group = textAt(found, path) ?? (hasConfiguration(found) ? undefined : groupNamingSubnet(id, neighbours));
  if (group !== undefined)
    return { status: 'Healthy', because: { text: `${name} is guarded by ${nameOf({ id: group })}.`, resource: id, path, found: group } };
  if (!hasConfiguration(found)) {
    return notCollected({ kind: 'missing', needs: subnetType, text: `The subnet ${name} came without its configuration.`, resource: id });
  }
  return {
    status: 'Unhealthy',
    because: { text: `The subnet ${name} has no network security group.`, resource: id, path, expected: 'a network security group' },
  };
}

import type { JsonObject } from '@plumbline/policy';
import { exampleId, exampleResource } from '../example-resource.ts';
import { interfaceType, justInTimeType, machineType, networkType, routeTableType, securityGroupType } from './types.ts';

/** Builders for the examples: networks as Resource Graph gives them, with ids that refer to each other. */

export function exampleNetworkId(type: string, name: string): string {
  return exampleId(exampleResource(type, name));
}

/** A machine with these network interfaces, by name. */
export function exampleMachine(name: string, interfaces: readonly string[] = [`${name}-nic`]): JsonObject {
  const networkInterfaces = interfaces.map((nic) => ({ id: exampleNetworkId(interfaceType, nic) }));
  return exampleResource(machineType, name, {
    properties: { hardwareProfile: { vmSize: 'Standard_D2s_v3' }, networkProfile: { networkInterfaces } },
  });
}

export interface ExampleInterface {
  readonly network: string;
  readonly subnet: string;
  readonly address?: string;
  readonly securityGroup?: string;
  readonly publicAddress?: string;
  readonly applicationGroup?: string;
  readonly forwards?: boolean;
}

export function exampleInterface(name: string, about: ExampleInterface): JsonObject {
  const { network, subnet, address = '10.0.0.4', securityGroup, publicAddress, applicationGroup, forwards = false } = about;
  const id = exampleNetworkId(interfaceType, name);
  return exampleResource(interfaceType, name, {
    properties: {
      enableIPForwarding: forwards,
      ...(securityGroup === undefined ? {} : { networkSecurityGroup: { id: exampleNetworkId(securityGroupType, securityGroup) } }),
      ipConfigurations: [
        {
          id: `${id}/ipConfigurations/primary`,
          name: 'primary',
          properties: {
            primary: true,
            privateIPAddress: address,
            privateIPAddressVersion: 'IPv4',
            subnet: { id: exampleSubnetId(network, subnet) },
            ...(publicAddress === undefined
              ? {}
              : { publicIPAddress: { id: exampleNetworkId('Microsoft.Network/publicIPAddresses', publicAddress) } }),
            ...(applicationGroup === undefined
              ? {}
              : { applicationSecurityGroups: [{ id: exampleNetworkId('Microsoft.Network/applicationSecurityGroups', applicationGroup) }] }),
          },
        },
      ],
    },
  });
}

export function exampleSubnetId(network: string, subnet: string): string {
  return `${exampleNetworkId(networkType, network)}/subnets/${subnet}`;
}

export interface ExampleSubnet {
  readonly name: string;
  readonly securityGroup?: string;
  readonly routeTable?: string;
}

/** A virtual network with its subnets embedded. */
export function exampleNetwork(name: string, subnets: readonly ExampleSubnet[], properties: JsonObject = {}): JsonObject {
  return exampleResource(networkType, name, {
    properties: {
      addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
      enableDdosProtection: false,
      subnets: subnets.map((subnet) => ({
        id: exampleSubnetId(name, subnet.name),
        name: subnet.name,
        properties: subnetProperties(subnet),
      })),
      ...properties,
    },
  });
}

export function subnetProperties({ securityGroup, routeTable }: Omit<ExampleSubnet, 'name'>): JsonObject {
  return {
    addressPrefix: '10.0.0.0/24',
    ...(securityGroup === undefined ? {} : { networkSecurityGroup: { id: exampleNetworkId(securityGroupType, securityGroup) } }),
    ...(routeTable === undefined ? {} : { routeTable: { id: exampleNetworkId(routeTableType, routeTable) } }),
  };
}

export interface ExampleRule {
  readonly name: string;
  readonly priority: number;
  readonly access?: 'Allow' | 'Deny';
  readonly source: string | readonly string[];
  readonly ports: string | readonly string[];
  readonly protocol?: string;
  readonly destination?: string;
  readonly applicationGroup?: string;
}

export function exampleSecurityGroup(name: string, rules: readonly ExampleRule[], properties: JsonObject = {}): JsonObject {
  return exampleResource(securityGroupType, name, {
    properties: { securityRules: rules.map(exampleRule), defaultSecurityRules: defaultRules.map(exampleRule), ...properties },
  });
}

export function exampleRule(rule: ExampleRule): JsonObject {
  const { name, priority, access = 'Allow', source, ports, protocol = 'Tcp', destination = '*', applicationGroup } = rule;
  return {
    name,
    properties: {
      priority,
      access,
      direction: 'Inbound',
      protocol,
      sourcePortRange: '*',
      ...(typeof source === 'string' ? { sourceAddressPrefix: source } : { sourceAddressPrefixes: source }),
      ...(typeof ports === 'string' ? { destinationPortRange: ports } : { destinationPortRanges: ports }),
      ...(applicationGroup === undefined
        ? { destinationAddressPrefix: destination }
        : {
            destinationApplicationSecurityGroups: [
              { id: exampleNetworkId('Microsoft.Network/applicationSecurityGroups', applicationGroup) },
            ],
          }),
    },
  };
}

const defaultRules: readonly ExampleRule[] = [
  { name: 'AllowVnetInBound', priority: 65_000, source: 'VirtualNetwork', ports: '*', protocol: '*', destination: 'VirtualNetwork' },
  { name: 'AllowAzureLoadBalancerInBound', priority: 65_001, source: 'AzureLoadBalancer', ports: '*', protocol: '*' },
  { name: 'DenyAllInBound', priority: 65_500, access: 'Deny', source: '*', ports: '*', protocol: '*' },
];

export function exampleRouteTable(
  name: string,
  routes: readonly { readonly prefix: string; readonly to: string; readonly address?: string }[],
): JsonObject {
  return exampleResource(routeTableType, name, {
    properties: {
      routes: routes.map(({ prefix, to, address }, index) => ({
        name: `route-${index}`,
        properties: { addressPrefix: prefix, nextHopType: to, ...(address === undefined ? {} : { nextHopIpAddress: address }) },
      })),
    },
  });
}

/** A just-in-time policy that names these machines. */
export function exampleJustInTime(machines: readonly string[]): JsonObject {
  return exampleResource(justInTimeType, 'westeurope/default', {
    kind: 'Basic',
    properties: {
      virtualMachines: machines.map((name) => ({
        id: exampleNetworkId(machineType, name),
        ports: [{ number: 22, protocol: '*', allowedSourceAddressPrefix: '*', maxRequestAccessDuration: 'PT3H' }],
      })),
    },
  });
}

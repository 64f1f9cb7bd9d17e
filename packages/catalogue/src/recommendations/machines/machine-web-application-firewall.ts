import type { JsonObject, Resource } from '@plumbline/policy';
import { withoutConfiguration } from '../../example-machine.ts';
import { exampleResource } from '../../example-resource.ts';
import { at, listAt, nameOf, textAt } from '../../json-reading.ts';
import { notCollected } from '../../missing.ts';
import { webPorts } from '../../networking/asks.ts';
import {
  exampleInterface,
  exampleMachine,
  exampleNetwork,
  exampleNetworkId,
  exampleSecurityGroup,
  exampleSubnetId,
} from '../../networking/example-network.ts';
import { interfacesOf, isInterface } from '../../networking/interfaces.ts';
import { first, isPublic, reachOf } from '../../networking/reach.ts';
import { interfaceType, machineType, networkType, reachReads, securityGroupType } from '../../networking/types.ts';
import type { GraphRecommendation, GraphVerdict, Neighbours } from '../../recommendation.ts';

const gatewayType = 'Microsoft.Network/applicationGateways';

export const machineWebApplicationFirewall: GraphRecommendation = {
  name: 'machine-web-application-firewall',
  key: 'edc662b8-a1a1-4e93-97a5-36660494a670',
  title: 'Add a web application firewall',
  why: 'A security group lets a web request through whatever is in it; a web application firewall looks inside and stops injections and scans.',
  severity: 'medium',
  category: 'compute',
  threats: ['threatResistance', 'dataExfiltration'],
  resourceTypes: [machineType],
  kind: 'graph',
  reads: {
    ...reachReads,
    [gatewayType]: [
      'properties.sku',
      'properties.webApplicationFirewallConfiguration',
      'properties.firewallPolicy',
      'properties.backendAddressPools',
      'properties.gatewayIPConfigurations',
    ],
  },
  needs: [interfaceType, networkType, securityGroupType],
  judge(subject, neighbours) {
    const reaches = reachOf(subject, webPorts, neighbours, isPublic);
    const open = first(reaches, 'open');
    if (open !== undefined) return { status: 'Unhealthy', because: open.because };
    const gateways = gatewaysBefore(subject, neighbours);
    const unprotected = gateways.find((gateway) => typeof gateway !== 'string' && !hasFirewall(gateway));
    if (unprotected !== undefined && typeof unprotected !== 'string')
      return judged('Unhealthy', unprotected, 'has no web application firewall');
    const missing = first(reaches, 'missing') ?? interfacesOf(subject, neighbours).find((found) => !isInterface(found));
    if (missing?.kind === 'missing') return notCollected(missing);
    const absent = gateways.find((gateway) => typeof gateway === 'string');
    if (typeof absent === 'string') {
      return {
        status: 'NotCollected',
        needs: gatewayType,
        because: { text: `The application gateway ${absent} is not in the input.`, resource: absent },
      };
    }
    const protectedBy = gateways.find((gateway) => typeof gateway !== 'string');
    if (protectedBy !== undefined && typeof protectedBy !== 'string')
      return judged('Healthy', protectedBy, 'has a web application firewall');
    return {
      status: 'NotApplicable',
      because: { text: 'Neither the Internet nor an application gateway reaches a web port of it by a rule.' },
    };
  },
  fix: {
    effort: 'high',
    userImpact: 'moderate',
    steps: [
      'Put an application gateway with a web application firewall before the machine',
      'Run it in detection mode and take out rules that hit what is wanted',
      'Switch it to prevention, and close the way that leads past it',
    ],
    caution: 'Names and certificates move to the gateway; a firewall in prevention mode can refuse legitimate requests.',
  },
  whenNotToFix: 'A machine that another web application firewall protects which Azure does not show, such as that of a content network.',
  examples: {
    healthy: [
      {
        name: 'behind a gateway with a firewall',
        resource: exampleMachine('web-1'),
        estate: behind('web-1', { sku: { tier: 'WAF_v2' }, firewallPolicy: { id: '/x' } }),
      },
    ],
    unhealthy: [
      { name: 'HTTPS open to the Internet', resource: exampleMachine('web-2'), estate: facing('web-2', '443') },
      {
        name: 'behind a gateway without a firewall',
        resource: exampleMachine('web-3'),
        estate: behind('web-3', { sku: { tier: 'Standard_v2' } }),
      },
      {
        name: 'behind a gateway whose firewall is switched off',
        resource: exampleMachine('web-4'),
        estate: behind('web-4', { sku: { tier: 'WAF' }, webApplicationFirewallConfiguration: { enabled: false } }),
      },
    ],
    notApplicable: [
      { name: 'only SSH open', resource: exampleMachine('jump-1'), estate: facing('jump-1', '22') },
      { name: 'no public address', resource: exampleMachine('db-1'), estate: inside('db-1', '443') },
    ],
    notCollected: [
      { name: 'no interfaces in the input', resource: exampleMachine('web-5') },
      { name: 'listed without its configuration', resource: withoutConfiguration(exampleMachine('web-7')), estate: facing('web-7', '443') },
      { name: 'its gateway is not in the input', resource: exampleMachine('web-6'), estate: behind('web-6', {}).slice(0, -1) },
    ],
  },
};

/** The gateways that send requests to the machine; those that are not in the input by id. */
function gatewaysBefore(subject: Resource, neighbours: Neighbours): readonly (Resource | string)[] {
  const configurations = interfacesOf(subject, neighbours)
    .filter(isInterface)
    .flatMap(({ resource }) => listAt(resource, 'properties.ipConfigurations'));
  const named = configurations
    .flatMap((configuration) => listAt(configuration, 'properties.applicationGatewayBackendAddressPools'))
    .flatMap((pool) => (textAt(pool, 'id') ?? '').split(/\/backendAddressPools\//i)[0] || []);
  const places = new Set(
    configurations.map((configuration) => placeOf(configuration, textAt(configuration, 'properties.privateIPAddress'))),
  );
  const addressed = neighbours.inSubscription(gatewayType).filter((gateway) => placesServedBy(gateway).some((place) => places.has(place)));
  return [...addressed, ...named.map((id) => neighbours.byId(id) ?? id)];
}

/** A private address means something in its own network only. */
function placeOf(configuration: Parameters<typeof textAt>[0], address: string | undefined): string {
  const network = (textAt(configuration, 'properties.subnet.id') ?? '').split(/\/subnets\//i)[0] ?? '';
  return `${network.toLowerCase()} ${address ?? '?'}`;
}

function placesServedBy(gateway: Resource): readonly string[] {
  const addresses = listAt(gateway, 'properties.backendAddressPools')
    .flatMap((pool) => listAt(pool, 'properties.backendAddresses'))
    .flatMap((backend) => textAt(backend, 'ipAddress') ?? []);
  return listAt(gateway, 'properties.gatewayIPConfigurations').flatMap((configuration) =>
    addresses.map((address) => placeOf(configuration, address)),
  );
}

function hasFirewall(gateway: Resource): boolean {
  const switchedOn = at(gateway, 'properties.webApplicationFirewallConfiguration.enabled');
  return switchedOn === true || at(gateway, 'properties.firewallPolicy.id') !== undefined;
}

function judged(status: 'Healthy' | 'Unhealthy', gateway: Resource, claim: string): GraphVerdict {
  return {
    status,
    because: {
      text: `The application gateway ${nameOf(gateway)} ${claim}.`,
      resource: textAt(gateway, 'id') ?? '',
      path: 'properties.webApplicationFirewallConfiguration.enabled',
      found: at(gateway, 'properties.webApplicationFirewallConfiguration.enabled'),
      expected: 'true, or a firewall policy',
    },
  };
}

function inside(name: string, port: string): readonly JsonObject[] {
  return [
    exampleInterface(`${name}-nic`, { network: 'shop-net', subnet: 'web', securityGroup: `${name}-nsg`, address: '10.0.0.9' }),
    exampleNetwork('shop-net', [{ name: 'web' }]),
    exampleSecurityGroup(`${name}-nsg`, [{ name: 'let-in', priority: 100, source: 'Internet', ports: port }]),
  ];
}

function facing(name: string, port: string): readonly JsonObject[] {
  const nic = exampleInterface(`${name}-nic`, {
    network: 'shop-net',
    subnet: 'web',
    securityGroup: `${name}-nsg`,
    publicAddress: `${name}-ip`,
  });
  return [nic, ...inside(name, port).slice(1)];
}

/** The interface stands in a backend pool of the gateway, which comes last. */
function behind(name: string, gateway: JsonObject): readonly JsonObject[] {
  const [nic = {}, ...others] = inside(name, '80');
  const id = exampleNetworkId(gatewayType, 'front');
  const configuration = {
    name: 'primary',
    properties: {
      privateIPAddress: '10.0.0.9',
      subnet: { id: exampleSubnetId('shop-net', 'web') },
      applicationGatewayBackendAddressPools: [{ id: `${id}/backendAddressPools/web` }],
    },
  };
  return [
    { ...nic, properties: { ipConfigurations: [configuration] } },
    ...others,
    exampleResource(gatewayType, 'front', { properties: gateway }),
  ];
}

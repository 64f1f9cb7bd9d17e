import type { JsonValue, Resource } from '@plumbline/policy';
import { arrayAt, at, listAt, nameOf, textAt } from '../json-reading.ts';
import type { Missing } from '../missing.ts';
import type { Neighbours } from '../recommendation.ts';
import { addressRangeOf } from './addresses.ts';
import type { Target } from './openings.ts';
import { interfaceType, machineType } from './types.ts';

/** One network interface of a machine. */
export interface Interface {
  readonly kind: 'interface';
  readonly id: string;
  readonly name: string;
  readonly resource: Resource;
  readonly securityGroup: string | undefined;
  readonly configurations: readonly IpConfiguration[];
}

/** One address of an interface, with where it is and how it is reached. */
export interface IpConfiguration extends Target {
  readonly subnet: string | undefined;
  /** Id of its public address. */
  readonly publicAddress: string | undefined;
}

/** The machine's interfaces, those that the input does not hold as missing. */
export function interfacesOf(machine: Resource, neighbours: Neighbours): readonly (Interface | Missing)[] {
  const references = arrayAt(machine, 'properties.networkProfile.networkInterfaces');
  const resource = textAt(machine, 'id') ?? '';
  const path = 'properties.networkProfile.networkInterfaces';
  if (references === undefined) {
    return [{ kind: 'missing', needs: machineType, text: `${nameOf(machine)} came without its network profile.`, resource, path }];
  }
  return references.map((reference) => {
    const id = textAt(reference, 'id');
    const found = id === undefined ? undefined : neighbours.byId(id);
    const known = id === undefined || found === undefined ? undefined : knownInterfaceOf(id, found);
    if (known !== undefined) return known;
    const why = found === undefined ? 'is not in the input' : 'came without its configuration';
    const missing: Missing = {
      kind: 'missing',
      needs: interfaceType,
      text: `The network interface ${id ?? '(without an id)'} ${why}.`,
      resource,
      path,
    };
    return missing;
  });
}

const interfaceByResource = new WeakMap<Resource, Interface | undefined>();

/** Every recommendation on a machine reads its interfaces again, so what was read of one is remembered as long as it is there. */
function knownInterfaceOf(id: string, resource: Resource): Interface | undefined {
  const known = interfaceByResource.get(resource);
  if (known?.id === id) return known;
  const read = interfaceOf(id, resource);
  interfaceByResource.set(resource, read);
  return read;
}

function interfaceOf(id: string, resource: Resource): Interface | undefined {
  const configurations = arrayAt(resource, 'properties.ipConfigurations');
  if (configurations === undefined || configurations.length === 0) return undefined;
  return {
    kind: 'interface',
    id,
    name: nameOf(resource),
    resource,
    securityGroup: textAt(resource, 'properties.networkSecurityGroup.id'),
    configurations: configurations.map(configurationOf),
  };
}

function configurationOf(configuration: JsonValue): IpConfiguration {
  const address = textAt(configuration, 'properties.privateIPAddress');
  return {
    family: textAt(configuration, 'properties.privateIPAddressVersion')?.toLowerCase() === 'ipv6' ? 6 : 4,
    address: address === undefined ? undefined : addressRangeOf(address),
    applicationGroups: listAt(configuration, 'properties.applicationSecurityGroups').flatMap(
      (group) => textAt(group, 'id')?.toLowerCase() ?? [],
    ),
    subnet: textAt(configuration, 'properties.subnet.id'),
    publicAddress: textAt(configuration, 'properties.publicIPAddress.id'),
  };
}

/** Whether the interface passes on packets that are not its own: then the machine is a router or a firewall itself. */
export function forwards(found: Interface): boolean {
  const value = at(found.resource, 'properties.enableIPForwarding');
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true');
}

export function isInterface(found: Interface | Missing): found is Interface {
  return found.kind === 'interface';
}

import type { Resource } from '@plumbline/policy';
import { nameOf, textAt } from '../json-reading.ts';
import type { Missing } from '../missing.ts';
import type { Evidence, Neighbours } from '../recommendation.ts';
import { type Interface, type IpConfiguration, interfacesOf, isInterface } from './interfaces.ts';
import { type Ask, type Opening, passingBoth, within } from './openings.ts';
import { shownPorts } from './ports.ts';
import { shownRule } from './rules.ts';
import { type Gate, gatesOf } from './security-groups.ts';
import { interfaceType } from './types.ts';

/** Whether traffic from the whole Internet passes the security groups before an address or a machine. */
export type Reach =
  /** No security group anywhere: nothing filters. */
  | { readonly kind: 'unguarded'; readonly because: Evidence }
  | { readonly kind: 'open'; readonly because: Evidence }
  | { readonly kind: 'closed'; readonly because: Evidence }
  | Missing;

/** Which addresses of a machine are asked about. */
export type AddressFilter = (configuration: IpConfiguration) => boolean;

/** Whether the Internet reaches asked ports of a machine: one answer an address, one missing for an interface that is not in the input. */
export function reachOf(machine: Resource, ask: Ask, neighbours: Neighbours, isAsked: AddressFilter = () => true): readonly Reach[] {
  return interfacesOf(machine, neighbours).flatMap((found): readonly Reach[] =>
    isInterface(found)
      ? found.configurations.filter(isAsked).map((configuration) => reachOfAddress(found, configuration, ask, neighbours))
      : [found],
  );
}

export function first<K extends Reach['kind']>(reaches: readonly Reach[], kind: K): Extract<Reach, { readonly kind: K }> | undefined {
  return reaches.find((reach): reach is Extract<Reach, { readonly kind: K }> => reach.kind === kind);
}

function reachOfAddress(found: Interface, configuration: IpConfiguration, ask: Ask, neighbours: Neighbours): Reach {
  const gates = gatesOf(found, configuration, neighbours);
  const missing = gates.find((gate) => gate.kind === 'missing');
  const passing = gates.map((gate) => (gate.kind === 'filter' ? passingGate(gate, configuration, ask) : undefined));
  const shut = gates.find((gate, index) => gate.kind === 'filter' && isShut(passing[index]));
  if (shut?.kind === 'filter') return { kind: 'closed', because: closedBy(shut) };
  if (missing !== undefined) return missing;
  const undecided = passing.find((answer) => answer === 'unknown address');
  if (undecided !== undefined) {
    return {
      kind: 'missing',
      needs: interfaceType,
      text: `${found.name} came without its private address, which a rule asks for.`,
      resource: found.id,
    };
  }
  const [outer, inner] = passing.map((answer) => (Array.isArray(answer) ? (answer as readonly Opening[]) : undefined));
  const openings = outer !== undefined && inner !== undefined ? passingBoth(outer, inner) : (outer ?? inner);
  if (openings === undefined) return { kind: 'unguarded', because: unguarded(found) };
  const opening = openings[0];
  const gate = gates.find((candidate) => candidate.kind === 'filter');
  if (opening === undefined) return { kind: 'closed', because: closedTogether(found) };
  return { kind: 'open', because: openBecause(opening, openings.length, gate) };
}

type FilterGate = Extract<Gate, { readonly kind: 'filter' }>;

function passingGate(gate: FilterGate, configuration: IpConfiguration, ask: Ask): readonly Opening[] | 'unknown address' {
  const openings = gate.filter.openingsTo(configuration);
  return openings === undefined ? 'unknown address' : within(openings, ask);
}

function isShut(answer: readonly Opening[] | 'unknown address' | undefined): boolean {
  return Array.isArray(answer) && answer.length === 0;
}

function openBecause(opening: Opening, count: number, gate: Gate | undefined): Evidence {
  const group = gate?.kind === 'filter' ? gate.group : undefined;
  const more = count > 1 ? `, and ${count - 1} more` : '';
  return {
    text: `Rule ${opening.rule.name} of ${nameOf(group)} lets the Internet in on ${opening.protocol.toUpperCase()} ${shownPorts(opening)}${more}.`,
    ...(group === undefined ? {} : { resource: textAt(group, 'id') ?? '' }),
    path: 'properties.securityRules',
    found: shownRule(opening.rule),
    expected: 'a narrower source, or no such rule',
  };
}

function closedBy(gate: FilterGate): Evidence {
  return {
    text: `${nameOf(gate.group)} keeps the Internet out of these ports.`,
    resource: textAt(gate.group, 'id') ?? '',
    path: 'properties.securityRules',
  };
}

function closedTogether(found: Interface): Evidence {
  return {
    text: `What the subnet's security group lets in, the one of ${found.name} does not.`,
    resource: found.id,
    path: 'properties.networkSecurityGroup',
  };
}

function unguarded(found: Interface): Evidence {
  return {
    text: `No network security group stands before ${found.name}, so nothing keeps the Internet out.`,
    resource: found.id,
    path: 'properties.networkSecurityGroup',
    expected: 'a network security group on the interface or its subnet',
  };
}

/** Whether an address has a public one before it. Load balancers in front are not looked at: their rules choose the ports. */
export function isPublic(configuration: IpConfiguration): boolean {
  return configuration.publicAddress !== undefined;
}

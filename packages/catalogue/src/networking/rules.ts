import type { JsonObject, JsonValue, Resource } from '@plumbline/policy';
import { arrayAt, listAt, nameOf, textAt, textsAt } from '../json-reading.ts';
import { type AddressRange, addressRangeOf, coverageOf, type Family, isAnyAddress } from './addresses.ts';
import { everyPort, isEveryPort, type PortRange, portRangeOf } from './ports.ts';
import { portsOf, priorityOf, ruleFaultOf, sourcePortsOf, sourcesOf } from './rule-fault.ts';

export type Protocol = 'tcp' | 'udp';

/** An inbound rule of a security group, as far as it decides for traffic from the Internet. */
export interface Rule {
  readonly name: string;
  /** Lower numbers decide first. */
  readonly priority: number;
  readonly allows: boolean;
  readonly protocols: readonly Protocol[];
  readonly ports: readonly PortRange[];
  /** Whether it speaks of every address of the Internet, by family. */
  readonly fromInternet: { readonly 4: boolean; readonly 6: boolean };
  readonly to: Destination;
  /** The sources as written, for people. */
  readonly sources: readonly string[];
}

/** Which machines a rule is for. */
export type Destination =
  | { readonly kind: 'every' }
  | { readonly kind: 'some'; readonly ranges: readonly AddressRange[]; readonly applicationGroups: readonly string[] };

/** @returns why nobody can tell what the group lets in; undefined when all of its rules were read. */
export function rulesFaultOf(group: Resource): string | undefined {
  if (arrayAt(group, 'properties.securityRules') === undefined) return 'came without its rules';
  for (const rule of rulesIn(group)) {
    const fault = ruleFaultOf(rule);
    if (fault !== undefined) return `has the rule ${nameOf(rule)}, ${fault}`;
  }
  return undefined;
}

/**
 * @returns the inbound rules in the order in which they decide; undefined when `rulesFaultOf` has something to say.
 * The default rules let nothing in from the Internet and cannot be changed, so a group without them is read the same.
 */
export function inboundRulesOf(group: Resource): readonly Rule[] | undefined {
  if (rulesFaultOf(group) !== undefined) return undefined;
  return rulesIn(group)
    .flatMap((rule) => ruleOf(rule) ?? [])
    .sort((a, b) => a.priority - b.priority);
}

function rulesIn(group: Resource): readonly JsonValue[] {
  return [...listAt(group, 'properties.securityRules'), ...listAt(group, 'properties.defaultSecurityRules')];
}

function ruleOf(rule: JsonValue): Rule | undefined {
  if (textAt(rule, 'properties.direction')?.toLowerCase() !== 'inbound') return undefined;
  const allows = textAt(rule, 'properties.access')?.toLowerCase() === 'allow';
  // Whoever attacks picks the source port: a rule that denies some of them keeps nobody out.
  if (!allows && !spansEverySourcePort(rule)) return undefined;
  const sources = sourcesOf(rule);
  return {
    name: nameOf(rule),
    priority: priorityOf(rule),
    allows,
    protocols: protocolsOf(textAt(rule, 'properties.protocol')),
    ports: portsOf(rule).flatMap((text) => portRangeOf(text) ?? []),
    fromInternet: coverageOf(sources),
    to: destinationOf(rule),
    sources,
  };
}

function spansEverySourcePort(rule: JsonValue): boolean {
  const texts = sourcePortsOf(rule);
  return texts.length === 0 || texts.some((text) => isEveryPort(portRangeOf(text) ?? { from: 1, to: 1 }));
}

function protocolsOf(text: string | undefined): readonly Protocol[] {
  const lower = text?.toLowerCase() ?? '*';
  if (lower === '*' || lower === 'any') return ['tcp', 'udp'];
  return lower === 'tcp' || lower === 'udp' ? [lower] : [];
}

function destinationOf(rule: JsonValue): Destination {
  const prefixes = textsAt(rule, 'properties.destinationAddressPrefix', 'properties.destinationAddressPrefixes');
  const applicationGroups = listAt(rule, 'properties.destinationApplicationSecurityGroups').flatMap(
    (group) => textAt(group, 'id')?.toLowerCase() ?? [],
  );
  if (prefixes.length === 0 && applicationGroups.length === 0) return { kind: 'every' };
  if (prefixes.some(isEveryMachine)) return { kind: 'every' };
  // Service tags as a destination (`Sql`, `Internet`) stand for addresses that no machine's interface has.
  return { kind: 'some', ranges: prefixes.flatMap((prefix) => addressRangeOf(prefix) ?? []), applicationGroups };
}

function isEveryMachine(prefix: string): boolean {
  const lower = prefix.trim().toLowerCase();
  return lower === 'virtualnetwork' || (isAnyAddress(prefix) && lower !== 'internet');
}

/** Whether the rule decides for all traffic of the Internet of one family and protocol. */
export function decidesFor(rule: Rule, family: Family, protocol: Protocol): boolean {
  return rule.fromInternet[family] && rule.protocols.includes(protocol);
}

/** Whether an allowing rule names ports rather than letting everything in: it says what runs on the machine. */
export function namesPorts(rule: Rule): boolean {
  return rule.allows && rule.ports.length > 0 && !rule.ports.some(isEveryPort);
}

/** The rule as one line, for evidence. */
export function shownRule(rule: Rule): JsonObject {
  return {
    name: rule.name,
    priority: rule.priority,
    access: rule.allows ? 'Allow' : 'Deny',
    source: rule.sources.join(', '),
    ports: rule.ports
      .map((range) =>
        range.from === everyPort.from && range.to === everyPort.to
          ? '*'
          : range.from === range.to
            ? String(range.from)
            : `${range.from}-${range.to}`,
      )
      .join(', '),
  };
}

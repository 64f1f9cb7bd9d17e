import type { JsonValue } from '@plumbline/policy';
import { listAt, textAt, textsAt } from '../json-reading.ts';
import { addressRangeOf } from './addresses.ts';
import { portRangeOf } from './ports.ts';

const protocols = new Set(['*', 'any', 'tcp', 'udp', 'icmp', 'icmpv6', 'esp', 'ah']);
/** What is meant as an address, not as a service tag such as `AzureCloud.WestEurope`. */
const addressLike = /^[\d.:/]+$/;

/**
 * What stands in a rule and cannot be read. Such a rule may open or close anything, so a group that has one is not judged:
 * leaving the rule out would call closed what may be open.
 *
 * @returns the rest of a sentence that begins with the rule; undefined for what can be read, outbound rules included.
 */
export function ruleFaultOf(rule: JsonValue): string | undefined {
  const direction = textAt(rule, 'properties.direction')?.toLowerCase();
  if (direction === 'outbound') return undefined;
  if (direction !== 'inbound') return faultAt(rule, 'direction');
  const access = textAt(rule, 'properties.access')?.toLowerCase();
  if (access !== 'allow' && access !== 'deny') return faultAt(rule, 'access');
  if (!Number.isInteger(priorityOf(rule))) return faultAt(rule, 'priority');
  if (!protocols.has(textAt(rule, 'properties.protocol')?.toLowerCase() ?? '*')) return faultAt(rule, 'protocol');
  const ports = portsOf(rule);
  if (ports.length === 0) return faultAt(rule, 'destinationPortRange');
  return (
    faultIn(ports, 'port', (text) => portRangeOf(text) !== undefined) ??
    faultIn(sourcePortsOf(rule), 'source port', (text) => portRangeOf(text) !== undefined) ??
    sourceFaultOf(rule) ??
    faultIn(textsAt(rule, 'properties.destinationAddressPrefix', 'properties.destinationAddressPrefixes'), 'destination', isPrefix)
  );
}

function sourceFaultOf(rule: JsonValue): string | undefined {
  const sources = sourcesOf(rule);
  const isFromGroups = listAt(rule, 'properties.sourceApplicationSecurityGroups').length > 0;
  if (sources.length === 0 && !isFromGroups) return faultAt(rule, 'sourceAddressPrefix');
  return faultIn(sources, 'source', isPrefix);
}

function isPrefix(text: string): boolean {
  return !addressLike.test(text.trim()) || addressRangeOf(text) !== undefined;
}

function faultIn(texts: readonly string[], what: string, isRead: (text: string) => boolean): string | undefined {
  const wrong = texts.find((text) => !isRead(text));
  return wrong === undefined ? undefined : `whose ${what} ${JSON.stringify(wrong)} cannot be read`;
}

function faultAt(rule: JsonValue, member: string): string {
  const found = textAt(rule, `properties.${member}`);
  return found === undefined ? `which came without ${member}` : `whose ${member} ${JSON.stringify(found)} cannot be read`;
}

/** NaN where there is none. */
export function priorityOf(rule: JsonValue): number {
  return Number(textAt(rule, 'properties.priority') ?? Number.NaN);
}

export function portsOf(rule: JsonValue): readonly string[] {
  return textsAt(rule, 'properties.destinationPortRange', 'properties.destinationPortRanges');
}

export function sourcePortsOf(rule: JsonValue): readonly string[] {
  return textsAt(rule, 'properties.sourcePortRange', 'properties.sourcePortRanges');
}

export function sourcesOf(rule: JsonValue): readonly string[] {
  return textsAt(rule, 'properties.sourceAddressPrefix', 'properties.sourceAddressPrefixes');
}

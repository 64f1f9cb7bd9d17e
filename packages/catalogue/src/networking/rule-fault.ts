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
  const priority = Number(textAt(rule, 'properties.priority') ?? Number.NaN);
  if (!Number.isInteger(priority)) return faultAt(rule, 'priority');
  if (!protocols.has(textAt(rule, 'properties.protocol')?.toLowerCase() ?? '*')) return faultAt(rule, 'protocol');
  const ports = textsAt(rule, 'properties.destinationPortRange', 'properties.destinationPortRanges');
  if (ports.length === 0) return faultAt(rule, 'destinationPortRange');
  return (
    faultIn(ports, 'port', (text) => portRangeOf(text) !== undefined) ??
    faultIn(
      textsAt(rule, 'properties.sourcePortRange', 'properties.sourcePortRanges'),
      'source port',
      (text) => portRangeOf(text) !== undefined,
    ) ??
    sourceFaultOf(rule) ??
    faultIn(textsAt(rule, 'properties.destinationAddressPrefix', 'properties.destinationAddressPrefixes'), 'destination', isPrefix)
  );
}

function sourceFaultOf(rule: JsonValue): string | undefined {
  const sources = textsAt(rule, 'properties.sourceAddressPrefix', 'properties.sourceAddressPrefixes');
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

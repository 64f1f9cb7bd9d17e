import { ExpressionFailure, type Outcome } from '../expression/environment.ts';
import type { JsonValue } from '../json.ts';
import { malformedRangeContainsNothing } from '../operators/disputed.ts';
import { addressText, lastOf, type Network, parseNetwork, parseRange } from './address.ts';
import { expected, fail, wholeOf } from './arguments.ts';
import type { StrictFunction } from './function.ts';

const malformed = (name: string, text: string): ExpressionFailure =>
  fail(name, `${JSON.stringify(text.slice(0, 60))} is not an address, a network such as 10.0.0.0/8, or a range of addresses`);

const ofMalformed: Outcome = malformedRangeContainsNothing ? false : fail('ipRangeContains', 'an argument is no range of addresses');

/** Whether an address, network or range lies within another; false between IPv4 and IPv6. */
export const ipRangeContains: StrictFunction = {
  kind: 'strict',
  name: 'ipRangeContains',
  arguments: [2, 2],
  apply: ([range, target]) => {
    const outer = typeof range === 'string' ? parseRange(range) : undefined;
    const inner = typeof target === 'string' ? parseRange(target) : undefined;
    if (outer === undefined || inner === undefined) return ofMalformed;
    return outer.bits === inner.bits && outer.first <= inner.first && inner.last <= outer.last;
  },
};

function networkOf(name: string, value: JsonValue | undefined): Network | ExpressionFailure {
  if (typeof value !== 'string') return expected(name, 1, 'a text', value);
  return parseNetwork(value.trim()) ?? malformed(name, value);
}

/** IPv4 keeps the first address for the network and the last for the broadcast; IPv6 and the two smallest networks do not. */
function usable(network: Network): readonly [first: bigint, last: bigint] {
  const last = lastOf(network);
  return network.bits === 32 && network.prefix < 31 ? [network.value + 1n, last - 1n] : [network.value, last];
}

export const parseCidr: StrictFunction = {
  kind: 'strict',
  name: 'parseCidr',
  arguments: [1, 1],
  apply: ([value]) => {
    const network = networkOf('parseCidr', value);
    if (network instanceof ExpressionFailure) return network;
    const text = (address: bigint): string => addressText(network.bits, address);
    const all = (1n << BigInt(network.bits)) - 1n;
    const [first, last] = usable(network);
    return {
      network: text(network.value),
      netmask: text(all ^ (lastOf(network) - network.value)),
      ...(network.bits === 32 ? { broadcast: text(lastOf(network)) } : {}),
      firstUsable: text(first),
      lastUsable: text(last),
      cidr: network.prefix,
    };
  },
};

/** The subnet of that size and number, counted from 0. */
export const cidrSubnet: StrictFunction = {
  kind: 'strict',
  name: 'cidrSubnet',
  arguments: [3, 3],
  apply: ([value, size, number]) => {
    const network = networkOf('cidrSubnet', value);
    if (network instanceof ExpressionFailure) return network;
    const prefix = wholeOf(size);
    const index = wholeOf(number);
    if (prefix === undefined) return expected('cidrSubnet', 2, 'a whole number', size);
    if (index === undefined) return expected('cidrSubnet', 3, 'a whole number', number);
    if (prefix < network.prefix || prefix > network.bits) {
      return fail('cidrSubnet', `the prefix must be from ${network.prefix} to ${network.bits}, but it is ${prefix}`);
    }
    const count = 1n << BigInt(prefix - network.prefix);
    if (index < 0 || BigInt(index) >= count) return fail('cidrSubnet', `there are ${count} subnets, so there is no number ${index}`);
    return `${addressText(network.bits, network.value + (BigInt(index) << BigInt(network.bits - prefix)))}/${prefix}`;
  },
};

/** The usable host address of that number, counted from 0. */
export const cidrHost: StrictFunction = {
  kind: 'strict',
  name: 'cidrHost',
  arguments: [2, 2],
  apply: ([value, number]) => {
    const network = networkOf('cidrHost', value);
    if (network instanceof ExpressionFailure) return network;
    const index = wholeOf(number);
    if (index === undefined) return expected('cidrHost', 2, 'a whole number', number);
    const [first, last] = usable(network);
    if (index < 0 || first + BigInt(index) > last) return fail('cidrHost', `the network has no usable host number ${index}`);
    return addressText(network.bits, first + BigInt(index));
  },
};

import { isArray, type JsonValue } from '../value.ts';
import { plain, type ScalarFunction, variadic } from './function.ts';

interface Network {
  readonly address: number;
  readonly prefix: number;
}

/** a.b.c.d or a.b.c.d/n. */
function networkOf(text: string): Network | undefined {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text.trim());
  if (found === null) return undefined;
  const parts = found.slice(1, 5).map(Number);
  const prefix = found[5] === undefined ? 32 : Number(found[5]);
  if (prefix > 32 || parts.some((part) => part > 255)) return undefined;
  return { address: parts.reduce((total, part) => total * 256 + part, 0), prefix };
}

const masked = (address: number, prefix: number): number =>
  prefix === 0 ? 0 : Math.floor(address / 2 ** (32 - prefix)) * 2 ** (32 - prefix);

/** Both cut to the shorter prefix, and to one given besides. */
function compared(left: string, right: string, prefix: number): number | null {
  const first = networkOf(left);
  const second = networkOf(right);
  if (first === undefined || second === undefined || prefix < 0 || prefix > 32) return null;
  const shortest = Math.min(first.prefix, second.prefix, prefix);
  return Math.sign(masked(first.address, shortest) - masked(second.address, shortest));
}

function isIn(address: string, range: string): boolean | null {
  const ip = networkOf(address);
  const network = networkOf(range);
  if (ip === undefined || network === undefined) return null;
  return masked(ip.address, network.prefix) === masked(network.address, network.prefix) && ip.prefix >= network.prefix;
}

const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];
const written = (address: number): string => [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');

/** IPv4 within a text, not part of a longer number. */
const inText = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g;
const addressesIn = (text: string): readonly string[] => (text.match(inText) ?? []).filter((found) => networkOf(found) !== undefined);

const textsOf = (values: readonly (JsonValue | null)[]): readonly string[] =>
  values.flatMap((value) => (isArray(value) ? value : [value])).filter((value) => typeof value === 'string');

export const networkFunctions: readonly ScalarFunction[] = [
  plain({ name: 'ipv4_is_in_range', takes: ['string', 'string'], gives: 'bool', apply: isIn }),
  variadic({
    name: 'ipv4_is_in_any_range',
    takes: 'json',
    arguments: [2, 64],
    gives: 'bool',
    apply([address, ...ranges]) {
      if (typeof address !== 'string' || networkOf(address) === undefined) return null;
      const results = textsOf(ranges).map((range) => isIn(address, range));
      return results.includes(true) ? true : results.includes(null) ? null : false;
    },
  }),
  plain({
    name: 'ipv4_is_private',
    takes: ['string'],
    gives: 'bool',
    apply: (address) => (networkOf(address) === undefined ? null : privateRanges.some((range) => isIn(address, range) === true)),
  }),
  plain({
    name: 'ipv4_is_match',
    takes: ['string', 'string', 'long'],
    presets: [32],
    gives: 'bool',
    apply(left, right, prefix) {
      const order = compared(left, right, prefix);
      return order === null ? null : order === 0;
    },
  }),
  plain({ name: 'ipv4_compare', takes: ['string', 'string', 'long'], presets: [32], gives: 'long', apply: compared }),
  plain({
    name: 'parse_ipv4',
    takes: ['string'],
    gives: 'long',
    apply(text) {
      const found = networkOf(text);
      return found === undefined ? null : masked(found.address, found.prefix);
    },
  }),
  plain({
    name: 'parse_ipv4_mask',
    takes: ['string', 'long'],
    gives: 'long',
    apply(text, prefix) {
      const found = networkOf(text);
      return found === undefined || prefix < 0 || prefix > 32 ? null : masked(found.address, Math.min(found.prefix, prefix));
    },
  }),
  plain({ name: 'ipv4_netmask_suffix', takes: ['string'], gives: 'long', apply: (text) => networkOf(text)?.prefix ?? null }),
  plain({
    name: 'format_ipv4',
    takes: ['json', 'long'],
    presets: [32],
    gives: 'string',
    apply(value, prefix) {
      const address = typeof value === 'number' ? value : typeof value === 'string' ? networkOf(value)?.address : undefined;
      return address === undefined || address < 0 || address >= 2 ** 32 || prefix < 0 || prefix > 32
        ? ''
        : written(masked(address, prefix));
    },
  }),
  plain({ name: 'has_ipv4', takes: ['string', 'string'], gives: 'bool', apply: (text, address) => addressesIn(text).includes(address) }),
  variadic({
    name: 'has_any_ipv4',
    takes: 'json',
    arguments: [2, 64],
    gives: 'bool',
    apply([text, ...addresses]) {
      const found = addressesIn(typeof text === 'string' ? text : '');
      return textsOf(addresses).some((address) => found.includes(address));
    },
  }),
  plain({
    name: 'has_ipv4_prefix',
    takes: ['string', 'string'],
    gives: 'bool',
    apply: (text, prefix) =>
      addressesIn(text).some((address) => address.startsWith(prefix) && (prefix.endsWith('.') || address === prefix)),
  }),
];

/** An IP address as a number, with the bits that its family has. */
export interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** Addresses from the first to the last, both included. */
export interface AddressRange {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly last: bigint;
}

/** A network in CIDR notation; `value` is its first address, without host bits. */
export interface Network extends Address {
  readonly prefix: number;
}

/** Reads an IPv4 or IPv6 address; undefined when it is none. */
export function parseAddress(text: string): Address | undefined {
  return text.includes(':') ? parseVersion6(text) : parseVersion4(text);
}

function parseVersion4(text: string): Address | undefined {
  const parts = text.split('.');
  // A leading zero is refused: some read what follows as octal.
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)) return undefined;
  return { bits: 32, value: parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n) };
}

function parseVersion6(text: string): Address | undefined {
  if (text.length > 45) return undefined;
  const dotted = /:([^:]*\.[^:]*)$/.exec(text)?.[1];
  const embedded = dotted === undefined ? undefined : parseVersion4(dotted);
  if (dotted !== undefined && embedded === undefined) return undefined;
  const words =
    embedded === undefined
      ? text
      : `${text.slice(0, text.length - (dotted?.length ?? 0))}${(embedded.value >> 16n).toString(16)}:${(embedded.value & 0xffffn).toString(16)}`;
  const halves = words.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...(tail === undefined ? [] : Array.from({ length: missing }, () => '0')), ...(tail ?? [])];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return { bits: 128, value: groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n) };
}

/** Reads a network such as `10.0.0.0/8`; host bits are dropped. Undefined when it is none. */
export function parseNetwork(text: string): Network | undefined {
  const found = /^([^/]+)\/(\d{1,3})$/.exec(text);
  const address = parseAddress(found?.[1] ?? '');
  const prefix = Number(found?.[2]);
  if (address === undefined || prefix > address.bits) return undefined;
  const host = BigInt(address.bits - prefix);
  return { bits: address.bits, value: (address.value >> host) << host, prefix };
}

/** The last address of a network. */
export const lastOf = (network: Network): bigint => network.value | ((1n << BigInt(network.bits - network.prefix)) - 1n);

/** Reads an address, a network, or `first-last`. Undefined when it is none of them. */
export function parseRange(text: string): AddressRange | undefined {
  const trimmed = text.trim();
  if (trimmed.includes('/')) {
    const network = parseNetwork(trimmed);
    return network && { bits: network.bits, first: network.value, last: lastOf(network) };
  }
  const [from = '', to = from, ...more] = trimmed.split('-').map((part) => part.trim());
  const [first, last] = [parseAddress(from), parseAddress(to)];
  if (first === undefined || last === undefined || first.bits !== last.bits || last.value < first.value || more.length > 0)
    return undefined;
  return { bits: first.bits, first: first.value, last: last.value };
}

/** The address in its shortest form (RFC 5952 for IPv6). */
export function addressText(bits: 32 | 128, value: bigint): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
  const groups = Array.from({ length: 8 }, (_, at) => ((value >> BigInt(112 - at * 16)) & 0xffffn).toString(16));
  let [start, length] = [0, 0];
  for (let at = 0; at < 8; at += 1) {
    let end = at;
    while (end < 8 && groups[end] === '0') end += 1;
    if (end - at > length) [start, length] = [at, end - at];
  }
  if (length < 2) return groups.join(':');
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`;
}

// How resources stand in the file where a first import puts them aside.
import { type Entry, keyOf } from '@plumbline/inventory';

/** A resource as it was put aside: what its row needs, and where its body stands in the bytes of its subscription. */
export interface Spooled extends Frame {
  readonly key: string;
  /** As the input gave it. */
  readonly id: string;
  readonly type: string;
  readonly resourceGroup: string | null;
  readonly configured: boolean;
}

export interface Frame {
  /** Where it begins. */
  readonly at: number;
  /** It stands there as its source has it, which may not be how a body is kept. */
  readonly isRaw: boolean;
  /** Where what its digest is of begins: type, a space and the body. */
  readonly digested: number;
  /** Where its body stands. */
  readonly from: number;
  readonly to: number;
}

/** Two lengths, of head and body; then come the digest, head and body, and a line feed. */
export const framed = 8;
export const digestLength = 43;
/** Of a resource as its source has it: where its id stands in it, how long that and its parts are; then the type. */
export const rawHead = 10;
export const rawMark = 2 ** 31;
const resourceGroups = '/resourcegroups/';
/** Never stands in an id: what has it is refused. */
const separator = '\0';

/** What stands before the body of a resource that was read; its source had it in another way. */
export function headOf({ key, type, resourceGroup, hasConfiguration, resource }: Entry): string {
  const { id } = resource;
  const given = typeof id === 'string' && id !== '' ? id : key;
  // Nearly always the key follows from the id.
  const told = keyOf(given) === key ? '' : key;
  return `${[hasConfiguration ? '1' : '', given, told, resourceGroup ?? '', type].join(separator)} `;
}

/** @returns the bytes of a resource that was read, its digest left open. */
export function frameOf(entry: Entry): Buffer {
  const head = Buffer.from(headOf(entry));
  const body = Buffer.from(JSON.stringify(entry.resource));
  const lengths = Buffer.alloc(framed + digestLength, ' ');
  lengths.writeUInt32LE(head.length, 0);
  lengths.writeUInt32LE(body.length, 4);
  return Buffer.concat([lengths, head, body, Buffer.from('\n')]);
}

/** @param bytes of whole resources, one behind the other */
export function framesIn(bytes: Buffer): readonly Frame[] {
  const frames: Frame[] = [];
  for (let at = 0; at < bytes.length; ) {
    const frame = frameAt(bytes, at);
    frames.push(frame);
    at = frame.to + 1;
  }
  return frames;
}

function frameAt(bytes: Buffer, at: number): Frame {
  const marked = bytes.readUInt32LE(at);
  const isRaw = marked >= rawMark;
  const head = at + framed + digestLength;
  const from = head + (isRaw ? marked - rawMark : marked);
  const to = from + bytes.readUInt32LE(at + 4);
  return { at, isRaw, digested: isRaw ? head + rawHead : bytes.lastIndexOf(0, from) + 1, from, to };
}

/** @returns undefined where the body is not kept as it stands. */
export function digestIn(bytes: Buffer, { at }: Frame): string | undefined {
  const digest = bytes.toString('latin1', at + framed, at + framed + digestLength);
  return digest.startsWith(' ') ? undefined : digest;
}

/** @param bytes what was put aside for one subscription */
export function resourcesIn(bytes: Buffer): readonly Spooled[] {
  const resources: Spooled[] = [];
  for (let at = 0; at < bytes.length; ) {
    const resource = resourceAt(bytes, at);
    resources.push(resource);
    at = resource.to + 1;
  }
  return resources;
}

function resourceAt(bytes: Buffer, at: number): Spooled {
  const { isRaw, digested, from, to } = frameAt(bytes, at);
  const head = at + framed + digestLength;
  if (isRaw) {
    const start = from + bytes.readUInt32LE(head);
    const id = bytes.toString('latin1', start, start + bytes.readUInt16LE(head + 4));
    const key = keyOf(id);
    const groupEnd = bytes.readUInt16LE(head + 8);
    const resourceGroup = groupEnd === 0 ? null : key.slice(bytes.readUInt16LE(head + 6) + resourceGroups.length, groupEnd);
    const type = bytes.toString('latin1', head + rawHead, from - 1);
    return { key, id, type, resourceGroup, configured: true, at, isRaw, digested, from, to };
  }
  const [configured, id = '', key = '', resourceGroup = '', type = ''] = bytes.toString('utf8', head, from - 1).split(separator);
  return {
    key: key === '' ? keyOf(id) : key,
    id,
    type,
    resourceGroup: resourceGroup === '' ? null : resourceGroup,
    configured: configured === '1',
    at,
    isRaw,
    digested,
    from,
    to,
  };
}

// How resources stand where a first import puts them aside: frames, one behind the other, each with its body or with where that stands.
import { type Entry, keyOf } from '@plumbline/inventory';
import { entryFrom } from '../rows.ts';
import type { Aside } from './spool.ts';

/** A resource as it was put aside: what its row needs, and where its body stands in the bytes of its subscription. */
export interface Spooled {
  readonly key: string;
  /** As the input gave it. */
  readonly id: string;
  readonly type: string;
  readonly resourceGroup: string | null;
  readonly configured: boolean;
  /** It stands there as its source has it, which may not be how a body is kept. */
  readonly isRaw: boolean;
  /** Where its body stands. */
  readonly from: number;
  readonly to: number;
}

/** Two lengths, of head and body; then come both, and a line feed. */
export const framed = 8;
/** Of a resource as its source has it: where its id stands in it, how long that and its parts are, and the number of its type. */
export const rawHead = 14;
export const rawMark = 2 ** 31;
/** Of one whose body stands elsewhere: in which file, and where in it; once it is read, where in the bytes of its subscription. */
export const standingHead = 10;
export const standingMark = 2 ** 30;
const resourceGroups = '/resourcegroups/';
/** Never stands in an id: what has it is refused. */
const separator = '\0';

/** What stands before the body of a resource that was read; its source had it in another way. */
export function headOf({ key, type, resourceGroup, hasConfiguration, resource }: Entry): string {
  const { id } = resource;
  const given = typeof id === 'string' && id !== '' ? id : key;
  // Nearly always the key follows from the id.
  const told = keyOf(given) === key ? '' : key;
  return [hasConfiguration ? '1' : '', given, told, resourceGroup ?? '', type].join(separator);
}

/** @returns the bytes of a resource that was read. */
export function frameOf(entry: Entry): Buffer {
  const head = Buffer.from(headOf(entry));
  const body = Buffer.from(JSON.stringify(entry.resource));
  const lengths = Buffer.alloc(framed);
  lengths.writeUInt32LE(head.length, 0);
  lengths.writeUInt32LE(body.length, 4);
  return Buffer.concat([lengths, head, body, Buffer.from('\n')]);
}

/** Frames whose bodies stand elsewhere: where they begin, and what they tell of their bodies. The same object for each. */
export function* elsewhereIn(
  frames: Buffer,
): Iterable<{ readonly at: number; readonly file: number; readonly offset: number; readonly bytes: number }> {
  const found = { at: 0, file: 0, offset: 0, bytes: 0 };
  for (let at = 0; at < frames.length; ) {
    const marked = frames.readUInt32LE(at);
    const bytes = frames.readUInt32LE(at + 4);
    const head = at + framed;
    const isElsewhere = (marked & standingMark) !== 0;
    if (isElsewhere) {
      found.at = at;
      found.file = frames.readUInt32LE(head + rawHead);
      found.offset = frames.readUIntLE(head + rawHead + 4, 6);
      found.bytes = bytes;
      yield found;
    }
    at = head + (marked & lengthBits) + (isElsewhere ? 0 : bytes + 1);
  }
}

const lengthBits = standingMark - 1;

/** Notes where the body of the frame that begins there stands, now that it was read. */
export function placedAt(frames: Buffer, at: number, from: number): void {
  frames.writeUIntLE(from, at + framed + rawHead + 4, 6);
}

export function resourcesIn({ bytes, framesEnd, types }: Aside): readonly Spooled[] {
  const resources: Spooled[] = [];
  for (let at = 0; at < framesEnd; ) {
    const marked = bytes.readUInt32LE(at);
    const bodyBytes = bytes.readUInt32LE(at + 4);
    const head = at + framed;
    const behind = head + (marked & lengthBits);
    const isElsewhere = (marked & standingMark) !== 0;
    const from = isElsewhere ? bytes.readUIntLE(head + rawHead + 4, 6) : behind;
    const to = from + bodyBytes;
    resources.push(marked >= rawMark ? new RawResource(bytes, { head, from, to, types }) : readAt(bytes, { head, from, to }));
    at = isElsewhere ? behind : to + 1;
  }
  return resources;
}

/** Texts are made of what is asked for alone: there are millions. */
class RawResource implements Spooled {
  readonly key: string;
  /** One text for all of them. */
  readonly type: string;
  readonly configured = true;
  readonly isRaw = true;
  readonly from: number;
  readonly to: number;
  private readonly bytes: Buffer;
  private readonly head: number;

  constructor(
    bytes: Buffer,
    { head, from, to, types }: { readonly head: number; readonly from: number; readonly to: number; readonly types: readonly string[] },
  ) {
    this.bytes = bytes;
    this.head = head;
    this.from = from;
    this.to = to;
    this.key = keyOf(this.id);
    this.type = types[bytes.readUInt32LE(head + 10)] ?? '';
  }

  get id(): string {
    const { bytes, head } = this;
    const start = this.from + bytes.readUInt32LE(head);
    return bytes.toString('latin1', start, start + bytes.readUInt16LE(head + 4));
  }

  get resourceGroup(): string | null {
    const { bytes, head } = this;
    const end = bytes.readUInt16LE(head + 8);
    return end === 0 ? null : this.key.slice(bytes.readUInt16LE(head + 6) + resourceGroups.length, end);
  }
}

function readAt(bytes: Buffer, { head, from, to }: { readonly head: number; readonly from: number; readonly to: number }): Spooled {
  const [configured, id = '', key = '', resourceGroup = '', type = ''] = bytes.toString('utf8', head, from).split(separator);
  return {
    key: key === '' ? keyOf(id) : key,
    id,
    type,
    resourceGroup: resourceGroup === '' ? null : resourceGroup,
    configured: configured === '1',
    isRaw: false,
    from,
    to,
  };
}

/** Reads a resource in full. @param bytes that it stands in */
export function entryIn(bytes: Buffer, subscription: string, { key, type, resourceGroup, configured, from, to }: Spooled): Entry {
  return entryFrom({ key, type, subscription, resourceGroup, configured }, bytes.toString('utf8', from, to));
}

// How resources stand in the file where a first import puts them aside.
import { keyOf } from '@plumbline/inventory';

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
  /** Where what its digest is of begins: type, a space and the body. */
  readonly digested: number;
  readonly from: number;
  readonly to: number;
}

export const framed = 8;
/** Of a resource as its source has it: where its id stands in it, how long that and its parts are; then the type. */
export const rawHead = 10;
export const rawMark = 2 ** 31;
const resourceGroups = '/resourcegroups/';
/** Never stands in an id: what has it is refused. */
export const separator = '\0';

/** @param bytes what was put aside for one subscription */
export function resourcesIn(bytes: Buffer): readonly Spooled[] {
  const resources: Spooled[] = [];
  for (let at = 0; at < bytes.length; ) {
    const marked = bytes.readUInt32LE(at);
    const isRaw = marked >= rawMark;
    const head = at + framed;
    const from = head + (isRaw ? marked - rawMark : marked);
    const to = from + bytes.readUInt32LE(at + 4);
    if (isRaw) {
      const start = from + bytes.readUInt32LE(head);
      const id = bytes.toString('latin1', start, start + bytes.readUInt16LE(head + 4));
      const key = keyOf(id);
      const groupEnd = bytes.readUInt16LE(head + 8);
      const type = bytes.toString('latin1', head + rawHead, from - 1);
      resources.push({
        key,
        id,
        type,
        resourceGroup: groupEnd === 0 ? null : key.slice(bytes.readUInt16LE(head + 6) + resourceGroups.length, groupEnd),
        configured: true,
        isRaw,
        digested: head + rawHead,
        from,
        to,
      });
    } else {
      const [configured, id = '', key = '', resourceGroup = '', type = ''] = bytes.toString('utf8', head, from - 1).split(separator);
      resources.push({
        key: key === '' ? keyOf(id) : key,
        id,
        type,
        resourceGroup: resourceGroup === '' ? null : resourceGroup,
        configured: configured === '1',
        isRaw,
        digested: bytes.lastIndexOf(0, from) + 1,
        from,
        to,
      });
    }
    at = to + 1;
  }
  return resources;
}

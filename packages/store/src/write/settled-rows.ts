import type { Settled } from '../filling.ts';
import { digestOf } from '../hash.ts';
import type { StoredResource } from '../rows.ts';
import { digestIn, resourcesIn, type Spooled } from './spooled.ts';

/** A row of `resource` with what belongs to it. */
export interface SettledRow {
  readonly row: StoredResource;
  readonly body: Body;
  /** 0: not judged yet. */
  readonly pattern: number;
}

interface Body {
  /** UTF-8. */
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
  readonly digest: string;
}

const nothing: readonly number[] = [];

/** By rising number. */
export function* settledRows(settled: Settled): Iterable<SettledRow> {
  const { subscription, bytes: given, picked, firstRid, generation, clock, patterns, shapes, lookups, lookupEnds } = settled;
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  const resources = resourcesIn(bytes);
  const count = picked?.length ?? resources.length;
  for (let index = 0, start = 0; index < count; index += 1) {
    const resource = resources[picked === undefined ? index : (picked[index] ?? 0)];
    if (resource === undefined) throw new Error(`There is no resource ${index}.`);
    const body = bodyOf(bytes, resource);
    const end = lookupEnds[index] ?? 0;
    const { key, id, type, resourceGroup, configured } = resource;
    yield {
      row: {
        subscription,
        rid: firstRid + index,
        key,
        id,
        type,
        resourceGroup,
        implied: false,
        deleted: false,
        configured,
        hash: body.digest,
        generation,
        firstSeen: clock,
        changed: clock,
        shape: shapes[index] ?? 0,
        lookups: start === end ? nothing : [...lookups.subarray(start, end)],
      },
      body,
      pattern: patterns[index] ?? 0,
    };
    start = end;
  }
}

/** A resource's body as it is kept, and the digest of that. */
function bodyOf(bytes: Buffer, resource: Spooled): Body {
  const { type, from, to } = resource;
  const digest = digestIn(bytes, resource);
  if (digest !== undefined) return { bytes, from, to, digest };
  const body = JSON.stringify(JSON.parse(bytes.toString('utf8', from, to)));
  const printed = Buffer.from(body);
  return { bytes: printed, from: 0, to: printed.length, digest: digestOf(`${type} ${body}`) };
}

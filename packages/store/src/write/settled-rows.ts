import type { Settled } from '../filling.ts';
import type { StoredResource } from '../rows.ts';
import type { KeptBody, keptBodies } from './kept-bodies.ts';
import { resourcesIn, type Spooled } from './spooled.ts';

/** A row of `resource` with what belongs to it. */
export interface SettledRow {
  readonly row: StoredResource;
  readonly body: KeptBody;
  /** 0: not judged yet. */
  readonly pattern: number;
}

const nothing: readonly number[] = [];

/** By rising number. */
export function* settledRows(settled: Settled, bodyOf: ReturnType<typeof keptBodies>): Iterable<SettledRow> {
  const { subscription, picked, firstRid, generation, clock, patterns, shapes, lookups, lookupEnds } = settled;
  let index = 0;
  let start = 0;
  const rowOf = (bytes: Buffer, resource: Spooled, implied: boolean): SettledRow => {
    const body = bodyOf(bytes, resource);
    const end = lookupEnds[index] ?? 0;
    const { key, id, type, resourceGroup, configured } = resource;
    const row: StoredResource = {
      subscription,
      rid: firstRid + index,
      key,
      id,
      type,
      resourceGroup,
      implied,
      deleted: false,
      configured,
      hash: body.digest,
      generation: implied ? 0 : generation,
      firstSeen: clock,
      changed: clock,
      shape: shapes[index] ?? 0,
      lookups: start === end ? nothing : [...lookups.subarray(start, end)],
    };
    const pattern = patterns[index] ?? 0;
    index += 1;
    start = end;
    return { row, body, pattern };
  };
  const bytes = bufferOf(settled.bytes);
  const resources = resourcesIn({ bytes, framesEnd: settled.framesEnd, types: settled.types });
  for (let at = 0; at < (picked?.length ?? resources.length); at += 1) {
    const resource = resources[picked === undefined ? at : (picked[at] ?? 0)];
    if (resource === undefined) throw new Error(`There is no resource ${at}.`);
    yield rowOf(bytes, resource, false);
  }
  const implied = bufferOf(settled.implied);
  for (const resource of resourcesIn({ bytes: implied, framesEnd: implied.length, types: [] })) yield rowOf(implied, resource, true);
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

// What rules read of a resource that does not stand in it as it is compared: where it lies, and its id and name.
import type { Catalogue } from '@plumbline/catalogue';
import { type Content, type Extractor, leafMark, type Numbering, type OfferedLine } from '@plumbline/inventory';
import type { CompiledPolicy } from '@plumbline/policy';
import { nowhere, type Place, type PlaceTable } from './place-table.ts';
import type { TypeReading } from './wanted-of-type.ts';

export interface OwnReads {
  /** How much of where a resource lies. */
  readonly place: PlaceRead;
  /** What else of it: many places have the same. */
  readonly placeMembers: readonly PlaceMember[];
  /** How its id and its name are compared. */
  readonly nameTests: readonly NameTest[];
}

export interface PlaceMember {
  readonly of: 'subscription' | 'resourceGroup';
  /** Lower case. */
  readonly member: string;
}

export type NameTest = CompiledPolicy['nameTests'][number];

/** The outermost is the whole of what is read, since ids of resource groups begin with their subscription's. */
export type PlaceRead = 'nothing' | 'subscription' | 'resourceGroup';

const backslash = 0x5c;

/**
 * @param places of the part
 * @param texts what was read of places, by number
 * @returns what adds to a key what its rules read so of the resource that was read last
 */
export function ownReadsAdder(
  extractor: Extractor<TypeReading>,
  { places, texts, catalogue }: { readonly places: PlaceTable; readonly texts: Numbering<string>; readonly catalogue: Catalogue },
): (line: OfferedLine, place: Place, reads: { readonly own: OwnReads; readonly content: Content }) => void {
  /** Of each member the place that it was read of last: the next resource mostly lies in the same one. */
  const lastByMember = new Map<PlaceMember, { readonly place: Place; readonly number: number }>();

  const textAt = (place: Place, member: string): string => {
    if (place === nowhere) return 'nowhere';
    const given = catalogue.places?.get(places.keyOf(place)) ?? {};
    return JSON.stringify(Object.entries(given).filter(([name]) => name.toLowerCase() === member));
  };

  const placeIn = (line: OfferedLine, resource: Place, of: PlaceMember['of']): Place => {
    const { idStart, id } = extractor;
    const end = of === 'subscription' ? id.subscription : id.resourceGroup;
    if (end === 0) return nowhere;
    const around = places.around(resource, end);
    return around === nowhere ? places.ofKey(line.text(idStart, idStart + end).toLowerCase()) : around;
  };

  const numberOf = (line: OfferedLine, resource: Place, read: PlaceMember): number => {
    const place = placeIn(line, resource, read.of);
    const last = lastByMember.get(read);
    if (last?.place === place) return last.number;
    const number = texts.positionOf(textAt(place, read.member));
    lastByMember.set(read, { place, number });
    return number;
  };

  /** Names with escapes in them are read as JSON is. */
  const nameIn = (line: OfferedLine): string => {
    const { nameStart, nameEnd } = extractor;
    for (let at = nameStart; at < nameEnd; at += 1)
      if (line.bytes[at] === backslash) return JSON.parse(line.text(nameStart, nameEnd)) as string;
    return line.text(nameStart + 1, nameEnd - 1);
  };

  return (line, resource, { own: { place, placeMembers, nameTests }, content }) => {
    const { idStart, id } = extractor;
    if (place !== 'nothing') {
      const end = place === 'resourceGroup' && id.resourceGroup > 0 ? id.resourceGroup : id.subscription;
      content.lower(line.bytes, idStart, idStart + end);
    }
    for (const read of placeMembers) {
      const number = numberOf(line, resource, read);
      content.mark(number & 255, (number >> 8) & 255);
      content.mark(number >> 16, 0);
    }
    let ownId: string | undefined;
    let name: string | undefined;
    for (const { path, test } of nameTests) {
      if (path === 'id') ownId ??= line.text(idStart, id.end);
      else name ??= nameIn(line);
      content.mark(leafMark, test((path === 'id' ? ownId : name) ?? '') ? 1 : 0);
    }
  };
}

// What rules read of a resource that does not stand in it as it is compared: where it lies, and its id and name.
import type { Catalogue } from '@plumbline/catalogue';
import { type Content, type Extractor, leafMark, type Numbering, type OfferedLine } from '@plumbline/inventory';
import type { CompiledPolicy } from '@plumbline/policy';
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

/**
 * @param texts what was read of places, by number
 * @returns what adds to a key what its rules read so of the resource that was read last
 */
export function ownReadsAdder(
  extractor: Extractor<TypeReading>,
  texts: Numbering<string>,
  { places }: Catalogue,
): (line: OfferedLine, reads: OwnReads, content: Content) => void {
  /** @param end of the place in the resource's key; 0: there is none */
  const placeText = (line: OfferedLine, end: number, member: string): string => {
    if (end === 0) return 'nowhere';
    const { idStart } = extractor;
    const given = places?.get(line.text(idStart, idStart + end).toLowerCase()) ?? {};
    return JSON.stringify(Object.entries(given).filter(([name]) => name.toLowerCase() === member));
  };

  return (line, { place, placeMembers, nameTests }, content) => {
    const { idStart, id, nameStart, nameEnd } = extractor;
    if (place !== 'nothing') {
      const end = place === 'resourceGroup' && id.resourceGroup > 0 ? id.resourceGroup : id.subscription;
      content.lower(line.bytes, idStart, idStart + end);
    }
    for (const { of, member } of placeMembers) {
      const number = texts.positionOf(placeText(line, of === 'subscription' ? id.subscription : id.resourceGroup, member));
      content.mark(number & 255, (number >> 8) & 255);
      content.mark(number >> 16, 0);
    }
    let ownId: string | undefined;
    let name: string | undefined;
    for (const { path, test } of nameTests) {
      if (path === 'id') ownId ??= line.text(idStart, id.end);
      else name ??= JSON.parse(line.text(nameStart, nameEnd)) as string;
      content.mark(leafMark, test((path === 'id' ? ownId : name) ?? '') ? 1 : 0);
    }
  };
}

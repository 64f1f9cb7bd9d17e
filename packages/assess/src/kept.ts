import type { Resource } from '@plumbline/policy';
import type { Place, PlaceTable } from './alike/place-table.ts';

/** What is kept of one resource. */
export interface Kept {
  readonly key: string;
  readonly type: string;
  readonly subscription: string;
  readonly resourceGroup: string | undefined;
  readonly resource: Resource | undefined;
  /** It tells that something was refused to the collector. */
  readonly isUnreadable: boolean;
  /** Its id, where those are places. */
  readonly place?: Place | undefined;
}

const none: readonly Resource[] = [];
const noneKept: readonly Kept[] = [];

/** Kept resources of one type in one place, put in order when somebody first asks for them: most are never asked for. */
export class KeptList {
  readonly type: string;
  private readonly places: PlaceTable | undefined;
  private readonly list: Kept[];
  private isSorted = false;
  private known: readonly Resource[] | undefined;

  /** @param places of the kept resources, where they have some */
  constructor(type: string, places: PlaceTable | undefined, list: Kept[] = []) {
    this.type = type;
    this.places = places;
    this.list = list;
  }

  add(kept: Kept): void {
    this.list.push(kept);
  }

  /** By key, so that answers do not depend on the order of the input. */
  get kept(): readonly Kept[] {
    if (!this.isSorted && !this.isInOrder()) this.list.sort((a, b) => this.compare(a, b));
    this.isSorted = true;
    return this.list;
  }

  /** As exports mostly are. */
  private isInOrder(): boolean {
    const { list } = this;
    for (let at = 1; at < list.length; at += 1) if (this.compare(list[at - 1] as Kept, list[at] as Kept) > 0) return false;
    return true;
  }

  private compare(a: Kept, b: Kept): number {
    const { places } = this;
    if (places !== undefined && a.place !== undefined && b.place !== undefined) return places.compare(a.place, b.place);
    return a.key < b.key ? -1 : 1;
  }

  get resources(): readonly Resource[] {
    this.known ??= this.kept.map(({ resource }) => resource ?? {});
    return this.known;
  }
}

export function keptIn(list: KeptList | undefined): readonly Kept[] {
  return list === undefined ? noneKept : list.kept;
}

export function resourcesIn(list: KeptList | undefined): readonly Resource[] {
  return list === undefined ? none : list.resources;
}

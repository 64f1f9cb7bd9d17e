// What lies under resources, where ids are places. Nearly every resource of an estate is asked for, and most have one or two below them, so
// lists are chains of numbers until somebody asks: lists of their own would be most of what a part leaves to be collected.
import { nowhere, type Place, type PlaceTable } from './alike/place-table.ts';
import { type Kept, KeptList } from './kept.ts';

const none = -1;

/** Kept resources of one type. */
interface KeptType {
  readonly type: string;
  readonly kept: readonly Kept[];
}

export class KeptBelow {
  private readonly places: PlaceTable;
  private readonly linked = new Set<KeptType>();
  /** The first list of each place. */
  private readonly firstLists: number[] = [];
  /** Of each list: what it is of, its first and its last link, another list of the same place, and the list itself once it was asked for. */
  private readonly types: KeptType[] = [];
  private readonly firstLinks: number[] = [];
  private readonly lastLinks: number[] = [];
  private readonly nextLists: number[] = [];
  private readonly made: (KeptList | undefined)[] = [];
  /** Of each link: what is in the list, and the link behind it. */
  private readonly kept: Kept[] = [];
  private readonly nextLinks: number[] = [];

  constructor(places: PlaceTable) {
    this.places = places;
  }

  /** @returns those of a type that lie under a resource. */
  at(place: Place, type: KeptType): KeptList | undefined {
    if (!this.linked.has(type)) this.link(type);
    const list = this.listOf(place, type);
    if (list === none) return undefined;
    this.made[list] ??= new KeptList(type.type, this.places, this.keptIn(list));
    return this.made[list];
  }

  private link(type: KeptType): void {
    this.linked.add(type);
    const { places } = this;
    for (const kept of type.kept) {
      if (kept.place === undefined) continue;
      for (let above = places.above(kept.place); above !== nowhere; above = places.above(above)) this.append(above, type, kept);
    }
  }

  private append(place: Place, type: KeptType, kept: Kept): void {
    const link = this.kept.length;
    this.kept.push(kept);
    this.nextLinks.push(none);
    const list = this.listOf(place, type);
    if (list === none) {
      this.addList(place, type, link);
      return;
    }
    this.nextLinks[this.lastLinks[list] as number] = link;
    this.lastLinks[list] = link;
  }

  private addList(place: Place, type: KeptType, link: number): void {
    const { firstLists } = this;
    while (firstLists.length <= place) firstLists.push(none);
    this.nextLists.push(firstLists[place] as number);
    firstLists[place] = this.types.length;
    this.types.push(type);
    this.firstLinks.push(link);
    this.lastLinks.push(link);
    this.made.push(undefined);
  }

  private listOf(place: Place, type: KeptType): number {
    let list = place < this.firstLists.length ? (this.firstLists[place] as number) : none;
    while (list !== none && this.types[list] !== type) list = this.nextLists[list] as number;
    return list;
  }

  private keptIn(list: number): Kept[] {
    const found: Kept[] = [];
    for (let link = this.firstLinks[list] as number; link !== none; link = this.nextLinks[link] as number)
      found.push(this.kept[link] as Kept);
    return found;
  }
}

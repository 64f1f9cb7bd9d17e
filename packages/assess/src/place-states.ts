import { nowhere, type Place, type PlaceTable } from './alike/place-table.ts';
import type { ResourceState } from './run.ts';

/** States of resources by their ids. */
export interface States {
  readonly size: number;
  get(key: string): ResourceState | undefined;
  has(key: string): boolean;
  set(key: string, state: ResourceState): void;
  values(): Iterable<ResourceState>;
}

/** The same where ids are places, which need not be made into texts. */
export class PlaceStates implements States {
  private readonly places: PlaceTable;
  private readonly list: ResourceState[] = [];

  constructor(places: PlaceTable) {
    this.places = places;
  }

  get size(): number {
    return this.list.length;
  }

  get(key: string): ResourceState | undefined {
    const place = this.places.find(key);
    return place === nowhere ? undefined : this.list[this.places.positions[place] as number];
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  hasAt(place: Place): boolean {
    return this.places.positions[place] !== nowhere;
  }

  set(key: string, state: ResourceState): void {
    this.setAt(this.places.ofKey(key), state);
  }

  setAt(place: Place, state: ResourceState): void {
    const { positions } = this.places;
    if (positions[place] === nowhere) positions[place] = this.list.length;
    this.list[positions[place] as number] = state;
  }

  values(): readonly ResourceState[] {
    return this.list;
  }
}

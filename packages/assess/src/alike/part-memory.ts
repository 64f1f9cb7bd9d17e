import { AlikeResource, type Likeness, type PartSource } from './alike-resource.ts';
import { type Place, PlaceTable } from './place-table.ts';

/** Resources that are kept for the next part; more than this many are of an unusual one. */
const mostResources = 1 << 14;
const mostPlaces = 1 << 16;

/** What a part needs for its time. The next part uses the same once more, so that there is little to collect. */
export class PartMemory {
  readonly places = new PlaceTable();
  /** Whom resources refer to. */
  readonly slots: Place[] = [];
  slotCount = 0;
  private readonly resources: AlikeResource[] = [];
  private count = 0;

  begin(subscriptions: ReadonlySet<string>): void {
    this.places.begin(subscriptions);
    this.slotCount = 0;
    this.count = 0;
  }

  /** @returns whether it is worth being kept. */
  end(): boolean {
    for (let at = 0; at < this.count; at += 1) this.resources[at]?.end();
    return this.resources.length <= mostResources && this.places.count <= mostPlaces;
  }

  addSlot(place: Place): void {
    this.slots[this.slotCount] = place;
    this.slotCount += 1;
  }

  resource(likeness: Likeness, place: Place, source: PartSource): AlikeResource {
    let resource = this.resources[this.count];
    if (resource === undefined) {
      resource = new AlikeResource(likeness, place, source);
      this.resources.push(resource);
    } else resource.begin(likeness, place, source);
    this.count += 1;
    return resource;
  }
}

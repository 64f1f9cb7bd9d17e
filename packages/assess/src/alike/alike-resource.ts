import type { Entry, Whereabouts } from '@plumbline/inventory';
import type { Resource } from '@plumbline/policy';
import type { ResourceState } from '../run.ts';
import type { VerdictVector } from '../verdict-vectors.ts';
import type { Place, PlaceTable } from './place-table.ts';
import type { ResourceClass, Variant } from './resource-class.ts';

/** What the resources of a part have in common. */
export interface PartSource {
  /** Whom resources refer to. */
  readonly slots: readonly Place[];
  readonly places: PlaceTable;
  again(where: Whereabouts): Entry;
  stateOf(entry: Entry): ResourceState;
}

/** What a resource has in common with others. */
export interface Likeness {
  readonly ofClass: ResourceClass;
  readonly variant: Variant;
  /** Its verdicts that never wait. */
  readonly alone: VerdictVector;
  /** Where it had to be read in full. */
  readonly state: ResourceState | undefined;
}

/** A resource of which only its class is known; everything else is read when somebody asks. */
export class AlikeResource implements ResourceState, Whereabouts {
  ofClass: ResourceClass;
  variant: Variant;
  place: Place;
  subscription = '';
  location: string | undefined = undefined;
  vector: VerdictVector | undefined = undefined;
  /** Its verdicts that never wait. */
  alone: VerdictVector;
  /** Whom it refers to: from here on so many among the slots of its part; none where relations do not look at it. */
  slotsFrom = 0;
  slotCount = 0;
  file = 0;
  offset = 0;
  bytes = 0;
  /** The walk that met it last, and as which one there. */
  walk = 0;
  number = 0;
  source: PartSource;
  private known: ResourceState | undefined;

  constructor({ ofClass, variant, alone, state }: Likeness, place: Place, source: PartSource) {
    this.ofClass = ofClass;
    this.variant = variant;
    this.alone = alone;
    this.known = state;
    this.place = place;
    this.source = source;
  }

  /** Makes it another resource, of another part. */
  begin({ ofClass, variant, alone, state }: Likeness, place: Place, source: PartSource): void {
    this.ofClass = ofClass;
    this.variant = variant;
    this.alone = alone;
    this.place = place;
    this.source = source;
    this.vector = undefined;
    this.slotsFrom = 0;
    this.slotCount = 0;
    this.walk = 0;
    this.known = state;
  }

  /** Forgets what was read of it. */
  end(): void {
    this.known = undefined;
  }

  private get whole(): ResourceState {
    this.known ??= this.source.stateOf(this.source.again(this));
    return this.known;
  }

  get key(): string {
    return this.source.places.keyOf(this.place);
  }
  get type(): string {
    return this.ofClass.reading.type;
  }
  /** What is read from bytes has another name. */
  get isUnreadable(): boolean {
    return false;
  }
  get id(): string {
    return this.whole.id;
  }
  get begun(): ResourceState['begun'] {
    return this.whole.begun;
  }
  get resource(): Resource | undefined {
    return this.whole.resource;
  }
  get resourceGroup(): string | undefined {
    return /^\/subscriptions\/[^/]+\/resourcegroups\/([^/]+)/.exec(this.key)?.[1];
  }
}

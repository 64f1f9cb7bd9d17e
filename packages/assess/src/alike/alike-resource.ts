import type { Entry, Whereabouts } from '@plumbline/inventory';
import type { Resource } from '@plumbline/policy';
import type { ResourceState } from '../run.ts';
import type { VerdictVector } from '../verdict-vectors.ts';
import type { Place } from './naming.ts';
import type { ResourceClass, Variant } from './resource-class.ts';

/** What the resources of a part have in common. */
export interface PartSource {
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
  readonly state?: ResourceState;
}

/** A resource of which only its class is known; everything else is read when somebody asks. */
export class AlikeResource implements ResourceState, Whereabouts {
  readonly ofClass: ResourceClass;
  readonly variant: Variant;
  readonly key: string;
  readonly type: string;
  subscription = '';
  location: string | undefined = undefined;
  vector: VerdictVector | undefined = undefined;
  /** Its verdicts that never wait. */
  readonly alone: VerdictVector;
  /** Its own id and those it refers to; none where relations do not look at it. */
  readonly places: readonly Place[];
  file = 0;
  offset = 0;
  bytes = 0;
  /** The walk that met it last, and as which one there. */
  walk = 0;
  number = 0;
  private readonly source: PartSource;
  private known: ResourceState | undefined;

  constructor(
    { ofClass, variant, alone, state }: Likeness,
    about: { readonly key: string; readonly places: readonly Place[] },
    source: PartSource,
  ) {
    this.ofClass = ofClass;
    this.variant = variant;
    this.alone = alone;
    this.known = state;
    this.key = about.key;
    this.type = ofClass.reading.type;
    this.places = about.places;
    this.source = source;
  }

  private get whole(): ResourceState {
    this.known ??= this.source.stateOf(this.source.again(this));
    return this.known;
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

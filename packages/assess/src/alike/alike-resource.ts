import type { Resource } from '@plumbline/policy';
import type { ResourceState } from '../run.ts';
import type { VerdictVector } from '../verdict-vectors.ts';
import type { Place } from './naming.ts';
import type { ResourceClass } from './resource-class.ts';

/** Where the bytes of a resource stand, to be read again when more of it is asked for than its class tells. */
export interface Whereabouts {
  readonly file: number;
  readonly offset: number;
  readonly bytes: number;
}

/** A resource of which only its class is known; everything else is read when somebody asks. */
export class AlikeResource implements ResourceState {
  readonly key: string;
  readonly type: string;
  readonly subscription: string;
  readonly location: string | undefined;
  readonly ofClass: ResourceClass;
  /** Its own id and those it refers to; none where relations do not look at it. */
  readonly places: readonly Place[];
  readonly vector: VerdictVector | undefined;
  /** Its verdicts that never wait. */
  readonly alone: VerdictVector;
  /** The walk that met it last, and as which one there. */
  walk = 0;
  number = 0;
  private readonly where: Whereabouts;
  private readonly read: (where: Whereabouts) => ResourceState;
  private known: ResourceState | undefined;

  constructor(
    ofClass: ResourceClass,
    about: {
      readonly alone: VerdictVector;
      readonly vector: VerdictVector | undefined;
      readonly key: string;
      readonly subscription: string;
      readonly location: string | undefined;
      readonly places: readonly Place[];
      readonly where: Whereabouts;
      readonly read: (where: Whereabouts) => ResourceState;
    },
  ) {
    this.key = about.key;
    this.type = ofClass.reading.type;
    this.subscription = about.subscription;
    this.location = about.location;
    this.ofClass = ofClass;
    this.places = about.places;
    this.vector = about.vector;
    this.alone = about.alone;
    this.where = about.where;
    this.read = about.read;
  }

  private get whole(): ResourceState {
    this.known ??= this.read(this.where);
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

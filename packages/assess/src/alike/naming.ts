// Names of resources as objects, so that whether two ids have something in common is a comparison of two objects.

/** A subscription, a resource group or a resource: what its id begins with tells what it lies in. */
export interface Place {
  readonly key: string;
  readonly within: Place | undefined;
  /** Whether it lies in a subscription of the part. */
  readonly isOwn: boolean;
  /** The walk that met it last, and as which one there. */
  walk: number;
  number: number;
}

/** Where the parts of an id end; 0: it has no such part. */
export interface Ends {
  readonly subscription: number;
  readonly resourceGroup: number;
  readonly resource: number;
}

const subscriptionStart = '/subscriptions/'.length;

export class Naming {
  private readonly places = new Map<string, Place>();
  private readonly subscriptions: ReadonlySet<string>;
  private lastGroup: Place | undefined;

  constructor(subscriptions: ReadonlySet<string>) {
    this.subscriptions = subscriptions;
  }

  /** @param key lower-case id. */
  of(key: string, ends: Ends): Place {
    return this.places.get(key) ?? this.added(key, this.around(key, ends));
  }

  private around(key: string, { subscription, resourceGroup, resource }: Ends): Place | undefined {
    if (resource > 0 && resource < key.length) return this.of(key.slice(0, resource), { subscription, resourceGroup, resource });
    if (resourceGroup > 0 && resourceGroup < key.length) {
      const last = this.lastGroup;
      if (last?.key.length === resourceGroup && key.startsWith(last.key)) return last;
      this.lastGroup = this.of(key.slice(0, resourceGroup), { subscription, resourceGroup, resource: 0 });
      return this.lastGroup;
    }
    return subscription < key.length ? this.of(key.slice(0, subscription), { subscription, resourceGroup: 0, resource: 0 }) : undefined;
  }

  private added(key: string, within: Place | undefined): Place {
    const isOwn = within === undefined ? this.subscriptions.has(key.slice(subscriptionStart)) : within.isOwn;
    const place = { key, within, isOwn, walk: 0, number: 0 };
    this.places.set(key, place);
    return place;
  }
}

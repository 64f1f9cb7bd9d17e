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

const subscriptionStart = '/subscriptions/'.length;

export class Naming {
  private readonly places = new Map<string, Place>();
  private readonly subscriptions: ReadonlySet<string>;
  private lastGroup: Place | undefined;

  constructor(subscriptions: ReadonlySet<string>) {
    this.subscriptions = subscriptions;
  }

  /**
   * Numbers instead of an object: this is asked for every id of an estate.
   *
   * @param key lower-case id
   * @param subscription where the subscription's part of it ends; then its resource group's and its first resource's, 0 where it has none
   */
  of(key: string, subscription: number, resourceGroup: number, resource: number): Place {
    return this.places.get(key) ?? this.added(key, this.around(key, subscription, resourceGroup, resource));
  }

  private around(key: string, subscription: number, resourceGroup: number, resource: number): Place | undefined {
    if (resource > 0 && resource < key.length) return this.of(key.slice(0, resource), subscription, resourceGroup, resource);
    if (resourceGroup > 0 && resourceGroup < key.length) {
      const last = this.lastGroup;
      if (last?.key.length === resourceGroup && key.startsWith(last.key)) return last;
      this.lastGroup = this.of(key.slice(0, resourceGroup), subscription, resourceGroup, 0);
      return this.lastGroup;
    }
    return subscription < key.length ? this.of(key.slice(0, subscription), subscription, 0, 0) : undefined;
  }

  private added(key: string, within: Place | undefined): Place {
    const isOwn = within === undefined ? this.subscriptions.has(key.slice(subscriptionStart)) : within.isOwn;
    const place = { key, within, isOwn, walk: 0, number: 0 };
    this.places.set(key, place);
    return place;
  }
}

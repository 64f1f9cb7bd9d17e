import { remembered } from '../compile/remembered.ts';
import { typeOf } from '../compile/rule.ts';
import type { Resource } from '../resource.ts';

/** Targets are few; only made-up types could fill the memory. */
const mostTargets = 2000;

/**
 * What is made of rules for one target after another, made when a resource of it first comes by: resources come in any order. Past
 * a limit it starts over.
 */
export class ByTarget<T extends object> {
  private readonly make: (type: string | undefined, apiVersion: string | undefined) => T;
  private readonly most: number;
  private readonly madeByVersion = new Map<string | undefined, Map<string | undefined, T>>();
  private readonly ofWritten = (type: string): T => this.of(type.toLowerCase(), undefined);
  /** By the type as resources write it, where no version makes a difference: as good as always one look-up. */
  private readonly madeByWritten = new Map<string, T>();
  private size = 0;

  constructor(make: (type: string | undefined, apiVersion: string | undefined) => T, most = mostTargets) {
    this.make = make;
    this.most = most;
  }

  /** @param apiVersion as far as it makes a difference */
  for(resource: Resource, apiVersion: string | undefined): T {
    const { type } = resource;
    if (typeof type !== 'string' || apiVersion !== undefined) return this.of(typeOf(resource), apiVersion);
    return remembered(this.madeByWritten, type, this.ofWritten);
  }

  /**
   * @param type lower case; undefined for resources without one
   * @param apiVersion as far as it makes a difference
   */
  of(type: string | undefined, apiVersion: string | undefined): T {
    return this.madeByVersion.get(apiVersion)?.get(type) ?? this.meet(type, apiVersion);
  }

  private meet(type: string | undefined, apiVersion: string | undefined): T {
    const made = this.make(type, apiVersion);
    if (this.size >= this.most) {
      this.madeByVersion.clear();
      this.size = 0;
    }
    this.size += 1;
    const madeByType = this.madeByVersion.get(apiVersion) ?? new Map<string | undefined, T>();
    this.madeByVersion.set(apiVersion, madeByType.set(type, made));
    return made;
  }
}

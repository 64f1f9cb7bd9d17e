import { foldAscii } from '../fields/key.ts';
import type { JsonObject, JsonValue } from '../json.ts';

/** Keys of resources repeat endlessly; more than these only hostile data have. */
const mostRemembered = 5000;

/**
 * The keys that rules ask of the objects at one path. Most keys that are not there as spelled are not there at all; one pass over
 * an object tells that for all of them, where looking for each would be a pass each.
 */
export class Spellings {
  private readonly asked = new Map<string, string>();
  /** What a key of an object is asked for as, where it is spelled otherwise. */
  private readonly lowerByKey = new Map<string, string | undefined>();

  /** Spelled as the first asks; @returns the key as it is to be looked up in what `others` gives. */
  ask(key: string): string {
    const lower = foldAscii(key);
    if (this.asked.has(lower)) return lower;
    this.lowerByKey.clear();
    this.asked.set(lower, key);
    return lower;
  }

  /** The values under keys that are spelled otherwise than asked for, by the key in lower case; undefined: there is none. */
  others(object: JsonObject): ReadonlyMap<string, JsonValue> | undefined {
    let found: Map<string, JsonValue> | undefined;
    for (const key in object) {
      let lower = this.lowerByKey.get(key);
      if (lower === undefined) {
        if (this.lowerByKey.has(key)) continue;
        lower = this.spelledOtherwise(key);
      }
      const value = object[key];
      if (lower === undefined || value === undefined) continue;
      found ??= new Map();
      if (!found.has(lower)) found.set(lower, value);
    }
    return found;
  }

  private spelledOtherwise(key: string): string | undefined {
    const lower = foldAscii(key);
    const asked = this.asked.get(lower);
    const isOther = asked !== undefined && asked !== key;
    if (this.lowerByKey.size >= mostRemembered) this.lowerByKey.clear();
    this.lowerByKey.set(key, isOther ? lower : undefined);
    return isOther ? lower : undefined;
  }
}

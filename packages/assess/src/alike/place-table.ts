// Ids of a part by their bytes: a place is found by a hash of them and compared word by word, so that hardly any is made into a text.
// Places are numbers and what is known of them stands in columns, since an estate has millions: nothing is left to be collected.
import { type FoundIds, hashOfWords, type IdParts, idNumber, notFolded, numbersOfId, readIdParts } from '@plumbline/inventory';
import { resourcesAbove } from '../arm-id.ts';
import { lengthAbove, lengthCut } from './place-bytes.ts';

/** A subscription, a resource group, a resource or anything else with an id, within one part. */
export type Place = number;

export const nowhere: Place = -1;
const notYetKnown = -2;
const ofProvider = 1;
const ofNone = 2;

const subscriptionStart = '/subscriptions/'.length;
const firstWords = 1 << 12;
const firstPlaces = 1 << 8;
/** Of the last word of an id so many bytes count. */
const masks = [-1, 0xff, 0xffff, 0xffffff] as const;
const encoder = new TextEncoder();
// A mark at the beginning of a text is a letter like any other.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export class PlaceTable {
  /** What a place lies in, as its id begins: a subscription, its resource group, or its first resource. */
  within = new Int32Array(firstPlaces);
  /** The walk that met it last, and as which one there. */
  walks = new Float64Array(firstPlaces);
  numbers = new Int32Array(firstPlaces);
  /** Where the state of its resource stands in a list of them. */
  positions = new Int32Array(firstPlaces);
  /** Whether it lies in a subscription of the part. */
  isOwn = new Uint8Array(firstPlaces);
  /** Whether it is a resource or something under one: 1 or 2; 0: not yet known. */
  private kinds = new Uint8Array(firstPlaces);
  count = 0;
  private words = new Int32Array(firstWords);
  private bytes = new Uint8Array(this.words.buffer);
  private filled = 0;
  /** Where its words stand. */
  private starts = new Int32Array(firstPlaces);
  /** Bytes of its id; 0 where that is no plain ASCII. */
  private lengths = new Int32Array(firstPlaces);
  private hashes = new Int32Array(firstPlaces);
  /** Another one in the same bucket. */
  private next = new Int32Array(firstPlaces);
  private nearest = new Int32Array(firstPlaces);
  private buckets = new Int32Array(firstPlaces * 2).fill(nowhere);
  /** The id that is looked for, in lower case, stands in these words from there on. */
  private sought: Int32Array = new Int32Array(0);
  private soughtAt = 0;
  /** For those that stand nowhere else. */
  private own = new Int32Array(1 << 8);
  private readonly parts: IdParts = { end: 0, subscription: 0, resourceGroup: 0, resource: 0 };
  private readonly oddByKey = new Map<string, Place>();
  private readonly oddKeys = new Map<Place, string>();
  private subscriptions: ReadonlySet<string> = new Set();
  private lastGroup: Place = nowhere;

  /** Forgets everything. @param subscriptions of the part that begins, lower-case GUIDs */
  begin(subscriptions: ReadonlySet<string>): void {
    this.subscriptions = subscriptions;
    this.count = 0;
    this.filled = 0;
    this.lastGroup = nowhere;
    this.buckets.fill(nowhere);
    this.oddByKey.clear();
    this.oddKeys.clear();
  }

  /** @param index of the id among those found @param bytes that it was found in */
  of({ numbers, words }: FoundIds, index: number, bytes: Uint8Array): Place {
    const at = index * numbersOfId;
    const length = numbers[at + idNumber.length] as number;
    const from = numbers[at + idNumber.words] as number;
    if (from === notFolded) {
      const start = numbers[at + idNumber.start] as number;
      return this.ofKey(decoder.decode(bytes.subarray(start, start + length)).toLowerCase());
    }
    this.sought = words;
    this.soughtAt = from;
    const hash = numbers[at + idNumber.hash] as number;
    const known = this.sameAs(hash, length);
    if (known !== nowhere) return known;
    const subscription = numbers[at + idNumber.subscription] as number;
    const resourceGroup = numbers[at + idNumber.resourceGroup] as number;
    const resource = numbers[at + idNumber.resource] as number;
    const around =
      resource > 0 && resource < length
        ? this.resourceAround(resource, numbers[at + idNumber.hashOfResource] as number, resourceGroup, subscription)
        : this.groupAround(length, resourceGroup, subscription);
    const place = this.added(hash, length, around);
    if (resource > 0) this.kinds[place] = ofProvider;
    return place;
  }

  /** @param key lower-case id */
  ofKey(key: string): Place {
    const known = this.find(key);
    if (known !== nowhere) return known;
    const { parts } = this;
    const bytes = encoder.encode(`${key}"`);
    const isTakenApart = key.startsWith('/subscriptions/') && readIdParts(bytes, 0, parts, true);
    const { subscription, resourceGroup, resource } = parts;
    const hash = this.seekText(key);
    if (hash !== undefined) {
      const isUnder = resource > 0 && resource < key.length;
      const around = () =>
        isUnder
          ? this.resourceAround(resource, this.hashOfSought(resource), resourceGroup, subscription)
          : this.groupAround(key.length, resourceGroup, subscription);
      return this.added(hash, key.length, isTakenApart ? around() : nowhere);
    }
    const end = bytes.length - 1;
    const around = !isTakenApart ? 0 : ([resource, resourceGroup, subscription].find((length) => length > 0 && length < end) ?? 0);
    return this.addedOdd(key, around === 0 ? nowhere : this.ofKey(decoder.decode(bytes.subarray(0, around))));
  }

  private addedOdd(key: string, within: Place): Place {
    const place = this.put(0, 0, within);
    this.isOwn[place] = within === nowhere ? Number(this.subscriptions.has(key.slice(subscriptionStart))) : (this.isOwn[within] as number);
    this.oddByKey.set(key, place);
    this.oddKeys.set(place, key);
    return place;
  }

  /** @returns `nowhere` where nothing with this id was met. @param key lower-case id */
  find(key: string): Place {
    const hash = this.seekText(key);
    return hash === undefined ? (this.oddByKey.get(key) ?? nowhere) : this.sameAs(hash, key.length);
  }

  /** Lower-case id. */
  keyOf(place: Place): string {
    const start = (this.starts[place] as number) * 4;
    return this.oddKeys.get(place) ?? decoder.decode(this.bytes.subarray(start, start + (this.lengths[place] as number)));
  }

  /** Whether its id names a provider. */
  isOfProvider(place: Place): boolean {
    if (this.kinds[place] === 0) this.kinds[place] = this.keyOf(place).includes('/providers/') ? ofProvider : ofNone;
    return this.kinds[place] === ofProvider;
  }

  /** @returns the nearest resource that a place lies under: the first of `resourcesAbove`; `nowhere` if there is none. */
  above(place: Place): Place {
    let nearest = this.nearest[place] as number;
    if (nearest === notYetKnown) {
      nearest = this.nearestOf(place);
      this.nearest[place] = nearest;
    }
    return nearest;
  }

  /** @returns what a place lies in with an id of so many bytes; `nowhere` if there is nothing like that. */
  around(place: Place, length: number): Place {
    let within = this.within[place] as number;
    while (within !== nowhere && this.lengths[within] !== length) within = this.within[within] as number;
    return within;
  }

  /** @returns what remains of a place's id when so many segments are cut off; `nowhere` where nothing does. */
  cut(place: Place, segments: number): Place {
    const length = this.lengths[place] as number;
    if (length > 0) return this.beginningOf(place, lengthCut(this.bytes, (this.starts[place] as number) * 4, length, segments));
    const key = this.keyOf(place);
    let end = key.length;
    for (let cut = 0; cut < segments; cut += 1) end = key.lastIndexOf('/', end - 1);
    return end <= 0 ? nowhere : this.ofKey(key.slice(0, end));
  }

  /** In the order of their keys. */
  compare(a: Place, b: Place): number {
    const { words, lengths, starts } = this;
    const [ofA, ofB] = [lengths[a] as number, lengths[b] as number];
    if (ofA === 0 || ofB === 0) return this.keyOf(a) < this.keyOf(b) ? -1 : 1;
    const [fromA, fromB] = [starts[a] as number, starts[b] as number];
    for (let word = 0; word < (Math.min(ofA, ofB) + 3) >> 2; word += 1) {
      const [inA, inB] = [words[fromA + word] as number, words[fromB + word] as number];
      if (inA === inB) continue;
      // The first byte of a word is its lowest; behind the end of an id it is 0, lower than any.
      const difference = inA ^ inB;
      const shift = (31 - Math.clz32(difference & -difference)) & ~7;
      return ((inA >>> shift) & 0xff) - ((inB >>> shift) & 0xff);
    }
    return ofA - ofB;
  }

  private nearestOf(place: Place): Place {
    const length = this.lengths[place] as number;
    if (length > 0) return this.beginningOf(place, lengthAbove(this.bytes, (this.starts[place] as number) * 4, length));
    const [nearest] = resourcesAbove(this.keyOf(place));
    return nearest === undefined ? nowhere : this.ofKey(nearest);
  }

  /** @param length of the beginning in bytes; 0: none */
  private beginningOf(place: Place, length: number): Place {
    if (length === 0) return nowhere;
    let within = this.within[place] as number;
    while (within !== nowhere && (this.lengths[within] as number) > length) within = this.within[within] as number;
    if (within !== nowhere && this.lengths[within] === length) return within;
    this.sought = this.words;
    this.soughtAt = this.starts[place] as number;
    const known = this.sameAs(this.hashOfSought(length), length);
    return known === nowhere ? this.ofKey(this.keyOf(place).slice(0, length)) : known;
  }

  /** The resource that the sought id begins with. */
  private resourceAround(length: number, hash: number, resourceGroup: number, subscription: number): Place {
    const known = this.sameAs(hash, length);
    if (known !== nowhere) return known;
    return this.added(hash, length, this.groupAround(length, resourceGroup, subscription));
  }

  /** The resource group or else the subscription that it begins with, where it goes on behind that. */
  private groupAround(length: number, resourceGroup: number, subscription: number): Place {
    if (resourceGroup === 0 || resourceGroup === length) return subscription < length ? this.beginning(subscription, nowhere) : nowhere;
    const last = this.lastGroup;
    // The next id mostly lies in the same one.
    if (last === nowhere || this.lengths[last] !== resourceGroup || !this.isSought(last, resourceGroup))
      this.lastGroup = this.beginning(resourceGroup, subscription);
    return this.lastGroup;
  }

  /** @param subscription `nowhere` where it is one */
  private beginning(length: number, subscription: number): Place {
    const hash = this.hashOfSought(length);
    const known = this.sameAs(hash, length);
    if (known !== nowhere) return known;
    return this.added(hash, length, subscription === nowhere ? nowhere : this.beginning(subscription, nowhere));
  }

  private sameAs(hash: number, length: number): Place {
    const { buckets, hashes, lengths, next } = this;
    for (let place = buckets[hash & (buckets.length - 1)] as number; place !== nowhere; place = next[place] as number)
      if (hashes[place] === hash && lengths[place] === length && this.isSought(place, length)) return place;
    return nowhere;
  }

  private isSought(place: Place, length: number): boolean {
    const { words, sought, soughtAt } = this;
    const start = this.starts[place] as number;
    const whole = length >> 2;
    // From behind: beginnings are the same for most.
    const rest = length & 3;
    if (rest !== 0 && words[start + whole] !== ((sought[soughtAt + whole] as number) & (masks[rest] as number))) return false;
    for (let word = whole - 1; word >= 0; word -= 1) if (words[start + word] !== sought[soughtAt + word]) return false;
    return true;
  }

  /** Adds the place that the sought id, or its beginning, names. */
  private added(hash: number, length: number, within: Place): Place {
    const size = (length + 3) >> 2;
    if (this.filled + size > this.words.length) {
      const grown = new Int32Array(Math.max(this.words.length * 2, this.filled + size));
      grown.set(this.words);
      this.words = grown;
      this.bytes = new Uint8Array(grown.buffer);
    }
    const { words, sought, soughtAt, filled } = this;
    for (let word = 0; word < size; word += 1) words[filled + word] = sought[soughtAt + word] as number;
    if ((length & 3) !== 0) words[filled + size - 1] = (words[filled + size - 1] as number) & (masks[length & 3] as number);
    const place = this.put(hash, length, within);
    const { buckets } = this;
    const bucket = hash & (buckets.length - 1);
    this.next[place] = buckets[bucket] as number;
    buckets[bucket] = place;
    this.starts[place] = filled;
    this.filled += size;
    this.isOwn[place] =
      within === nowhere ? Number(this.subscriptions.has(this.keyOf(place).slice(subscriptionStart))) : (this.isOwn[within] as number);
    return place;
  }

  private put(hash: number, length: number, within: Place): Place {
    if (this.count === this.within.length) this.grow();
    const place = this.count;
    this.count += 1;
    this.hashes[place] = hash;
    this.lengths[place] = length;
    this.within[place] = within;
    this.isOwn[place] = 0;
    this.kinds[place] = 0;
    this.walks[place] = 0;
    this.positions[place] = nowhere;
    this.nearest[place] = notYetKnown;
    return place;
  }

  private grow(): void {
    const size = this.count * 2;
    const larger = (column: Int32Array<ArrayBuffer>) => {
      const grown = new Int32Array(size);
      grown.set(column);
      return grown;
    };
    this.within = larger(this.within);
    this.numbers = larger(this.numbers);
    this.positions = larger(this.positions);
    this.starts = larger(this.starts);
    this.lengths = larger(this.lengths);
    this.hashes = larger(this.hashes);
    this.next = larger(this.next);
    this.nearest = larger(this.nearest);
    const { walks, isOwn, kinds } = this;
    this.walks = new Float64Array(size);
    this.walks.set(walks);
    this.isOwn = new Uint8Array(size);
    this.isOwn.set(isOwn);
    this.kinds = new Uint8Array(size);
    this.kinds.set(kinds);
    this.buckets = new Int32Array(size * 2).fill(nowhere);
    for (let place = 0; place < this.count; place += 1) {
      if (this.lengths[place] === 0) continue;
      const bucket = (this.hashes[place] as number) & (size * 2 - 1);
      this.next[place] = this.buckets[bucket] as number;
      this.buckets[bucket] = place;
    }
  }

  /** Seeks a lower-case id. @returns its hash; undefined where it is not plain ASCII, or empty. */
  private seekText(key: string): number | undefined {
    if (key === '') return undefined;
    if (key.length > this.own.length * 4 - 4) this.own = new Int32Array(key.length);
    const { own } = this;
    let four = 0;
    for (let at = 0; at < key.length; at += 1) {
      const code = key.charCodeAt(at);
      if (code > 0x7e) return undefined;
      four |= code << ((at & 3) << 3);
      if ((at & 3) !== 3 && at < key.length - 1) continue;
      own[at >> 2] = four;
      four = 0;
    }
    this.sought = own;
    this.soughtAt = 0;
    return this.hashOfSought(key.length);
  }

  private hashOfSought(length: number): number {
    return hashOfWords(this.sought, this.soughtAt, length);
  }
}

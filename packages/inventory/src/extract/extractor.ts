// Takes from the bytes of a resource only what is wanted of its type. Whatever is unusual about it is declined: it is then parsed.
import { type IdParts, isSubscriptionId, readIdParts } from './arm-id-bytes.ts';
import { Content, leafMark } from './content.ts';
import type { Digester } from './digester.ts';
import { FoundIds, idNumber } from './found-ids.ts';
import { lineModule } from './line-module.ts';
import { LineReader, told } from './line-reader.ts';
import { notPassed, passSpace, passText, passValue, plainNameEnd } from './pass-value.ts';
import { type Wanted, type WantedMember, wantedBy } from './wanted.ts';

/** What is wanted of the resources of a type. */
export interface ExtractedType {
  readonly wanted: Wanted;
  /** The names of children, such as those of subnets, are of meaning: they belong to the wanted values. */
  readonly hasTellingNames: boolean;
}

/** Values that stand before the type, which says what is wanted of them. */
const mostEarly = 64;
const openMark = 5;
const closeMark = 6;
const spellingMark = 7;
const longest = 1 << 20;
const mostGathered = 1 << 15;
const ofSeen = wantedBy.others | wantedBy.othersText;

const hasId = 1;
const hasName = 2;
const hasType = 4;
const hasProperties = 8;

interface SpelledType<T> {
  readonly spelling: Uint8Array;
  readonly type: T | undefined;
}

const longestType = 256;
/** More spellings than this are an attack, not an estate. */
const mostTypes = 2000;

export class Extractor<T extends ExtractedType> {
  /** Of the resource that was read last: its own id, and those that `seen` has slots for. */
  readonly ids: FoundIds;
  /** Of the resource that was read last: what others want of it. */
  readonly seen: Content;
  /** What its own rules want besides, those that look at others too. */
  readonly waiting: Content;
  /** What the rest of its own rules want besides. */
  readonly alone: Content;
  /** The resource's id, without its quotes. */
  idStart = 0;
  readonly id: IdParts = { end: 0, subscription: 0, resourceGroup: 0, resource: 0 };
  /** The value of its name, with its quotes. */
  nameStart = 0;
  nameEnd = 0;
  type: T | undefined;
  /** As given; undefined where there is none. */
  location: string | undefined;

  private readonly lines: LineReader<T> | undefined;
  private readonly readingOf: (type: string) => T | undefined;
  private readonly typesByLength: SpelledType<T>[][] = [];
  private typeCount = 0;
  private bytes: Uint8Array = new Uint8Array(0);
  private end = 0;
  private lastLocation = '';
  private readonly early = new Int32Array(mostEarly * 3);

  /**
   * @param readingOf of a type as inputs spell it; undefined: such resources are to be parsed
   * @param isPlain without WebAssembly, as where there is none with SIMD
   * @param takesAnyName names in ids may have letters beyond ASCII; otherwise such resources are declined
   */
  constructor(
    readingOf: (type: string) => T | undefined,
    { isPlain = false, takesAnyName = false }: { readonly isPlain?: boolean; readonly takesAnyName?: boolean } = {},
  ) {
    this.readingOf = readingOf;
    const module = isPlain ? undefined : lineModule();
    this.lines = module && new LineReader(module, (spelling) => this.newType(spelling));
    this.ids = this.lines?.ids ?? new FoundIds();
    this.seen = this.lines?.seen ?? new Content(this.ids);
    this.waiting = this.lines?.waiting ?? new Content(this.ids);
    this.alone = this.lines?.alone ?? new Content(this.ids);
    this.seen.takesAnyName = takesAnyName;
  }

  /** @returns bytes from which resources are read fastest, where there is anything to gain and so much room. */
  room(length: number): Uint8Array | undefined {
    return this.lines?.room(length);
  }

  /** @returns what makes digests of what is read here; undefined where no WebAssembly does it. */
  digester(key: Uint8Array): Digester | undefined {
    return this.lines?.digester(key);
  }

  /**
   * Reads one resource, from its opening bracket to what ends the line.
   *
   * @param bytes with at least one byte behind `to`, which may be written and restored meanwhile
   * @returns false where it is declined
   */
  read(bytes: Uint8Array, from: number, to: number): boolean {
    if (to - from > longest) return false;
    const { lines } = this;
    const answer = lines?.read(bytes, from, to);
    if (lines === undefined || answer === undefined) return this.readPlain(bytes, from, to);
    if (!answer) return false;
    const { told: numbers } = lines;
    const { numbers: ofId } = this.ids;
    this.type = lines.type;
    this.location = lines.location;
    this.idStart = ofId[idNumber.start] as number;
    this.id.end = this.idStart + (ofId[idNumber.length] as number);
    this.id.subscription = ofId[idNumber.subscription] as number;
    this.id.resourceGroup = ofId[idNumber.resourceGroup] as number;
    this.id.resource = ofId[idNumber.resource] as number;
    this.nameStart = numbers[told.nameStart] as number;
    this.nameEnd = numbers[told.nameEnd] as number;
    return true;
  }

  private readPlain(bytes: Uint8Array, from: number, to: number): boolean {
    if (bytes[from] !== 0x7b) return false;
    this.bytes = bytes;
    this.end = to;
    this.type = undefined;
    this.location = undefined;
    const { seen, early } = this;
    this.ids.clear();
    seen.clear();
    this.waiting.clear();
    this.alone.clear();
    let count = 0;
    let found = 0;
    let shape = 0;
    let at = passSpace(bytes, from + 1);
    for (;;) {
      if (bytes[at] !== 0x22) return false;
      const name = at + 1;
      const nameEnd = plainNameEnd(bytes, name);
      if (nameEnd === notPassed) return false;
      const value = this.valueAt(nameEnd + 1);
      if (value === notPassed) return false;
      const part = this.partNamed(name, nameEnd);
      if (part === -1 || (found & part) !== 0) return false;
      found |= part;
      if (part === hasId) {
        at = this.readId(value);
        if (at === notPassed) return false;
        if (!this.isEarly(count, name, nameEnd, value)) return false;
        count += 1;
      } else if (part === hasType) {
        if (bytes[value] !== 0x22) return false;
        at = passText(bytes, value + 1, to);
        if (at === notPassed) return false;
        this.type = this.typeOf(value + 1, at - 1);
        if (this.type === undefined) return false;
        if (!this.isEarly(count, name, nameEnd, value)) return false;
        count += 1;
      } else {
        if (part === hasName && bytes[value] !== 0x22) return false;
        if (part === hasProperties && bytes[value] !== 0x7b) return false;
        const length = nameEnd - name;
        if (length === 8 && this.isNamed(name, locationName, 1) === 1) {
          // Of two the parser takes the last.
          if ((shape & 3) !== 0) return false;
          shape |= bytes[value] === 0x22 ? 1 : 2;
          if (bytes[value] === 0x22 && !this.readLocation(value + 1)) return false;
        }
        if (length === 4) shape |= this.tagsShape(name, value);
        if (this.type === undefined || part === hasName) {
          at = passValue(bytes, value, to);
          if (at === notPassed || !this.isEarly(count, name, nameEnd, value)) return false;
          count += 1;
          if (part === hasName) {
            this.nameStart = value;
            this.nameEnd = at;
          }
        } else {
          const member = this.memberOf(this.type.wanted, name, nameEnd);
          if (member === undefined) at = passValue(bytes, value, to);
          else at = this.member(member, name, value);
          if (at === notPassed) return false;
        }
      }
      if ((bytes[at] as number) <= 0x20) at = passSpace(bytes, at);
      if (bytes[at] === 0x7d) break;
      if (bytes[at] !== 0x2c) return false;
      at = (bytes[at + 1] as number) <= 0x20 ? passSpace(bytes, at + 1) : at + 1;
    }
    if (passSpace(bytes, at + 1) < to || at >= to) return false;
    if (found !== (hasId | hasName | hasType | hasProperties) || this.type === undefined) return false;
    for (let index = 0; index < count * 3; index += 3) {
      const name = early[index] as number;
      const member = this.memberOf(this.type.wanted, name, early[index + 1] as number);
      if (member === undefined) continue;
      const value = early[index + 2] as number;
      const isOwnId = value === this.idStart - 1;
      if (isOwnId ? !this.copyOwnId(member.wanted, value) : this.member(member, name, value) === notPassed) return false;
    }
    seen.mark(leafMark, shape);
    if (this.type.hasTellingNames) seen.lower(bytes, this.idStart + this.id.resource, this.id.end);
    return true;
  }

  /** Of its own id a rule may read any letter. */
  private copyOwnId({ whole, number }: Wanted, value: number): boolean {
    const end = this.id.end + 1;
    const into = (whole & ofSeen) !== 0 ? this.seen : (whole & wantedBy.waiting) !== 0 ? this.waiting : this.alone;
    return whole === 0 || into.leaf(number, this.bytes, value, end);
  }

  /** Remembers where a member stands until the type is known. @returns false where too many do. */
  private isEarly(count: number, name: number, nameEnd: number, value: number): boolean {
    if (count === mostEarly) return false;
    const { early } = this;
    early[count * 3] = name;
    early[count * 3 + 1] = nameEnd;
    early[count * 3 + 2] = value;
    return true;
  }

  /** @param at behind the quote of a name. */
  private valueAt(at: number): number {
    const { bytes } = this;
    const colon = bytes[at] === 0x3a ? at : passSpace(bytes, at);
    if (bytes[colon] !== 0x3a) return notPassed;
    return (bytes[colon + 1] as number) <= 0x20 ? passSpace(bytes, colon + 1) : colon + 1;
  }

  /** @returns which of the four members that make a resource has this name; 0: none; -1: one of them in another case. */
  private partNamed(start: number, end: number): number {
    switch (end - start) {
      case 2:
        return this.isNamed(start, idName, hasId);
      case 4: {
        const part = this.isNamed(start, nameName, hasName);
        return part === 0 ? this.isNamed(start, typeName, hasType) : part;
      }
      case 10:
        // What stands for an alias may hang on the version of the API.
        if (this.isNamed(start, versionName, 1) !== 0) return -1;
        return this.isNamed(start, propertiesName, hasProperties);
      default:
        return 0;
    }
  }

  private isNamed(start: number, name: Uint8Array, part: number): number {
    const { bytes } = this;
    let isExact = true;
    for (let at = 0; at < name.length; at += 1) {
      const byte = bytes[start + at] as number;
      if (byte === name[at]) continue;
      if ((byte | 0x20) !== name[at]) return 0;
      isExact = false;
    }
    return isExact ? part : -1;
  }

  private readId(value: number): number {
    const { bytes, id } = this;
    if (bytes[value] !== 0x22 || !isSubscriptionId(bytes, value + 1) || !readIdParts(bytes, value + 1, id, this.seen.takesAnyName))
      return notPassed;
    if (id.resource === 0 || bytes[id.end] !== 0x22 || id.end >= this.end) return notPassed;
    this.idStart = value + 1;
    this.ids.note(0, bytes, this.idStart, id);
    return id.end + 1;
  }

  private typeOf(start: number, end: number): T | undefined {
    const { bytes } = this;
    const known = this.typesByLength[end - start];
    next: for (let index = 0; known !== undefined && index < known.length; index += 1) {
      const { spelling, type } = known[index] as SpelledType<T>;
      // From behind: the beginnings are the same for most.
      for (let at = spelling.length - 1; at >= 0; at -= 1) if (bytes[start + at] !== spelling[at]) continue next;
      return type;
    }
    // A copy: a slice of a Buffer is none.
    return this.newType(Uint8Array.from(bytes.subarray(start, end)));
  }

  private newType(spelling: Uint8Array): T | undefined {
    const text = String.fromCharCode(...spelling.subarray(0, longestType));
    const isPlain = spelling.length <= longestType && /^[\x20-\x5b\x5d-\x7e]+$/.test(text);
    const type = isPlain ? this.readingOf(text) : undefined;
    if (isPlain && this.typeCount < mostTypes) {
      this.typeCount += 1;
      this.typesByLength[spelling.length] ??= [];
      this.typesByLength[spelling.length]?.push({ spelling, type });
    }
    return type;
  }

  /** @returns the wanted member of this name, in any case. */
  private memberOf({ members }: Wanted, start: number, end: number): WantedMember | undefined {
    const { bytes } = this;
    const candidates = members?.[end - start];
    if (candidates === undefined) return undefined;
    next: for (const member of candidates) {
      const { folded } = member;
      for (let at = 0; at < folded.length; at += 1) {
        const byte = bytes[start + at] as number;
        if (byte !== folded[at] && (byte < 0x41 || byte > 0x5a || byte + 0x20 !== folded[at])) continue next;
      }
      return member;
    }
    return undefined;
  }

  private member({ name, wanted }: WantedMember, start: number, value: number): number {
    const { bytes } = this;
    for (let at = 0; at < name.length; at += 1) {
      if (bytes[start + at] === name[at]) continue;
      // Whoever looks for the exact name finds another thing than in a resource that spells it so.
      this.mark(wanted.whole | wanted.below, spellingMark, wanted.number);
      const who = wanted.whole | wanted.below;
      if ((who & ofSeen) !== 0) this.seen.copy(bytes, start, start + name.length);
      if ((who & wantedBy.waiting) !== 0) this.waiting.copy(bytes, start, start + name.length);
      if ((who & wantedBy.alone) !== 0) this.alone.copy(bytes, start, start + name.length);
      break;
    }
    return this.value(wanted, value);
  }

  private value(wanted: Wanted, start: number): number {
    const byte = this.bytes[start];
    const { whole, below } = wanted;
    if (byte === 0x7b && wanted.members !== undefined) {
      this.mark(below, openMark, wanted.number);
      const at = this.object(wanted, start);
      this.mark(below, closeMark, 0);
      return whole === 0 || at === notPassed || this.leaf(whole, wanted.number, start, at) ? at : notPassed;
    }
    if (byte === 0x5b && wanted.items !== undefined) {
      this.mark(below, openMark, wanted.number);
      const at = this.list(wanted.items, start);
      this.mark(below, closeMark, 1);
      return whole === 0 || at === notPassed || this.leaf(whole, wanted.number, start, at) ? at : notPassed;
    }
    const at = passValue(this.bytes, start, this.end);
    return at === notPassed || this.leaf(whole | below, wanted.number, start, at) ? at : notPassed;
  }

  private mark(who: number, kind: number, number: number): void {
    if ((who & ofSeen) !== 0) this.seen.mark(kind, number);
    if ((who & wantedBy.waiting) !== 0) this.waiting.mark(kind, number);
    if ((who & wantedBy.alone) !== 0) this.alone.mark(kind, number);
  }

  /** @returns false where an id is an odd one, or there is too much. */
  private leaf(who: number, number: number, start: number, end: number): boolean {
    const { bytes, seen } = this;
    if ((who & wantedBy.others) !== 0) {
      const before = seen.slotCount;
      seen.mark(leafMark, number);
      if (!seen.copyValue(bytes, start, end)) return false;
      // Without an id in it that says all.
      if (seen.slotCount === before) return true;
    }
    if ((who & wantedBy.othersText) !== 0 && !seen.leaf(number, bytes, start, end)) return false;
    if ((who & wantedBy.waiting) !== 0 && !this.waiting.leaf(number, bytes, start, end)) return false;
    return (who & wantedBy.alone) === 0 || this.alone.leaf(number, bytes, start, end);
  }

  /** Two members of one name are two values of the key: which of them counts follows from it. */
  private object(wanted: Wanted, start: number): number {
    const { bytes, end } = this;
    let at = passSpace(bytes, start + 1);
    if (bytes[at] === 0x7d) {
      // Whether there is anything at all is asked too.
      this.mark(wanted.below, leafMark, 255);
      return at + 1;
    }
    for (;;) {
      if (bytes[at] !== 0x22) return notPassed;
      const name = at + 1;
      const nameEnd = plainNameEnd(bytes, name);
      if (nameEnd === notPassed) return notPassed;
      const value = this.valueAt(nameEnd + 1);
      if (value === notPassed) return notPassed;
      const member = this.memberOf(wanted, name, nameEnd);
      if (member === undefined) at = passValue(bytes, value, end);
      else at = this.member(member, name, value);
      if (at === notPassed || at >= end || this.isFull()) return notPassed;
      if ((bytes[at] as number) <= 0x20) at = passSpace(bytes, at);
      if (bytes[at] === 0x7d) return at + 1;
      if (bytes[at] !== 0x2c) return notPassed;
      at = (bytes[at + 1] as number) <= 0x20 ? passSpace(bytes, at + 1) : at + 1;
    }
  }

  private isFull(): boolean {
    return this.seen.length > mostGathered || this.waiting.length > mostGathered || this.alone.length > mostGathered;
  }

  private list(items: Wanted, start: number): number {
    const { bytes, end } = this;
    let at = passSpace(bytes, start + 1);
    if (bytes[at] === 0x5d) return at + 1;
    for (;;) {
      at = this.value(items, at);
      if (at === notPassed || at >= end || this.isFull()) return notPassed;
      if ((bytes[at] as number) <= 0x20) at = passSpace(bytes, at);
      if (bytes[at] === 0x5d) return at + 1;
      if (bytes[at] !== 0x2c) return notPassed;
      at = (bytes[at + 1] as number) <= 0x20 ? passSpace(bytes, at + 1) : at + 1;
    }
  }

  /** Estates lie in a few places, so the text of the last one is mostly that of the next. @returns false where it is an odd one. */
  private readLocation(start: number): boolean {
    const { bytes, lastLocation } = this;
    let at = 0;
    while (at < lastLocation.length && bytes[start + at] === lastLocation.charCodeAt(at)) at += 1;
    if (at === lastLocation.length && bytes[start + at] === 0x22) {
      this.location = lastLocation;
      return true;
    }
    let location = '';
    for (at = start; bytes[at] !== 0x22; at += 1) {
      const byte = bytes[at] as number;
      if (byte === 0x5c || byte < 0x20 || byte > 0x7f || at >= this.end) return false;
      location += String.fromCharCode(byte);
    }
    this.location = location;
    this.lastLocation = location;
    return true;
  }

  /** Whether a resource has tags decides about policies of the mode `Indexed`, as having a location does. */
  private tagsShape(name: number, value: number): number {
    if (this.isNamed(name, tagsName, 1) === 0) return 0;
    const byte = this.bytes[value];
    return byte === 0x7b ? 4 : byte === 0x5b ? 8 : byte === 0x6e ? 16 : 32;
  }
}

const encoder = new TextEncoder();
const idName = encoder.encode('id');
const nameName = encoder.encode('name');
const typeName = encoder.encode('type');
const propertiesName = encoder.encode('properties');
const versionName = encoder.encode('apiversion');
const locationName = encoder.encode('location');
const tagsName = encoder.encode('tags');

// Reads lines with the WebAssembly module, which says the same of them as the extractor, several times as fast.
import { Content } from './content.ts';
import { Digester } from './digester.ts';
import type { ExtractedType } from './extractor.ts';
import { FoundIds } from './found-ids.ts';
import { type LineModule, lineAnswer } from './line-module.ts';
import { ModuleTables } from './module-tables.ts';

/** What the module tells of a line, by place. Positions are those of the bytes that were given. */
export const told = {
  type: 0,
  nameStart: 2,
  nameEnd: 3,
  location: 4,
  seen: 5,
  waiting: 6,
  alone: 7,
  slots: 8,
} as const;

const mostTold = 16;
/** More are an attack, not an estate. */
const mostTexts = 4000;

export class LineReader<T extends ExtractedType> {
  readonly told: Uint32Array;
  readonly ids: FoundIds;
  readonly seen: Content;
  readonly waiting: Content;
  readonly alone: Content;
  private readonly module: LineModule;
  private readonly memory: Uint8Array;
  private readonly tables: ModuleTables;
  private readonly types: T[] = [];
  /** From 1; none has none. */
  private readonly locations: (string | undefined)[] = [undefined];
  private readonly readingOf: (spelling: Uint8Array) => T | undefined;
  private given: Uint8Array | undefined;
  /** Where the bytes that were given last stand in the module's memory; -1: elsewhere. */
  private base = -1;

  constructor(module: LineModule, readingOf: (spelling: Uint8Array) => T | undefined) {
    const { memory, at } = module;
    this.module = module;
    this.readingOf = readingOf;
    this.memory = new Uint8Array(memory);
    this.tables = new ModuleTables(module);
    this.told = new Uint32Array(memory, at.result, mostTold);
    this.ids = new FoundIds({ memory, idsAt: at.ids, wordsAt: at.idWords });
    this.seen = new Content(this.ids, { memory, keyAt: at.seen });
    this.waiting = new Content(this.ids, { memory, keyAt: at.waiting });
    this.alone = new Content(this.ids, { memory, keyAt: at.alone });
  }

  /** Room of the module's memory, from which lines are read where they stand. @returns undefined where there is not so much. */
  room(length: number): Uint8Array | undefined {
    // Reading goes on a little behind the end.
    const at = this.tables.room(length + 64);
    return at === 0 ? undefined : this.memory.subarray(at, at + length);
  }

  digester(key: Uint8Array): Digester {
    return new Digester(this.module, key);
  }

  get type(): T | undefined {
    return this.types[this.told[told.type] as number];
  }

  get location(): string | undefined {
    return this.locations[this.told[told.location] as number];
  }

  /**
   * Reads one resource of no more than a megabyte, as `Extractor.read` does.
   *
   * @returns undefined where it is odd in some way, so that others have to look at it
   */
  read(bytes: Uint8Array, from: number, to: number): boolean | undefined {
    if (bytes !== this.given) {
      this.given = bytes;
      this.base = bytes.buffer === this.memory.buffer ? bytes.byteOffset : -1;
    }
    let start = this.base + from;
    if (this.base === -1) {
      start = this.module.at.line;
      this.memory.set(bytes.subarray(from, to), start);
    }
    for (;;) {
      switch (this.module.read(start, start + to - from, start - from)) {
        case lineAnswer.taken:
          this.seen.length = this.told[told.seen] as number;
          this.seen.slotCount = this.told[told.slots] as number;
          this.waiting.length = this.told[told.waiting] as number;
          this.alone.length = this.told[told.alone] as number;
          return true;
        case lineAnswer.declined:
          return false;
        case lineAnswer.unknownType:
          if (!this.addType(bytes)) return undefined;
          break;
        case lineAnswer.unknownLocation:
          if (!this.addLocation(bytes)) return undefined;
          break;
        default:
          return undefined;
      }
    }
  }

  private addType(bytes: Uint8Array): boolean {
    const spelling = this.toldText(bytes);
    const type = this.readingOf(spelling);
    const wanted = type === undefined ? 0 : this.tables.addWanted(type.wanted);
    // Without room for what is wanted all of them are read the plain way.
    if ((type !== undefined && wanted === 0) || this.types.length >= mostTexts) return false;
    const about = { first: wanted, second: this.types.length, third: type?.hasTellingNames === true ? 1 : 0 };
    if (!this.tables.addText(this.module.at.types, spelling, about)) return false;
    if (type !== undefined) this.types.push(type);
    return true;
  }

  private addLocation(bytes: Uint8Array): boolean {
    const spelling = this.toldText(bytes);
    if (this.locations.length > mostTexts) return false;
    const about = { first: this.locations.length, second: 0, third: 0 };
    if (!this.tables.addText(this.module.at.locations, spelling, about)) return false;
    this.locations.push(String.fromCharCode(...spelling));
    return true;
  }

  /** A copy: a slice of a Buffer is none. */
  private toldText(bytes: Uint8Array): Uint8Array {
    return Uint8Array.from(bytes.subarray(this.told[0], this.told[1]));
  }
}

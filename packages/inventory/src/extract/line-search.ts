// Finds lines that name one of some types without parsing them, with the WebAssembly module.
import { type LineModule, lineModule } from './line-module.ts';

const encoder = new TextEncoder();
const slash = 0x2f;
const wordBytes = 16;
const halves = 16;
const mostBytes = 512 << 10;

/** A line in the room of a search. */
export interface FoundLine {
  readonly from: number;
  readonly to: number;
  /** Lines before it. */
  readonly before: number;
}

export class LineSearch {
  /** Where lines have to stand. */
  readonly room: Uint8Array;
  private readonly module: LineModule;
  private readonly told: Uint32Array;

  private constructor(module: LineModule, types: readonly Uint8Array[]) {
    const { memory, at } = module;
    this.module = module;
    this.room = new Uint8Array(memory, at.line, mostBytes + 1);
    this.told = new Uint32Array(memory);
    const bytes = new Uint8Array(memory);
    this.told[at.sought / 4] = types.length;
    let next = at.sought + wordBytes;
    for (const [index, type] of types.entries()) {
      const end = type.indexOf(slash);
      this.told.set([type.length, end], next / 4);
      bytes.set(type, next + wordBytes);
      next += wordBytes * (1 + Math.ceil(type.length / wordBytes));
      // More than eight types share bits: it is looked closer then.
      addSign(bytes, at.signs, { byte: type[end - 1] ?? 0, bit: 1 << (index & 7) });
      addSign(bytes, at.signs + 2 * halves, { byte: type[end + 1] ?? 0, bit: 1 << (index & 7) });
    }
  }

  /** @param types as `namespace/type`, in any case @returns undefined where there is no WebAssembly */
  static of(types: readonly string[]): LineSearch | undefined {
    const module = lineModule();
    return module && new LineSearch(module, shortest(types.map((type) => type.toLowerCase())));
  }

  /**
   * @param from where a line begins in the room
   * @param to behind a line feed
   * @returns lines with one of the types in them, or with an escape that may hide one, and those that do not begin as resources of a
   *   subscription do; and how far it came: there may be more of them than can be told at once
   */
  find(from: number, to: number): { readonly found: readonly FoundLine[]; readonly next: number; readonly lines: number } {
    const { told } = this;
    const { line, found, result } = this.module.at;
    const count = this.module.findLines(line + from, line + to);
    const list = Array.from({ length: count }, (_, index) => {
      const at = found / 4 + index * 4;
      return { from: (told[at] ?? 0) - line, to: (told[at + 1] ?? 0) - line, before: told[at + 2] ?? 0 };
    });
    return { found: list, next: (told[result / 4] ?? 0) - line, lines: told[result / 4 + 1] ?? 0 };
  }
}

/** Of types that begin with another that one is enough. */
function shortest(types: readonly string[]): readonly Uint8Array[] {
  return types.filter((type) => !types.some((other) => other !== type && type.startsWith(other))).map((type) => encoder.encode(type));
}

/** Writes down that a byte, in lower or upper case, is one of those of a type. */
function addSign(bytes: Uint8Array, at: number, { byte, bit }: { readonly byte: number; readonly bit: number }): void {
  for (const either of [byte, String.fromCharCode(byte).toUpperCase().charCodeAt(0)]) {
    bytes[at + (either & 15)] = (bytes[at + (either & 15)] ?? 0) | bit;
    bytes[at + halves + (either >> 4)] = (bytes[at + halves + (either >> 4)] ?? 0) | bit;
  }
}

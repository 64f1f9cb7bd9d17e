const questionMark = 0x3f;

/**
 * The test for patterns with `?`. Parts stand between the stars; the first and the last are tied to the ends of the text,
 * those between are searched for with one bit a character of the part, so that the time is bounded by
 * text x part / 32 whatever the pattern.
 */
export function gapTest(parts: readonly string[]): (text: string) => boolean {
  const points = parts.map(pointsOf);
  const first = points[0] ?? [];
  const last = points.length > 1 ? points.at(-1) : undefined;
  const middle = points
    .slice(1, -1)
    .filter((part) => part.length > 0)
    .map((part) => new Search(part));
  return (text) => {
    const found = pointsOf(text);
    if (last === undefined) return found.length === first.length && fitsAt(found, 0, first);
    const end = found.length - last.length;
    if (end < first.length || !fitsAt(found, 0, first) || !fitsAt(found, end, last)) return false;
    let at: number | undefined = first.length;
    for (const search of middle) {
      at = search.endOf(found, at, end);
      if (at === undefined) return false;
    }
    return true;
  };
}

const pointsOf = (text: string): readonly number[] => Array.from(text, (character) => character.codePointAt(0) ?? 0);

const fitsAt = (text: readonly number[], place: number, part: readonly number[]): boolean =>
  part.every((point, at) => point === questionMark || point === text[place + at]);

/** Shift-and search (Baeza-Yates and Gonnet 1992): bit i says that the part's first i + 1 characters end here. */
class Search {
  readonly #length: number;
  readonly #words: number;
  readonly #anywhere: Uint32Array;
  readonly #masks = new Map<number, Uint32Array>();

  constructor(part: readonly number[]) {
    this.#length = part.length;
    this.#words = Math.ceil(part.length / 32);
    this.#anywhere = new Uint32Array(this.#words);
    part.forEach((point, at) => {
      if (point === questionMark) setBit(this.#anywhere, at);
    });
    part.forEach((point, at) => {
      setBit(this.#maskOf(point), at);
    });
  }

  /** Where the first occurrence between two places ends; undefined when there is none. */
  endOf(text: readonly number[], from: number, to: number): number | undefined {
    const state = new Uint32Array(this.#words);
    const word = this.#words - 1;
    const bit = 1 << ((this.#length - 1) % 32);
    for (let at = from; at < to; at += 1) {
      const mask = this.#masks.get(text[at] ?? 0) ?? this.#anywhere;
      let carry = 1;
      for (let index = 0; index <= word; index += 1) {
        const before = state[index] ?? 0;
        state[index] = ((before << 1) | carry) & (mask[index] ?? 0);
        carry = before >>> 31;
      }
      if (((state[word] ?? 0) & bit) !== 0) return at + 1;
    }
    return undefined;
  }

  #maskOf(point: number): Uint32Array {
    const known = this.#masks.get(point);
    if (known !== undefined) return known;
    const mask = this.#anywhere.slice();
    this.#masks.set(point, mask);
    return mask;
  }
}

function setBit(mask: Uint32Array, at: number): void {
  mask[at >>> 5] = (mask[at >>> 5] ?? 0) | (1 << (at & 31));
}

// Where values begin, for going on behind a mistake: at the beginning of a line, as printers put them.

/** Documents begin at the very beginning of a line. */
export const documentOpenings: readonly Uint8Array[] = [Uint8Array.of(0x0a, 0x7b), Uint8Array.of(0x0a, 0x5b)];

export function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === 0x0a;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** @returns where the first of these sequences stands in a range; -1 when none does. */
export function firstOf(bytes: Uint8Array, sequences: readonly Uint8Array[], range: Range): number {
  const found = sequences.map((sequence) => indexOfSequence(bytes, sequence, range)).filter((at) => at !== -1);
  return found.length === 0 ? -1 : Math.min(...found);
}

function indexOfSequence(bytes: Uint8Array, sequence: Uint8Array, range: Range): number {
  const last = range.to - sequence.length;
  for (let at = bytes.indexOf(sequence[0] ?? 0, range.from); at !== -1 && at <= last; at = bytes.indexOf(sequence[0] ?? 0, at + 1)) {
    let same = 1;
    while (same < sequence.length && bytes[at + same] === sequence[same]) same += 1;
    if (same === sequence.length) return at;
  }
  return -1;
}

/** A small deterministic generator of random numbers (mulberry32): the same seed gives the same estate on every machine. */
export function randomOf(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    /** True with a probability of 0..1. */
    chance: (probability) => next() < probability,
    /** An integer from 0 to below `limit`. */
    below: (limit) => Math.floor(next() * limit),
    pick: (list) => list[Math.floor(next() * list.length)],
    /** A version 4 GUID. */
    guid: () => {
      const hex = (digits) =>
        Math.floor(next() * 16 ** digits)
          .toString(16)
          .padStart(digits, '0');
      return `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'[Math.floor(next() * 4)]}${hex(3)}-${hex(8)}${hex(4)}`;
    },
  };
}

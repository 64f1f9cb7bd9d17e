const maxSafe = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * Of the sizes of both; zero only when both are. What fits into a double is done in doubles, some ten times faster; what does not by Lehmer's method:
 * Euclid's steps are tried on the leading bits, some 25 bits' worth of them at once, before the long numbers are touched. Exact scores of many
 * subscriptions have denominators of thousands of digits, for which plain steps are six times slower.
 *
 * @param leading how many steps the leading parts decide (given by tests only, which count how often that is asked)
 */
export function greatestCommonDivisor(a: bigint, b: bigint, leading = stepsOn): bigint {
  let x = a < 0n ? -a : a;
  let y = b < 0n ? -b : b;
  if (y > maxSafe) {
    // Now x is the longer one.
    [x, y] = [y, x % y];
    let shift = x.toString(16).length * 4 - 53;
    while (y > maxSafe) {
      let high = Number(x >> BigInt(shift));
      // Ends before the shift does: x is above 2^53.
      while (high < 2 ** 45) {
        shift -= 8;
        high = Number(x >> BigInt(shift));
      }
      const steps = leading(high, Number(y >> BigInt(shift)));
      if (steps) [x, y] = [steps.a * x + steps.b * y, steps.c * x + steps.d * y];
      else [x, y] = [y, x % y];
    }
  }
  if (y === 0n) return x;
  let small = Number(y);
  let smaller = Number(x % y);
  while (smaller !== 0) [small, smaller] = [smaller, small % smaller];
  return BigInt(small);
}

/**
 * The steps of Euclid's algorithm that the leading parts (up to 2^53) of two numbers decide for sure, as a matrix; null when that is not even
 * one. (To be tested.)
 */
export function stepsOn(x: number, y: number): { a: bigint; b: bigint; c: bigint; d: bigint } | null {
  let [a, b, c, d] = [1, 0, 0, 1];
  let [high, low] = [x, y];
  let isChanged = false;
  for (;;) {
    const quotient = Math.floor((high + a) / (low + c));
    // Both extremes of what the cut-off bits can be have to agree, which they do not where a divisor is zero or less. While they agree, the
    // factors stay below what is left of the numbers, and so exact.
    if (quotient !== Math.floor((high + b) / (low + d))) break;
    [a, b, c, d] = [c, d, a - quotient * c, b - quotient * d];
    [high, low] = [low, high - quotient * low];
    isChanged = true;
  }
  return isChanged ? { a: BigInt(a), b: BigInt(b), c: BigInt(c), d: BigInt(d) } : null;
}

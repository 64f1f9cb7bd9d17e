export interface NumberList<A> {
  push(value: number): void;
  all(): A;
  count(): number;
}

/** Numbers without a box for each. */
export function numberList<A extends Int32Array | Uint32Array | Float64Array>(kind: new (given: number) => A): NumberList<A> {
  let numbers = new kind(64);
  let count = 0;
  return {
    push(value) {
      if (count === numbers.length) {
        const grown = new kind(count * 2);
        grown.set(numbers);
        numbers = grown;
      }
      numbers[count] = value;
      count += 1;
    },
    count: () => count,
    all: () => numbers.subarray(0, count) as A,
  };
}

import { plain, type ScalarFunction } from './function.ts';

const whole = (value: bigint): number => Number(BigInt.asIntN(64, value));
const shifted = (value: number, by: number): number =>
  whole(by >= 0 ? BigInt(value) << BigInt(by % 64) : BigInt(value) >> BigInt(-by % 64));

export const bitFunctions: readonly ScalarFunction[] = [
  plain({
    name: 'binary_and',
    takes: ['long', 'long'],
    gives: 'long',
    naming: 'first',
    apply: (left, right) => whole(BigInt(left) & BigInt(right)),
  }),
  plain({
    name: 'binary_or',
    takes: ['long', 'long'],
    gives: 'long',
    naming: 'first',
    apply: (left, right) => whole(BigInt(left) | BigInt(right)),
  }),
  plain({
    name: 'binary_xor',
    takes: ['long', 'long'],
    gives: 'long',
    naming: 'first',
    apply: (left, right) => whole(BigInt(left) ^ BigInt(right)),
  }),
  plain({ name: 'binary_not', takes: ['long'], gives: 'long', naming: 'first', apply: (value) => whole(~BigInt(value)) }),
  plain({
    name: 'binary_shift_left',
    takes: ['long', 'long'],
    gives: 'long',
    naming: 'first',
    apply: (value, by) => (by < 0 ? null : shifted(value, by)),
  }),
  plain({
    name: 'binary_shift_right',
    takes: ['long', 'long'],
    gives: 'long',
    naming: 'first',
    apply: (value, by) => (by < 0 ? null : shifted(value, -by)),
  }),
  plain({
    name: 'bitset_count_ones',
    takes: ['long'],
    gives: 'long',
    naming: 'first',
    apply: (value) => BigInt.asUintN(64, BigInt(value)).toString(2).replaceAll('0', '').length,
  }),
];

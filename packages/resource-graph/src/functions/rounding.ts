import type { Bound } from '../context.ts';
import { invalid } from '../problem.ts';
import { divideDown } from '../times.ts';
import { isNumberType, isWholeType, type Value } from '../value.ts';
import { argumentAs, type FunctionCall, metered, plain, type ScalarFunction } from './function.ts';

/** Half away from zero, as decimal digits have it: 2.675 to two digits is 2.68. */
function rounded(value: number, digits: number): number {
  if (!Number.isFinite(value)) return value;
  const [mantissa, exponent = '0'] = String(Math.abs(value)).split('e');
  const scaled = Math.round(Number(`${mantissa}e${Number(exponent) + digits}`));
  const [whole, more = '0'] = String(scaled).split('e');
  const result = Number(`${whole}e${Number(more) - digits}`);
  return value < 0 ? 0 - result : result;
}

function binned(value: Value, size: Value, isWhole: boolean): Value {
  if (typeof value === 'bigint' && typeof size === 'bigint') return size <= 0n ? null : divideDown(value, size) * size;
  if (typeof value !== 'number' || typeof size !== 'number' || size === 0) return null;
  const found = Math.floor(value / size) * size;
  return isWhole ? found : Number(found.toPrecision(15));
}

function binType(value: Bound, size: Bound): Bound['type'] | undefined {
  if (value.type === 'datetime' || value.type === 'timespan') return size.type === 'timespan' ? value.type : undefined;
  if (!isNumberType(size.type)) return undefined;
  if (value.type === 'dynamic' || value.type === 'int') return isWholeType(size.type) ? 'long' : 'real';
  if (!isNumberType(value.type)) return undefined;
  return isWholeType(value.type) && isWholeType(size.type) ? value.type : 'real';
}

const bin: ScalarFunction = {
  name: 'bin',
  arguments: [2, 2],
  naming: 'first',
  bind: (call) => bindBin(call),
};

/** floor(x, size) is bin; floor(x) rounds down. */
const floor: ScalarFunction = {
  name: 'floor',
  arguments: [1, 2],
  naming: 'first',
  bind(call) {
    if (call.node.arguments.length === 2) return bindBin(call);
    const value = argumentAs(call, 0, 'number');
    return metered(call, isWholeType(value.type) ? value.type : 'real', value.isConstant, (row) => {
      const found = value.evaluate(row);
      return typeof found === 'number' ? Math.floor(found) : null;
    });
  },
};

function bindBin(call: FunctionCall): Bound {
  const [value, size] = call.node.arguments.map((argument) => call.bind(argument));
  if (value === undefined || size === undefined) throw new Error('bin');
  const type = binType(value, size);
  if (type === undefined) {
    throw invalid(
      `${call.node.name}() cannot cut ${value.type} into steps of ${size.type}.`,
      call.node.at,
      'Numbers have steps that are numbers; datetimes and timespans have timespans such as 1d.',
    );
  }
  const isWhole = isWholeType(type);
  return metered(call, type, value.isConstant && size.isConstant, (row) => binned(value.evaluate(row), size.evaluate(row), isWhole));
}

const binAt: ScalarFunction = {
  name: 'bin_at',
  arguments: [3, 3],
  naming: 'first',
  bind(call) {
    const [value, size, fixed] = call.node.arguments.map((argument) => call.bind(argument));
    if (value === undefined || size === undefined || fixed === undefined) throw new Error('bin_at');
    const type = binType(value, size);
    if (type === undefined || (fixed.type !== value.type && !isNumberType(fixed.type))) {
      throw invalid(
        `bin_at() cannot cut ${value.type} into steps of ${size.type} from ${fixed.type}.`,
        call.node.at,
        'The fixed point has the type of the value.',
      );
    }
    return metered(call, type, value.isConstant && size.isConstant && fixed.isConstant, (row) => {
      const from = fixed.evaluate(row);
      const found = value.evaluate(row);
      if (typeof from === 'bigint' && typeof found === 'bigint') {
        const cut = binned(found - from, size.evaluate(row), true);
        return typeof cut === 'bigint' ? cut + from : null;
      }
      if (typeof from !== 'number' || typeof found !== 'number') return null;
      const cut = binned(found - from, size.evaluate(row), isWholeType(type));
      return typeof cut === 'number' ? cut + from : null;
    });
  },
};

export const roundingFunctions: readonly ScalarFunction[] = [
  bin,
  floor,
  binAt,
  plain({
    name: 'round',
    takes: ['number', 'long'],
    presets: [0],
    gives: 'real',
    naming: 'first',
    apply: (value, digits) => rounded(value, Math.max(-300, Math.min(300, digits))),
  }),
  plain({ name: 'ceiling', takes: ['number'], gives: 'real', naming: 'first', apply: (value) => Math.ceil(value) + 0 }),
];

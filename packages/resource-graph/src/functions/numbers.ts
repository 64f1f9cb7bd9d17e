import { plain, type ScalarFunction } from './function.ts';

/** Functions of one number that give a real. */
const realFunctions: Readonly<Record<string, (value: number) => number>> = {
  sqrt: Math.sqrt,
  exp: Math.exp,
  exp2: (value) => 2 ** value,
  exp10: (value) => 10 ** value,
  log: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  cot: (value) => 1 / Math.tan(value),
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  degrees: (value) => (value * 180) / Math.PI,
  radians: (value) => (value * Math.PI) / 180,
};
/** Of these a column takes no name from its argument. */
const unnamed = new Set(['cot', 'degrees', 'radians']);

export const numberFunctions: readonly ScalarFunction[] = [
  ...Object.entries(realFunctions).map(([name, apply]) =>
    plain({ name, takes: ['number'], gives: 'real', ...(unnamed.has(name) ? {} : { naming: 'first' as const }), apply }),
  ),
  plain({ name: 'pi', takes: [], gives: 'real', apply: () => Math.PI }),
  plain({ name: 'pow', takes: ['number', 'number'], gives: 'real', naming: 'first', apply: (base, exponent) => base ** exponent }),
  plain({ name: 'atan2', takes: ['number', 'number'], gives: 'real', naming: 'first', apply: Math.atan2 }),
  plain({ name: 'abs', takes: ['number'], gives: 'first', naming: 'first', apply: Math.abs }),
  plain({ name: 'sign', takes: ['number'], gives: 'first', apply: Math.sign }),
];

import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../json.ts';
import type { OperatorName } from './operator.ts';
import { applyOperator, compileOperator, operatorNames } from './operators.ts';

const values: readonly (readonly [name: string, value: JsonValue | undefined])[] = [
  ['missing', undefined],
  ['null', null],
  ['empty text', ''],
  ['text', 'Ab'],
  ['number text', '2'],
  ['boolean text', 'TRUE'],
  ['number', 2],
  ['true', true],
  ['false', false],
  ['empty array', []],
  ['array', ['aB', 2]],
  ['empty object', {}],
  ['object', { aB: 2 }],
];

/** One row a left side, one column a right side, both in the order of `values`. A right side that is missing yields nothing. */
const tables: Readonly<Partial<Record<OperatorName, string>>> = {
  equals: `
    . x x . . . . . . . . . .
    . x x . . . . . . . . . .
    . x x . . . . . . . . . .
    . . . x . . . . . . . . .
    . . . . x . x . . . . . .
    . . . . . x . x . . . . .
    . . . . x . x . . . . . .
    . . . . . x . x . . . . .
    . . . . . . . . x . . . .
    . . . . . . . . . x . . .
    . . . . . . . . . . x . .
    . . . . . . . . . . . x .
    . . . . . . . . . . . . x`,
  in: `
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . x . . . . . . . . . .
    . . . x . . . . . . x . .
    . . . . x . x . . . x . .
    . . . . . x . x . . . . .
    . . . . x . x . . . x . .
    . . . . . x . x . . . . .
    . . . . . . . . x . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . x .
    . . . . . . . . . . . . x`,
  contains: `
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . x . . . . . . . . . .
    . . x x . . . . . . . . .
    . . x . x . x . . . . . .
    . . x . . x . x . . . . .
    . . x . x . . . . . . . .
    . . x . . x . . . . . . .
    . . x . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . x x . x . . . . . .
    . . . . . . . . . . . . .
    . . . x . . . . . . . . .`,
  containsKey: `
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . x . . . . . . . . .`,
  like: `
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . x . . . . . . . . . .
    . . . x . . . . . . . . .
    . . . . x . x . . . . . .
    . . . . . x . x . . . . .
    . . . . x . x . . . . . .
    . . . . . x . x . . . . .
    . . . . . . . . x . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .`,
  match: `
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . x . . . . . . . . . .
    . . . x . . . . . . . . .
    . . . . x . x . . . . . .
    . . . . . x . . . . . . .
    . . . . x . x . . . . . .
    . . . . . . . x . . . . .
    . . . . . . . . x . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .`,
  matchInsensitively: `
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . x . . . . . . . . . .
    . . . x . . . . . . . . .
    . . . . x . x . . . . . .
    . . . . . x . x . . . . .
    . . . . x . x . . . . . .
    . . . . . x . x . . . . .
    . . . . . . . . x . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .`,
  less: `
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . x x x . . . . . . .
    . . . . . x . . . . . . .
    . . . x . x . . . . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . . . . . x . . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .`,
  lessOrEquals: `
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . x x x x . . . . . . .
    . . . x . x . . . . . . .
    . . . x x x x . . . . . .
    . . . . . x . . . . . . .
    . . . . x . x . . . . . .
    . . . . . . . x . . . . .
    . . . . . . . x x . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .`,
  greater: `
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . x . x . . . . . . . .
    . . x . . . . . . . . . .
    . . x x x . . . . . . . .
    . . . . . . . . . . . . .
    . . . . . . . . x . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .`,
  greaterOrEquals: `
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . x . . . . . . . . . .
    . . x x x . . . . . . . .
    . . x . x . x . . . . . .
    . . x x x x . . . . . . .
    . . . . x . x . . . . . .
    . . . . . . . x x . . . .
    . . . . . . . . x . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .
    . . . . . . . . . . . . .`,
  exists: `
    x x x x x . x . x x x x x
    x x x x x . x . x x x x x
    . . . . . x . x . . . . .
    . . . . . x . x . . . . .
    . . . . . x . x . . . . .
    . . . . . x . x . . . . .
    . . . . . x . x . . . . .
    . . . . . x . x . . . . .
    . . . . . x . x . . . . .
    . . . . . x . x . . . . .
    . . . . . x . x . . . . .
    . . . . . x . x . . . . .
    . . . . . x . x . . . . .`,
};

const opposites: Readonly<Partial<Record<OperatorName, OperatorName>>> = {
  notEquals: 'equals',
  notIn: 'in',
  notContains: 'contains',
  notContainsKey: 'containsKey',
  notLike: 'like',
  notMatch: 'match',
  notMatchInsensitively: 'matchInsensitively',
};

/** What the negative operators say when the right side yields nothing; the positive ones' column is in their table. */
const absentRight: Readonly<Partial<Record<OperatorName, boolean>>> = {
  notEquals: true,
  notIn: true,
  notContains: false,
  notContainsKey: false,
  notLike: true,
  notMatch: true,
  notMatchInsensitively: true,
};

function expectation(name: OperatorName, row: number, column: number): boolean {
  const positive = opposites[name];
  if (positive !== undefined && column === 0) return absentRight[name] ?? false;
  const cell = tables[positive ?? name]?.trim().split('\n')[row]?.trim().split(' ')[column];
  return (cell === 'x') === (positive === undefined);
}

const cases = operatorNames.flatMap((operator) => values.map(([name, value], row) => ({ operator, name, value, row })));

test('every operator has a table of every pair', () => {
  expect(operatorNames.toSorted()).toEqual([...Object.keys(tables), ...Object.keys(opposites)].sort());
  for (const table of Object.values(tables)) expect(table.match(/[.x]/g)).toHaveLength(values.length ** 2);
});

describe('an operator on each kind of value', () => {
  test.each(cases)('$name $operator …', ({ operator, value: left, row }) => {
    for (const [column, [name, right]] of values.entries()) {
      const wanted = expectation(operator, row, column);
      expect(applyOperator(operator, left, right), name).toBe(wanted);
      if (right !== undefined) expect(compileOperator(operator, right)(left), `compiled ${name}`).toBe(wanted);
    }
  });
});

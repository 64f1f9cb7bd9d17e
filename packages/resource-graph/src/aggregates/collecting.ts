import { weightOf } from '../budget.ts';
import { jsonText, toDynamic } from '../convert.ts';
import { isObject, type JsonValue } from '../value.ts';
import { type Aggregate, type AggregateCall, type BoundAggregate, single } from './aggregate.ts';
import { argument, constantNumber, onlyIf } from './reading.ts';

/** The most members of a list where none is named, as in Kusto. */
const usualMost = 1_048_576;

interface Where {
  readonly conditionAt: number | undefined;
  readonly sizeAt: number | undefined;
}

function list(call: AggregateCall, { conditionAt, sizeAt }: Where, isSet: boolean, keepsNulls: boolean): BoundAggregate {
  const bound = argument(call, 0);
  const convert = toDynamic(bound.type);
  const isMeant = onlyIf(call, conditionAt);
  const most = Math.min(usualMost, (sizeAt === undefined ? undefined : constantNumber(call, sizeAt)) ?? usualMost);
  const { budget } = call.scope.context;
  return single('dynamic', () => {
    const members: JsonValue[] = [];
    const seen = new Set<unknown>();
    return {
      add(row) {
        if (members.length >= most || !isMeant(row)) return;
        const value = convert(bound.evaluate(row));
        if (value === null && !keepsNulls) return;
        if (isSet) {
          const key = typeof value === 'object' ? `\0${jsonText(value)}` : value;
          if (seen.has(key)) return;
          seen.add(key);
        }
        budget.hold(weightOf(value) + (isSet ? 40 : 8));
        members.push(value);
      },
      result: () => members,
    };
  });
}

/** Members of all bags; where bags share a name, one of them counts: the first. */
function bag(call: AggregateCall, { conditionAt, sizeAt }: Where): BoundAggregate {
  const { evaluate } = argument(call, 0);
  const isMeant = onlyIf(call, conditionAt);
  const most = Math.min(usualMost, (sizeAt === undefined ? undefined : constantNumber(call, sizeAt)) ?? usualMost);
  const { budget } = call.scope.context;
  return single('dynamic', () => {
    const members = new Map<string, JsonValue>();
    return {
      add(row) {
        if (!isMeant(row)) return;
        const value = evaluate(row);
        if (!isObject(value)) return;
        for (const [name, member] of Object.entries(value)) {
          if (members.has(name) || members.size >= most) continue;
          budget.hold(weightOf(member) + name.length + 32);
          members.set(name, member);
        }
      },
      result: () => Object.fromEntries(members),
    };
  });
}

const plainly: Where = { conditionAt: undefined, sizeAt: 1 };
const ifTrue: Where = { conditionAt: 1, sizeAt: 2 };

export const collectingAggregates: readonly Aggregate[] = [
  {
    name: 'make_list',
    aliases: ['makelist'],
    arguments: [1, 2],
    naming: { prefix: 'list' },
    bind: (call) => list(call, plainly, false, false),
  },
  { name: 'make_list_if', arguments: [2, 3], naming: { prefix: 'list' }, bind: (call) => list(call, ifTrue, false, false) },
  { name: 'make_list_with_nulls', arguments: [1, 1], naming: { prefix: 'list' }, bind: (call) => list(call, plainly, false, true) },
  {
    name: 'make_set',
    aliases: ['makeset'],
    arguments: [1, 2],
    naming: { prefix: 'set' },
    bind: (call) => list(call, plainly, true, false),
  },
  { name: 'make_set_if', arguments: [2, 3], naming: { prefix: 'set' }, bind: (call) => list(call, ifTrue, true, false) },
  { name: 'make_bag', aliases: ['make_dictionary'], arguments: [1, 2], naming: { prefix: 'bag' }, bind: (call) => bag(call, plainly) },
  { name: 'make_bag_if', arguments: [2, 3], naming: { prefix: 'bag' }, bind: (call) => bag(call, ifTrue) },
];

import { invalid } from '../problem.ts';
import { dateOf, divideDown, inRange, instantOf, ticksPerDay } from '../times.ts';
import { addMonths } from './dates.ts';
import { argumentAs, constantText, metered, plain, type ScalarFunction } from './function.ts';

const startOfDay = (instant: bigint): bigint => divideDown(instant, ticksPerDay) * ticksPerDay;
/** Sunday is 0. The first day of the year 1 was a Monday. */
const weekday = (instant: bigint): number => Number((instant / ticksPerDay + 1n) % 7n);
const firstOf = (instant: bigint, isYear: boolean): bigint => {
  const date = dateOf(instant);
  const first = new Date(0);
  first.setUTCFullYear(date.getUTCFullYear(), isYear ? 0 : date.getUTCMonth(), 1);
  return instantOf(first.getTime());
};

interface Period {
  readonly name: string;
  start(instant: bigint): bigint;
  add(instant: bigint, count: number): bigint | null;
}

const periods: readonly Period[] = [
  { name: 'day', start: startOfDay, add: (instant, count) => inRange(instant + BigInt(count) * ticksPerDay) },
  {
    name: 'week',
    start: (instant) => startOfDay(instant) - BigInt(weekday(instant)) * ticksPerDay,
    add: (instant, count) => inRange(instant + BigInt(count) * 7n * ticksPerDay),
  },
  { name: 'month', start: (instant) => firstOf(instant, false), add: addMonths },
  { name: 'year', start: (instant) => firstOf(instant, true), add: (instant, count) => addMonths(instant, count * 12) },
];

const startsAndEnds: readonly ScalarFunction[] = periods.flatMap(({ name, start, add }) => [
  plain({
    name: `startof${name}`,
    takes: ['datetime', 'long'],
    presets: [0],
    gives: 'datetime',
    ...(name === 'day' ? { naming: 'first' as const } : {}),
    apply: (instant, offset) => add(start(instant), offset),
  }),
  plain({
    name: `endof${name}`,
    takes: ['datetime', 'long'],
    presets: [0],
    gives: 'datetime',
    apply(instant, offset) {
      const next = add(start(instant), offset + 1);
      return next === null ? null : next - 1n;
    },
  }),
]);

const dayOfYear = (instant: bigint): number => Number((startOfDay(instant) - firstOf(instant, true)) / ticksPerDay) + 1;

/** ISO 8601: the week that holds the year's first Thursday is its first. */
function isoWeek(instant: bigint): number {
  const day = startOfDay(instant);
  const thursday = day + BigInt(4 - (weekday(day) === 0 ? 7 : weekday(day))) * ticksPerDay;
  return Math.floor((dayOfYear(thursday) - 1) / 7) + 1;
}

const parts: Readonly<Record<string, (instant: bigint) => number>> = {
  year: (instant) => dateOf(instant).getUTCFullYear(),
  quarter: (instant) => Math.floor(dateOf(instant).getUTCMonth() / 3) + 1,
  month: (instant) => dateOf(instant).getUTCMonth() + 1,
  week_of_year: isoWeek,
  day: (instant) => dateOf(instant).getUTCDate(),
  dayofyear: dayOfYear,
  hour: (instant) => dateOf(instant).getUTCHours(),
  minute: (instant) => dateOf(instant).getUTCMinutes(),
  second: (instant) => dateOf(instant).getUTCSeconds(),
  millisecond: (instant) => dateOf(instant).getUTCMilliseconds(),
  microsecond: (instant) => Number((instant % 10_000_000n) / 10n),
  nanosecond: (instant) => Number(instant % 10_000_000n) * 100,
};

const part = (name: string, from: string, aliases: readonly string[] = []): ScalarFunction => {
  const read = parts[from] ?? (() => 0);
  return plain({ name, aliases, takes: ['datetime'], gives: 'int', apply: (instant) => read(instant) });
};

const datetimePart: ScalarFunction = {
  name: 'datetime_part',
  aliases: ['datepart'],
  arguments: [2, 2],
  bind(call) {
    const wanted = constantText(call, 0);
    const name = wanted.toLowerCase();
    const read = Object.hasOwn(parts, name) ? parts[name] : undefined;
    if (read === undefined)
      throw invalid(`${call.node.name}() knows no part '${wanted}'.`, call.node.at, `Parts are ${Object.keys(parts).join(', ')}.`);
    const of = argumentAs(call, 1, 'datetime');
    return metered(call, 'int', of.isConstant, (row) => {
      const instant = of.evaluate(row);
      return typeof instant === 'bigint' ? read(instant) : null;
    });
  },
};

export const datePartFunctions: readonly ScalarFunction[] = [
  ...startsAndEnds,
  datetimePart,
  plain({ name: 'dayofweek', takes: ['datetime'], gives: 'timespan', apply: (instant) => BigInt(weekday(instant)) * ticksPerDay }),
  part('dayofmonth', 'day'),
  part('dayofyear', 'dayofyear'),
  part('hourofday', 'hour'),
  part('monthofyear', 'month', ['getmonth']),
  part('getyear', 'year'),
  part('week_of_year', 'week_of_year', ['weekofyear']),
];

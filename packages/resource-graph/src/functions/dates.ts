import { constant } from '../bind/constant.ts';
import { invalid } from '../problem.ts';
import { dateOf, inRange, instantOf, instantOfUnixTicks, ticksWithinMs, utcMs } from '../times.ts';
import { argumentAs, constantText, metered, plain, type ScalarFunction } from './function.ts';

/** One moment for the whole query. */
const now: ScalarFunction = {
  name: 'now',
  arguments: [0, 1],
  bind(call) {
    const { now: moment } = call.scope.context;
    if (call.node.arguments.length === 0) return constant('datetime', moment);
    const offset = argumentAs(call, 0, 'timespan');
    return metered(call, 'datetime', offset.isConstant, (row) => {
      const ticks = offset.evaluate(row);
      return typeof ticks === 'bigint' ? inRange(moment + ticks) : null;
    });
  },
};

const ago: ScalarFunction = {
  name: 'ago',
  arguments: [1, 1],
  bind(call) {
    const { now: moment } = call.scope.context;
    const span = argumentAs(call, 0, 'timespan');
    return metered(call, 'datetime', span.isConstant, (row) => {
      const ticks = span.evaluate(row);
      return typeof ticks === 'bigint' ? inRange(moment - ticks) : null;
    });
  },
};

/** How long the parts of datetime_diff and datetime_add are, in ticks; months and years have no fixed length. */
const partTicks: Readonly<Record<string, bigint>> = {
  week: 7n * 864_000_000_000n,
  day: 864_000_000_000n,
  hour: 36_000_000_000n,
  minute: 600_000_000n,
  second: 10_000_000n,
  millisecond: 10_000n,
  microsecond: 10n,
};
const partMonths: Readonly<Record<string, number>> = { year: 12, quarter: 3, month: 1 };

function partOf(text: string, name: string, at: number): string {
  const part = text.toLowerCase().replace(/s$/, '');
  if (Object.hasOwn(partTicks, part) || Object.hasOwn(partMonths, part) || part === 'nanosecond') return part;
  throw invalid(
    `${name}() knows no part '${text}'.`,
    at,
    `Parts are ${[...Object.keys(partMonths), ...Object.keys(partTicks), 'nanosecond'].join(', ')}.`,
  );
}

const monthsSinceZero = (instant: bigint): number => {
  const date = dateOf(instant);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
};

/** How many times a part begins between two datetimes: 23:59 and 00:01 are one day apart. */
function difference(part: string, left: bigint, right: bigint): number {
  if (part === 'nanosecond') return Number((left - right) * 100n);
  const months = partMonths[part];
  if (months !== undefined) return Math.floor(monthsSinceZero(left) / months) - Math.floor(monthsSinceZero(right) / months);
  const ticks = partTicks[part] ?? 1n;
  // Weeks begin on Sunday; the first day of the year 1 was a Monday.
  const shift = part === 'week' ? 864_000_000_000n : 0n;
  return Number((left + shift) / ticks - (right + shift) / ticks);
}

export function addMonths(instant: bigint, months: number): bigint | null {
  const date = dateOf(instant);
  const total = date.getUTCFullYear() * 12 + date.getUTCMonth() + months;
  const year = Math.floor(total / 12);
  const month = total - year * 12;
  if (year < 1 || year > 9999) return null;
  const lastDay = new Date(0);
  lastDay.setUTCFullYear(year, month + 1, 0);
  const target = new Date(date);
  target.setUTCFullYear(year, month, Math.min(date.getUTCDate(), lastDay.getUTCDate()));
  return instantOf(target.getTime()) + ticksWithinMs(instant);
}

const datetimeDiff: ScalarFunction = {
  name: 'datetime_diff',
  arguments: [3, 3],
  bind(call) {
    const part = partOf(constantText(call, 0), 'datetime_diff', call.node.at);
    const left = argumentAs(call, 1, 'datetime');
    const right = argumentAs(call, 2, 'datetime');
    return metered(call, 'long', left.isConstant && right.isConstant, (row) => {
      const first = left.evaluate(row);
      const second = right.evaluate(row);
      return typeof first === 'bigint' && typeof second === 'bigint' ? difference(part, first, second) : null;
    });
  },
};

const datetimeAdd: ScalarFunction = {
  name: 'datetime_add',
  arguments: [3, 3],
  bind(call) {
    const part = partOf(constantText(call, 0), 'datetime_add', call.node.at);
    const amount = argumentAs(call, 1, 'long');
    const from = argumentAs(call, 2, 'datetime');
    const months = partMonths[part];
    return metered(call, 'datetime', amount.isConstant && from.isConstant, (row) => {
      const instant = from.evaluate(row);
      const count = amount.evaluate(row);
      if (typeof instant !== 'bigint' || typeof count !== 'number' || !Number.isFinite(count)) return null;
      if (months !== undefined) return addMonths(instant, count * months);
      return inRange(instant + (part === 'nanosecond' ? BigInt(Math.trunc(count / 100)) : BigInt(count) * (partTicks[part] ?? 1n)));
    });
  },
};

const unixTime = (unit: string, ticksPerUnit: number): ScalarFunction =>
  plain({
    name: `unixtime_${unit}_todatetime`,
    takes: ['number'],
    gives: 'datetime',
    apply(value) {
      const ticks = value * ticksPerUnit;
      return Number.isFinite(ticks) ? inRange(instantOfUnixTicks(BigInt(Math.round(ticks)))) : null;
    },
  });

function made(year: number, month: number, day: number, hour: number, minute: number, second: number): bigint | null {
  const whole = Math.floor(second);
  const ms = utcMs(year, month, day, hour, minute, whole);
  return ms === undefined ? null : inRange(instantOf(ms) + BigInt(Math.round((second - whole) * 1e7)));
}

const ticksOf = (days: number, hours: number, minutes: number, seconds: number): bigint =>
  ((BigInt(Math.trunc(days)) * 24n + BigInt(Math.trunc(hours))) * 60n + BigInt(Math.trunc(minutes))) * 600_000_000n +
  BigInt(Math.round(seconds * 1e7));

export const dateFunctions: readonly ScalarFunction[] = [
  now,
  ago,
  datetimeDiff,
  datetimeAdd,
  unixTime('seconds', 1e7),
  unixTime('milliseconds', 1e4),
  unixTime('microseconds', 10),
  unixTime('nanoseconds', 0.01),
  plain({
    name: 'make_datetime',
    takes: ['long', 'long', 'long', 'long', 'long', 'number'],
    presets: [0, 0, 0],
    gives: 'datetime',
    apply: (year, month, day, hour, minute, second) => made(year, month, day, hour, minute, second),
  }),
  {
    name: 'make_timespan',
    arguments: [2, 4],
    bind(call) {
      const given = call.node.arguments.map((_node, index) => argumentAs(call, index, 'number'));
      return metered(
        call,
        'timespan',
        given.every((bound) => bound.isConstant),
        (row) => {
          const values = given.map((bound) => bound.evaluate(row));
          if (!values.every((value) => typeof value === 'number' && Number.isFinite(value))) return null;
          // Two: hours and minutes; three: with seconds; four: days first.
          const [days = 0, hours = 0, minutes = 0, seconds = 0] = (values.length === 4 ? values : [0, ...values]) as number[];
          return ticksOf(days, hours, minutes, seconds);
        },
      );
    },
  },
];

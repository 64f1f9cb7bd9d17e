import type { ExpressionFailure, Outcome } from '../expression/environment.ts';
import type { JsonValue } from '../json.ts';
import { expected, fail, wholeOf } from './arguments.ts';
import { formatInstant } from './date-format.ts';
import { secondsOfDuration } from './duration.ts';
import type { StrictFunction } from './function.ts';
import { type Instant, isoText, parseInstant, withSeconds } from './instant.ts';

const wanted = 'a date in ISO 8601';

function instantOf(name: string, value: JsonValue | undefined): Instant | ExpressionFailure {
  if (typeof value !== 'string') return expected(name, 1, wanted, value);
  return parseInstant(value) ?? fail(name, `${JSON.stringify(value.slice(0, 40))} is not ${wanted}`);
}

const outside = (name: string): Outcome => fail(name, 'the result lies outside the years 1 to 9999');

/** Days are of 24 hours; a fraction is cut off. The result has the zone of the date given, UTC when it has none. */
export const addDays: StrictFunction = {
  kind: 'strict',
  name: 'addDays',
  arguments: [2, 2],
  apply: ([date, count]) => {
    const instant = instantOf('addDays', date);
    if (!('seconds' in instant)) return instant;
    const days = wholeOf(count);
    if (days === undefined) return expected('addDays', 2, 'a whole number', count);
    const moved = withSeconds(instant, instant.seconds + days * 86_400);
    return moved === undefined ? outside('addDays') : isoText(moved, { separator: 'T', zone: moved.offset === 0 ? 'Z' : 'offset' });
  },
};

/** Adds an ISO 8601 duration. Without a format the result is written as the date given was. */
export const dateTimeAdd: StrictFunction = {
  kind: 'strict',
  name: 'dateTimeAdd',
  arguments: [2, 3],
  apply: ([date, duration, format]) => {
    const instant = instantOf('dateTimeAdd', date);
    if (!('seconds' in instant)) return instant;
    if (typeof duration !== 'string') return expected('dateTimeAdd', 2, 'a duration in ISO 8601', duration);
    const seconds = secondsOfDuration(duration);
    if (seconds === undefined) return fail('dateTimeAdd', `${JSON.stringify(duration.slice(0, 40))} is not a duration in ISO 8601`);
    const ticks = instant.ticks + Math.round((seconds - Math.floor(seconds)) * 1e7);
    const moved = withSeconds({ ...instant, ticks: ticks % 1e7 }, instant.seconds + Math.floor(seconds) + Math.floor(ticks / 1e7));
    if (moved === undefined) return outside('dateTimeAdd');
    if (format === undefined) return isoText(moved);
    if (typeof format !== 'string') return expected('dateTimeAdd', 3, 'a text', format);
    return formatInstant(moved, format) ?? fail('dateTimeAdd', `${JSON.stringify(format.slice(0, 40))} is no date format`);
  },
};

export const dateTimeFromEpoch: StrictFunction = {
  kind: 'strict',
  name: 'dateTimeFromEpoch',
  arguments: [1, 1],
  apply: ([value]) => {
    const seconds = wholeOf(value);
    if (seconds === undefined) return expected('dateTimeFromEpoch', 1, 'a whole number of seconds', value);
    const instant = withSeconds({ seconds: 0, ticks: 0, offset: 0, separator: 'T', zone: 'Z' }, seconds);
    return instant === undefined ? outside('dateTimeFromEpoch') : isoText(instant);
  },
};

export const dateTimeToEpoch: StrictFunction = {
  kind: 'strict',
  name: 'dateTimeToEpoch',
  arguments: [1, 1],
  apply: ([value]) => {
    const instant = instantOf('dateTimeToEpoch', value);
    return 'seconds' in instant ? instant.seconds : instant;
  },
};

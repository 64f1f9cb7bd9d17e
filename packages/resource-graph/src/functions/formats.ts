import { invalid } from '../problem.ts';
import { dateOf, ticksPerDay } from '../times.ts';
import { argumentAs, constantText, type FunctionCall, metered, plain, type ScalarFunction } from './function.ts';

type Part = (value: bigint) => string;
const padded = (value: number | bigint, width: number): string => String(value).padStart(width, '0');
const fraction = (ticks: bigint, digits: number): string => padded(((ticks % 10_000_000n) + 10_000_000n) % 10_000_000n, 7).slice(0, digits);

/** What a run of one letter stands for; undefined for a run that means nothing. */
type Letters = (run: string) => Part | undefined;

const clockLetters = (run: string): Part | undefined => {
  if (/^f{1,7}$/.test(run)) return (ticks) => fraction(ticks, run.length);
  return /^F{1,7}$/.test(run) ? (ticks) => fraction(ticks, run.length).replace(/0+$/, '') : undefined;
};

const dateLetters: Letters = (run) => {
  const of =
    (read: (date: Date) => number, width: number): Part =>
    (instant) =>
      padded(read(dateOf(instant)), width);
  const width = run.length > 1 ? 2 : 1;
  switch (run) {
    case 'd':
    case 'dd':
      return of((date) => date.getUTCDate(), width);
    case 'M':
    case 'MM':
      return of((date) => date.getUTCMonth() + 1, width);
    case 'y':
    case 'yy':
      return of((date) => date.getUTCFullYear() % 100, width);
    case 'yyyy':
      return of((date) => date.getUTCFullYear(), 4);
    case 'H':
    case 'HH':
      return of((date) => date.getUTCHours(), width);
    case 'h':
    case 'hh':
      return of((date) => date.getUTCHours() % 12 || 12, width);
    case 'm':
    case 'mm':
      return of((date) => date.getUTCMinutes(), width);
    case 's':
    case 'ss':
      return of((date) => date.getUTCSeconds(), width);
    case 'tt':
      return (instant) => (dateOf(instant).getUTCHours() < 12 ? 'AM' : 'PM');
    default:
      return clockLetters(run);
  }
};

const spanLetters: Letters = (run) => {
  const of =
    (ticksPerUnit: bigint, limit: bigint, width: number): Part =>
    (span) => {
      const units = (span < 0n ? -span : span) / ticksPerUnit;
      return padded(limit === 0n ? units : units % limit, width);
    };
  if (/^d{1,8}$/.test(run)) return of(ticksPerDay, 0n, run.length);
  const width = run.length;
  if (run === 'h' || run === 'H' || run === 'hh' || run === 'HH') return of(36_000_000_000n, 24n, width);
  if (run === 'm' || run === 'mm') return of(600_000_000n, 60n, width);
  return run === 's' || run === 'ss' ? of(10_000_000n, 60n, width) : clockLetters(run);
};

const separators = new Set(['/', '-', ':', ' ', '.', ',', '_', '[', ']']);

/** A format cut into runs of one letter and separators. */
function formatOf(call: FunctionCall, letters: Letters): Part {
  const format = constantText(call, 1);
  const parts = (format.match(/(.)\1*/gs) ?? []).map((run): Part => {
    if (separators.has(run[0] ?? '')) return () => run;
    const part = letters(run);
    if (part !== undefined) return part;
    throw invalid(
      `${call.node.name}() knows no '${run}' in a format.`,
      call.node.arguments[1]?.at ?? call.node.at,
      'Letters are d, M, y, h, H, m, s, f, F and tt; between them stand / - : , . _ [ ] and spaces.',
    );
  });
  return (value) => parts.map((part) => part(value)).join('');
}

const formatting = (name: string, takes: 'datetime' | 'timespan', letters: Letters): ScalarFunction => ({
  name,
  arguments: [2, 2],
  naming: 'first',
  bind(call) {
    const value = argumentAs(call, 0, takes);
    const write = formatOf(call, letters);
    return metered(call, 'string', value.isConstant, (row) => {
      const found = value.evaluate(row);
      return typeof found === 'bigint' ? write(found) : '';
    });
  },
});

const units = ['Bytes', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'];

/** 1,024 bytes are a KB. Without a unit the largest that is not below one. */
function bytes(value: number, digits: number, unit: string): string {
  const wanted = units.findIndex((each) => each.toLowerCase() === unit.toLowerCase());
  let at = wanted;
  if (at === -1) {
    at = 0;
    while (at < units.length - 1 && Math.abs(value) >= 1024 ** (at + 1)) at += 1;
  }
  const number = value / 1024 ** at;
  const factor = 10 ** Math.max(0, Math.min(15, digits));
  return `${Math.round(number * factor) / factor} ${units[at] ?? ''}`;
}

export const formatFunctions: readonly ScalarFunction[] = [
  formatting('format_datetime', 'datetime', dateLetters),
  formatting('format_timespan', 'timespan', spanLetters),
  plain({ name: 'format_bytes', takes: ['number', 'long', 'string'], presets: [0, ''], gives: 'string', naming: 'first', apply: bytes }),
];

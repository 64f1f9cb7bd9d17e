import type { JsonObject, JsonValue } from '../json.ts';
import type { Problem } from '../problem.ts';
import type { ProblemCode } from '../problems.ts';
import { pathOf } from './json-text.ts';

/** What is counted while a rule is read, for the documented limits. */
export interface Tally {
  conditions: number;
  functions: number;
  valueCounts: number;
  readonly fieldCounts: Map<string, number>;
}

/** Where the problems of one document are gathered. */
export interface Reading {
  readonly problems: Problem[];
  /** Lower-case names of the declared parameters; undefined: none are declared, every one may be used. */
  readonly declared: ReadonlySet<string> | undefined;
  readonly tally: Tally;
}

export function startReading(declared: ReadonlySet<string> | undefined, problems: Problem[]): Reading {
  return { problems, declared, tally: { conditions: 0, functions: 0, valueCounts: 0, fieldCounts: new Map() } };
}

/** Nobody reads more problems of one document, and a hostile one could have millions. */
export const mostProblems = 500;

export function isFull(problems: readonly Problem[]): boolean {
  return problems.length >= mostProblems;
}

/** Adds a problem, up to the most that are told of one document; the last one says that there are more. */
export function report(problems: Problem[], code: ProblemCode, path: string, message: string, hint: string): void {
  if (problems.length < mostProblems - 1) problems.push({ code, path, message, hint });
  else if (!isFull(problems)) {
    const more = `there are more, of which the first ${problems.length} are told`;
    problems.push({ code: 'too-many-problems', path: '$', message: more, hint: 'Correct those first.' });
  }
}

export interface Entry {
  /** As written. */
  readonly key: string;
  readonly value: JsonValue;
  readonly path: string;
}

/** The entries of an object by lower-case key; keys that differ only in case are reported as repeated. */
export function entriesOf(object: JsonObject, path: string, problems: Problem[]): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const [key, value] of Object.entries(object)) {
    const lower = key.toLowerCase();
    const other = entries.get(lower);
    if (other) {
      report(problems, 'repeated-key', path, `"${other.key}" and "${key}" are the same key`, 'Keep one of them.');
    } else entries.set(lower, { key, value, path: pathOf(path, key) });
  }
  return entries;
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** What a message calls a value: `a list`, `the text "x"`. */
export function describe(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (isList(value)) return 'a list';
  if (isObject(value)) return 'an object';
  return typeof value === 'string'
    ? `the text "${value.slice(0, 60)}"`
    : `${typeof value === 'number' ? 'the number' : 'the boolean'} ${value}`;
}

/** The items of a list that may be missing or null; what is no list is reported. */
export function itemsOf(entry: Entry | undefined, problems: Problem[], hint: string): readonly JsonValue[] {
  if (!entry || entry.value === null) return [];
  if (isList(entry.value)) return entry.value;
  report(problems, 'wrong-kind', entry.path, `expected a list, found ${describe(entry.value)}`, hint);
  return [];
}

export function textOf(entry: Entry | undefined): string | undefined {
  return typeof entry?.value === 'string' ? entry.value : undefined;
}

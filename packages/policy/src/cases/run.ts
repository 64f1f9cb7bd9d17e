import type { AliasCatalogue } from '../aliases/catalogue.ts';
import { readAliases } from '../aliases/listing.ts';
import { shippedAliases } from '../aliases/shipped.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { isList, isObject } from '../parse/reading.ts';
import { judgeCase } from './judge.ts';
import { isSame } from './same.ts';

export interface CaseResult {
  readonly name: string;
  readonly passed: boolean;
  readonly skipped: boolean;
  /** What the case expects, as written. */
  readonly expected: JsonObject;
  /** The same keys with what came out; problems and reasons beside them where something failed. */
  readonly got: JsonObject;
}

export interface CaseReport {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly cases: readonly CaseResult[];
}

export interface RunCasesOptions {
  /** Reads the catalogue that a file names by its path; undefined when it cannot be read. */
  readonly readAliases?: (path: string) => JsonValue | undefined;
}

/** Runs the cases of a parsed case file. A case that cannot be understood fails and says why; nothing throws. */
export function runCases(file: JsonObject, options: RunCasesOptions = {}): CaseReport {
  const list = file['cases'];
  const catalogue = catalogueOf(file['aliases'], options);
  const cases = isList(list)
    ? list.map((item, index) => runCase(item, index, { file, catalogue, options }))
    : [failure('cases', {}, 'the file has no list "cases"')];
  return {
    passed: cases.filter((one) => one.passed && !one.skipped).length,
    failed: cases.filter((one) => !one.passed).length,
    skipped: cases.filter((one) => one.skipped).length,
    cases,
  };
}

/** Text: why it cannot be read. */
function catalogueOf(value: JsonValue | undefined, options: RunCasesOptions): AliasCatalogue | string {
  if (value === undefined || value === null) return shippedAliases;
  const read = typeof value === 'string' ? options.readAliases?.(value) : value;
  if (read === undefined) return `the catalogue of aliases ${JSON.stringify(value)} cannot be read`;
  return readAliases(read).catalogue;
}

interface CaseFile {
  readonly file: JsonObject;
  readonly catalogue: AliasCatalogue | string;
  readonly options: RunCasesOptions;
}

function runCase(item: JsonValue, index: number, { file, catalogue, options }: CaseFile): CaseResult {
  const name = isObject(item) && typeof item['name'] === 'string' ? item['name'] : `case ${index + 1}`;
  if (!isObject(item)) return failure(name, {}, 'a case is an object');
  const expected = isObject(item['expect']) ? item['expect'] : {};
  if (item['skip'] === true) return { name, passed: true, skipped: true, expected, got: {} };
  const aliases = item['aliases'] === undefined ? catalogue : catalogueOf(item['aliases'], options);
  if (typeof aliases === 'string') return failure(name, expected, aliases);
  if (Object.keys(expected).length === 0) return failure(name, expected, 'the case expects nothing: add "expect"');
  const got = judgeCase(item, expected, { file, aliases });
  const passed = Object.keys(expected).every((key) => Object.hasOwn(got, key) && meets(key, expected[key], got[key], got));
  return { name, passed, skipped: false, expected, got };
}

/** `problem` may be a code: one of the problems found must have it. */
function meets(key: string, expected: JsonValue | undefined, found: JsonValue | undefined, got: JsonObject): boolean {
  if (key === 'details') return isSame(comparable(expected, expected), comparable(found, expected));
  if (key !== 'problem' || typeof expected === 'boolean') return isSame(expected, found);
  const problems = got['problems'];
  return isList(problems) && problems.some((problem) => isObject(problem) && problem['code'] === expected);
}

/** Some engines leave `conflictEffect`, which is about assignments together, out of the details of one. */
function comparable(details: JsonValue | undefined, expected: JsonValue | undefined): JsonValue | undefined {
  if (!isObject(details) || (isObject(expected) && 'conflictEffect' in expected)) return details;
  const { conflictEffect: _, ...rest } = details;
  return rest;
}

function failure(name: string, expected: JsonObject, message: string): CaseResult {
  return { name, passed: false, skipped: false, expected, got: { message } };
}

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseAssignment } from '../assignment/assignment.ts';
import { parseAttestation } from '../assignment/attestation.ts';
import { parseExemption } from '../assignment/exemption.ts';
import { compileDefinition } from '../evaluate/compile-definition.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { Problem } from '../problem.ts';
import { type ProblemCode, problemSentences } from '../problems.ts';
import { parseInitiative } from './initiative.ts';

interface Row {
  readonly about: string;
  readonly text?: string;
  readonly rule?: JsonValue;
  readonly definition?: JsonValue;
  readonly parameters?: JsonObject;
  readonly assignment?: JsonValue;
  readonly exemption?: JsonValue;
  readonly initiative?: JsonValue;
  readonly attestation?: JsonValue;
  readonly told: readonly string[];
}

const table = JSON.parse(readFileSync(new URL('problems.table.json', import.meta.url), 'utf8')) as { readonly cases: readonly Row[] };
const told = (problems: readonly Problem[]): readonly string[] =>
  problems.map(({ code, path, message, hint }) => `${path}: ${message} (${code}) ${hint}`);

function problemsOf(row: Row): readonly Problem[] {
  if (row.assignment !== undefined) return parseAssignment(row.assignment).problems;
  if (row.exemption !== undefined) return parseExemption(row.exemption).problems;
  if (row.initiative !== undefined) return parseInitiative(row.initiative).problems;
  if (row.attestation !== undefined) return parseAttestation(row.attestation).problems;
  const { problems, notes } = compileDefinition(row.text ?? row.definition ?? row.rule ?? null, { parameters: row.parameters ?? {} });
  return [...problems, ...notes];
}

/** Rules too large for a table. */
const name = { field: 'name', equals: 'x' };
const audit = { effect: 'audit' };
const related = (condition: JsonValue): JsonObject => ({
  effect: 'auditIfNotExists',
  details: { type: 'A.B/d', existenceCondition: condition },
});
const value = (expression: string): JsonObject => ({ if: { value: `[${expression}]`, equals: 1 }, then: audit });
const many = (count: number, item: JsonValue): readonly JsonValue[] => Array.from({ length: count }, () => item);

const large: readonly (readonly [string, JsonValue, string])[] = [
  [
    'conditions',
    { if: { allOf: many(4097, name) }, then: audit },
    '$.if: found 4097 conditions (too-many-conditions) At most 4096 are allowed here; split the definition.',
  ],
  [
    'conditions of existence',
    { if: name, then: related({ anyOf: many(129, name) }) },
    '$.then.details.existenceCondition: found 129 conditions (too-many-conditions) At most 128 are allowed here; split the definition.',
  ],
  [
    'items to count',
    { if: { count: { value: many(101, 1), where: name }, equals: 1 }, then: audit },
    '$.if.count.value: the list has 101 items (too-many-iterations) A value count may walk at most 100.',
  ],
  [
    'calls',
    { if: { anyOf: many(41, { value: `[${'not('.repeat(50)}true()${')'.repeat(50)}]`, equals: true }) }, then: audit },
    '$: the rule calls 2091 template functions (too-many-functions) At most 2048 are allowed; split the definition.',
  ],
  [
    'arguments',
    value(`concat(${many(129, "'a'").join(',')})`),
    "$.if.value: [concat('a','a','a','a','a','a','a','a','a','a','a','a','a','a','a','a','a','a',…: A function has more than 128 arguments at character 521. (too-many-arguments) Pass an array instead, or nest the calls.",
  ],
  [
    'characters',
    value(`concat('${'x'.repeat(82_000)}')`),
    "$.if.value: [concat('xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…: The expression has 82012 characters, at most 81920 are allowed. (expression-too-long) Move constant parts into parameters, or split the condition.",
  ],
  ['brackets', '['.repeat(600), '$: line 1, column 513: nests deeper than 512 levels (nesting-too-deep) Flatten the document.'],
];

describe('what is told of', () => {
  it.each(table.cases.map((row) => [row.about, row] as const))('%s', (_, row) => {
    expect(told(problemsOf(row))).toEqual(row.told);
  });

  it.each(large)('too many %s', (_, input, line) => {
    expect(told(compileDefinition(input).problems)).toEqual([line]);
  });

  it('has no code that the documentation does not know', () => {
    const codes = table.cases.flatMap((row) => problemsOf(row).map((problem) => problem.code));
    expect(codes.filter((code: ProblemCode) => !(code in problemSentences))).toEqual([]);
  });
});

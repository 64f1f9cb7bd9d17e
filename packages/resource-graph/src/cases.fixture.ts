import { expect, it } from 'vitest';
import { type JsonObject, type JsonValue, type QueryOptions, runQuery } from './index.ts';

/** The moment that now() is in every case. */
export const caseNow = new Date('2026-03-04T05:06:07.000Z');

export type Tables = Readonly<Record<string, readonly JsonObject[]>>;

/** The rows of an answer, or the code and message of why there are none. */
export async function answerTo(
  query: string,
  tables: Tables = {},
  options: QueryOptions = {},
): Promise<readonly (readonly JsonValue[])[] | string> {
  const answer = await runQuery(query, { table: (name) => tables[name] }, { now: caseNow, ...options });
  return answer.kind === 'answered' ? answer.rows : `${answer.problem.code}: ${answer.problem.message}`;
}

/** An expression, and its value as an answer has it. */
export type ScalarCase = readonly [expression: string, value: JsonValue];

/** Each expression three times: as a constant, over a row, and as the naive planner has it. */
export function scalarCases(cases: readonly ScalarCase[]): void {
  it.each(cases)('%s', async (expression, value) => {
    expect(await answerTo(`print x = ${expression}`)).toEqual([[value]]);
    // In a row, so that nothing is worked out beforehand.
    expect(await answerTo(`resources | project x = ${expression}`, { resources: [{ id: 'x' }] })).toEqual([[value]]);
  });
}

/** A query over the tables of the suite, and its rows or the beginning of its problem. */
export type QueryCase = readonly [query: string, rows: readonly (readonly JsonValue[])[] | string];

export function queryCases(tables: Tables, cases: readonly QueryCase[]): void {
  it.each(cases)('%s', async (query, rows) => {
    const found = await answerTo(query, tables);
    if (typeof rows === 'string' && typeof found === 'string') expect(found.slice(0, rows.length)).toBe(rows);
    else expect(found).toEqual(rows);
    expect(await answerTo(query, tables, { isNaive: true })).toEqual(found);
  });
}

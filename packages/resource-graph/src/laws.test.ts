import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerTo } from './cases.fixture.ts';
import type { Demand, JsonObject } from './index.ts';
import { runQuery } from './index.ts';

const rows: readonly JsonObject[] = Array.from({ length: 40 }, (_none, index) => ({
  id: `/subscriptions/S${index % 3}/resourceGroups/g${index % 4}/r${index}`,
  name: `r${index % 11}`,
  type: ['t/one', 't/two', 'T/Three'][index % 3] ?? '',
  subscriptionId: `s${index % 3}`,
  resourceGroup: `g${index % 4}`,
  location: index % 5 === 0 ? '' : (['west', 'east'][index % 2] ?? ''),
  properties: index % 7 === 0 ? null : { n: index % 6, list: Array.from({ length: index % 4 }, (_member, at) => at), on: index % 2 === 0 },
  ...(index % 3 === 0 ? {} : { tags: { env: index % 2 === 0 ? 'prod' : 'test' } }),
}));

/** A source that leaves out everything that the demand lets it leave out. */
function demanded({ types, subscriptionIds, resourceGroups, ids, idPrefix, columns }: Demand): readonly JsonObject[] {
  const lower = (row: JsonObject, member: string): string => String(row[member] as string).toLowerCase();
  const met = rows.filter(
    (row) =>
      types?.includes(lower(row, 'type')) !== false &&
      subscriptionIds?.includes(lower(row, 'subscriptionId')) !== false &&
      resourceGroups?.includes(lower(row, 'resourceGroup')) !== false &&
      ids?.includes(lower(row, 'id')) !== false &&
      (idPrefix === undefined || lower(row, 'id').startsWith(idPrefix)),
  );
  if (columns === undefined) return met;
  return met.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => columns.has(name))));
}

const predicates = fc.constantFrom(
  "type =~ 'T/One'",
  "type == 't/two'",
  "type == 'T/Three'",
  "tolower(type) == 't/three'",
  "type in~ ('t/ONE', 't/three')",
  "type in ('t/one') or subscriptionId == 's1'",
  "type =~ 't/one' or type =~ 't/two'",
  "(type =~ 't/one' and subscriptionId =~ 'S0') or (type =~ 't/two' and subscriptionId in ('s1'))",
  "id startswith '/subscriptions/s1/'",
  "id startswith_cs '/subscriptions/S1/resourceGroups/g1'",
  "resourceGroup == 'g1' and id startswith '/SUBSCRIPTIONS/S'",
  "not(type =~ 't/one')",
  "type != 't/one'",
  "name has 'r1' or isempty(location)",
  'tolong(properties.n) > 2',
  "tags.env == 'prod'",
  'properties.on == true',
);
const operators = fc.oneof(
  predicates.map((predicate) => `where ${predicate}`),
  fc.constantFrom(
    'extend n = tolong(properties.n)',
    "extend label = strcat(name, '-', location)",
    'extend type = toupper(type)',
    "extend subscriptionId = strcat('x', subscriptionId)",
    'sort by name asc',
    'sort by tolong(properties.n) desc, id asc',
    'take 7',
    'take 1',
    'top 5 by id desc',
    'sort by location asc nulls last',
    'mv-expand item = properties.list',
    'distinct id, name, type, subscriptionId, resourceGroup, location, tostring(properties), tostring(tags)',
    'distinct *',
    'project id, name = tolower(name), tags, properties = properties, type, subscriptionId, resourceGroup, location = type',
    'project id, name, type, subscriptionId, resourceGroup, location, tags, properties = pack_all()',
    "project id, type, subscriptionId, resourceGroup, tags, location = column_ifexists('location', ''), name = '', properties",
    'project-away kind, zones',
    'project-rename sort = kind, kind = sku',
    'parse name with "r" rest',
    'summarize properties = take_any(properties), tags = take_any(tags) by id, name, type, subscriptionId, resourceGroup, location',
    'summarize arg_max(name, *) by id',
    'extend n = array_length(pack_array(*))',
    'extend count = toscalar(resources | summarize countif(isnotempty(location)))',
    'join kind=leftouter (resources | project id, also = location) on id | project-away also, id1',
    'as All',
  ),
);

describe('laws of queries', () => {
  it('short cuts change no answer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operators, { maxLength: 6 }), async (steps) => {
        const query = ['resources', ...steps].join(' | ');
        const quick = await runQuery(query, { table: (_name, demand) => demanded(demand) });
        const naive = await runQuery(query, { table: () => rows }, { isNaive: true });
        expect(quick).toEqual(naive);
      }),
      { numRuns: 300 },
    );
  });

  it('conditions may stand in any order, together or apart, before or after columns that they do not read', async () => {
    await fc.assert(
      fc.asyncProperty(predicates, predicates, async (first, second) => {
        const tables = { resources: rows };
        const answers = await Promise.all(
          [
            `resources | where ${first} | where ${second}`,
            `resources | where ${second} | where ${first}`,
            `resources | where (${first}) and (${second})`,
            `resources | extend extra = 1 | where ${first} | where ${second} | project-away extra`,
            `resources | where ${first} | extend extra = 1 | where ${second} | project-away extra`,
          ].map((query) => answerTo(query, tables)),
        );
        for (const answer of answers) expect(answer).toEqual(answers[0]);
      }),
      { numRuns: 100 },
    );
  });

  it('counts of groups add up, and pages put together are the whole', async () => {
    await fc.assert(
      fc.asyncProperty(predicates, fc.integer({ min: 1, max: 9 }), async (predicate, top) => {
        const source = { table: () => rows };
        const query = `resources | where ${predicate} | project id`;
        const whole = await runQuery(query, source);
        if (whole.kind !== 'answered') throw new Error(whole.problem.message);
        const grouped = await answerTo(`resources | where ${predicate} | summarize n = count() by location | summarize sum(n)`, {
          resources: rows,
        });
        expect(grouped).toEqual([[whole.totalRecords]]);
        const pages = [];
        for (let skip = 0; skip < whole.totalRecords; skip += top) {
          const page = await runQuery(query, source, { skip, top });
          if (page.kind === 'answered') pages.push(...page.rows);
        }
        expect(pages).toEqual(whole.rows);
      }),
      { numRuns: 60 },
    );
  });

  it('joins of every kind agree with each other', async () => {
    const sides = fc.array(fc.record({ k: fc.constantFrom('a', 'b', 'c', ''), v: fc.integer({ min: 0, max: 3 }) }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(sides, sides, async (left, right) => {
        const table = (side: typeof left): string => `datatable(k: string, v: long)[${side.map(({ k, v }) => `'${k}', ${v}`).join(', ')}]`;
        const count = async (kind: string): Promise<number> => {
          const [row] = (await answerTo(
            `${table(left)} | join kind=${kind} (${table(right)}) on k | count`,
          )) as readonly (readonly number[])[];
          return row?.[0] ?? -1;
        };
        const expected = left.reduce((total, { k }) => total + right.filter((other) => other.k === k).length, 0);
        const [inner, outer, rightOuter, full, semi, anti, rightSemi, rightAnti] = await Promise.all(
          ['inner', 'leftouter', 'rightouter', 'fullouter', 'leftsemi', 'leftanti', 'rightsemi', 'rightanti'].map(count),
        );
        expect(inner).toBe(expected);
        expect((semi ?? 0) + (anti ?? 0)).toBe(left.length);
        expect((rightSemi ?? 0) + (rightAnti ?? 0)).toBe(right.length);
        expect(outer).toBe(expected + (anti ?? 0));
        expect(rightOuter).toBe(expected + (rightAnti ?? 0));
        expect(full).toBe(expected + (anti ?? 0) + (rightAnti ?? 0));
      }),
      { numRuns: 60 },
    );
  });
});

const words = fc.constantFrom(
  'resources',
  '|',
  'where',
  'project',
  'extend',
  'summarize',
  'by',
  'count',
  'count()',
  'join',
  'kind=inner',
  'on',
  'union',
  'mv-expand',
  'to typeof(long)',
  'let',
  'x',
  '=',
  ';',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ',',
  '.',
  '..',
  "'a'",
  '1',
  '1.5',
  '1d',
  'name',
  'properties',
  '==',
  '=~',
  'in',
  '!',
  'has',
  'and',
  'or',
  'not(',
  'tostring(',
  'datetime(',
  'dynamic(',
  'between',
  'take',
  'top',
  'order by',
  'asc',
  'nulls first',
  '*',
  '-',
  '+',
  '/',
  'print',
  'range',
  'from',
  'step',
  'datatable',
  'parse',
  'with',
  'toscalar(',
  '$left',
  '@',
  '"',
  '//',
  '\\',
  'arg_max(',
  'mv-apply',
  'iff(',
  'case(',
); // prettier-ignore

describe('whatever is asked', () => {
  it('is answered or refused, never thrown', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.array(words, { maxLength: 25 }).map((all) => all.join(' ')),
          fc.string({ unit: 'binary' }),
        ),
        async (text) => {
          const answer = await runQuery(text, { table: () => rows }, { limits: { timeMs: 2000 } });
          expect(['answered', 'refused']).toContain(answer.kind);
        },
      ),
      { numRuns: 500 },
    );
  });
});

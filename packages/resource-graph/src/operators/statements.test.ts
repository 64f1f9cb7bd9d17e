import { describe, expect, it } from 'vitest';
import { answerTo, queryCases } from '../cases.fixture.ts';
import { runQuery } from '../index.ts';
import { tables } from './tables.fixture.ts';

describe('mv-expand and mv-apply', () => {
  queryCases(tables, [
    [
      'resources | mv-expand x = properties.list | project name, x',
      [
        ['a', 'x'],
        ['a', 'y'],
        ['c', 'text'],
        ['d', null],
      ],
    ],
    ['resources | mv-expand properties.list | project name, properties_list | take 1', [['a', 'x']]],
    [
      'resources | mvexpand tags | project name, tags',
      [
        ['a', { env: 'prod' }],
        ['b', null],
        ['c', null],
        ['d', { env: 'test' }],
        ['d', { team: 'x' }],
      ],
    ],
    ['resources | where name == "d" | mv-expand kind=array tags | project tags', [[['env', 'test']], [['team', 'x']]]],
    [
      'resources | where name == "d" | mv-expand bagexpansion=array t = tags | project key = t[0], value = t[1]',
      [
        ['env', 'test'],
        ['team', 'x'],
      ],
    ],
    [
      'resources | where name == "a" | mv-expand with_itemindex=i x = properties.list | project i, x',
      [
        [0, 'x'],
        [1, 'y'],
      ],
    ],
    [
      'resources | where name == "a" | mv-expand x = properties.list to typeof(string), y = dynamic([1]) to typeof(long) | project x, y',
      [
        ['x', 1],
        ['y', null],
      ],
    ],
    ['print x = dynamic([1, "2", null]) | mv-expand x to typeof(long)', [[1], [null], [null]]],
    ['print x = range(1, 10) | mv-expand x limit 2', [[1], [2]]],
    ['resources | mv-expand name', 'InvalidQuery: Only dynamic values can be expanded, found string.'],
    ['print x = dynamic([3, 1, 2]) | mv-apply x to typeof(long) on (top 1 by x)', [[3]]],
    ['print x = dynamic([3, 1, 2]) | mv-apply y = x to typeof(long) on (where y > 1 | summarize s = sum(y)) | project s', [[5]]],
    [
      'resources | mv-apply x = properties.list on (summarize n = count()) | project name, n',
      [
        ['a', 2],
        ['b', 0],
        ['c', 1],
        ['d', 1],
      ],
    ],
    ['print x = dynamic([1]) | mv-apply x on (resources)', 'InvalidQuery: The query of mv-apply begins with an operator'],
  ]);
});

describe('parse', () => {
  queryCases(tables, [
    ["resources | parse id with '/subscriptions/' sub '/' rest | project sub, rest | take 1", [['s1', 'a']]],
    ["resources | parse id with * 'subscriptions/' sub '/' * | project sub | take 1", [['s1']]],
    ["print t = 'a=5, b=true' | parse t with 'a=' a:long ', b=' b:bool | project a, b", [[5, true]]],
    ["print t = 'a=x, b=true' | parse t with 'a=' a:long ', b=' b:bool | project a, b", [[null, null]]],
    ["print t = 'a=x, b=true' | parse kind=relaxed t with 'a=' a:long ', b=' b:bool | project a, b", [[null, true]]],
    ["print t = 'nothing' | parse t with 'a=' a:long * | project t, a", [['nothing', null]]],
    ["datatable(t:string)['a=1;', 'b'] | parse-where t with 'a=' a:long ';' | project a", [[1]]],
    ["print t = 'n 12 rest' | parse t with * ' ' n:long * | project n", [[12]]],
    ["print t = 'id 7: done' | parse kind=regex t with @'id\\s+' n:long ': ' rest | project n, rest", [[7, 'done']]],
    ["print t = 'ID=x' | parse kind=regex flags=i t with 'id=' v | project v", [['x']]],
    ["print t = 'x' | parse t with", 'ParserFailure: Expected a text, * or a column'],
  ]);
});

describe('print, range, datatable, let, functions', () => {
  queryCases(tables, [
    ['print 1, a = 2, strcat("x", "y")', [[1, 2, 'xy']]],
    ['range x from 1 to 7 step 3', [[1], [4], [7]]],
    ['range x from 3 to 1 step -1', [[3], [2], [1]]],
    ['range x from 3 to 1 step 1', []],
    ['range x from 0.5 to 1.5 step 0.5', [[0.5], [1], [1.5]]],
    ['range x from 1 to 3 step 0', []],
    ['range t from datetime(2020-01-01) to datetime(2020-01-02) step 12h | count', [[3]]],
    ['range x from 1 to 1000000 step 1 | take 2', [[1], [2]]],
    [
      'datatable(a:long, b:dynamic)[1, dynamic([1]), 2, dynamic({"c": 1})] | project a, b.c',
      [
        [1, null],
        [2, 1],
      ],
    ],
    ['datatable(a:long)[]', []],
    ['datatable(a:long, b:long)[1]', 'InvalidQuery: datatable has 2 columns and 1 values'],
    ["let n = 'a'; resources | where name == n | project name", [['a']]],
    ['let T = resources | where location == "west"; T | count', [[2]]],
    ['let T = resources; T | count', [[4]]],
    ['let T = materialize(resources | take 2); T | join kind=inner T on id | count', [[2]]],
    ['let f = (x: long, y: long = 10) { x + y }; print f(1), f(1, 2)', [[11, 3]]],
    ['let f = (s: string) { toupper(s) }; resources | project f(name) | take 1', [['A']]],
    ['let f = (x: long) { let y = x * 2; y + 1 }; print f(5)', [[11]]],
    ['let g = (n: long) { range i from 1 to n step 1 }; g(3) | count', [[3]]],
    ['let h = (T: (name: string)) { T | where name == "a" }; h(resources) | count', [[1]]],
    ['let h = (T: (name: string), n: string) { T | where name == n }; h((resources | where location == "west"), "a") | count', [[1]]],
    ['let h = (T: (x: long)) { T | where x > 7 }; h((range x from 1 to 10 step 1)) | count', [[3]]],
    ['print x = strcat((resources | count), "a")', 'InvalidQuery: A query cannot stand here.'],
    ['let v = view () { resources | take 1 }; v | count', [[1]]],
    ['let n = toscalar(resources | count); print n', [[4]]],
    ['print x = toscalar(resources | where false | count), y = toscalar(resources | where false | project name)', [[0, '']]],
    ['resources | where name in (resources | where location == "west" | project name) | count', [[2]]],
    ['resources | where subscriptionId !in (resourcecontainers | project subscriptionId) | project name', [['d']]],
    ['let names = dynamic(["A", "b"]); resources | where name in~ (names) | count', [[2]]],
    ['let T = datatable(n:string)["a"]; resources | where name in (T) | count', [[1]]],
    ['let Names = resources | project name; resources | where name in (Names) | count', [[4]]],
    ['(resources | take 1) | count', [[1]]],
    ['resources | as T | count', [[4]]],
    ['resources | serialize x = 1 | project x | take 1', [[1]]],
    ['let f = (x: long) { x }; print f()', 'InvalidQuery: f() takes 1 argument, found 0.'],
    ["let f = (x: long) { x }; print f('a')", 'InvalidQuery: f() wants long as argument 1, found string.'],
    ['let n = 5; n | count', "InvalidQuery: 'n' is a value, not a table."],
    ['let x = 1', "ParserFailure: Expected ';' and a query after let"],
  ]);
});

describe('what is wrong is named with its place', () => {
  queryCases(tables, [
    ['resources | frobnicate name', "InvalidQuery: The operator 'frobnicate' is not supported."],
    ['resources | evaluate bag_unpack(tags)', "InvalidQuery: The operator 'evaluate' is not supported."],
    ['resources | render piechart', "InvalidQuery: The operator 'render' is not supported."],
    ['resources | make-series count() on x', "InvalidQuery: The operator 'make-series' is not supported."],
    ['nosuch | count', 'DisallowedLogicalTableName: Table nosuch is invalid, unsupported or disallowed.'],
    ['search "x"', "InvalidQuery: 'search' is not supported."],
    ['', 'ParserFailure: Expected a table, found the end of the query.'],
    ['   ', 'ParserFailure: Expected a table, found the end of the query.'],
    ['resources |', 'ParserFailure: Expected an operator, found the end of the query.'],
    ['resources | where', 'ParserFailure: Expected a value, a column or a function, found the end of the query.'],
    ['resources | where (name', "ParserFailure: Expected ')' to close the bracket"],
    ["resources | where name == 'a", 'ParserFailure: A text begins here that does not end on its line.'],
    ['resources | where name == #', 'ParserFailure: The character "#" means nothing here.'],
    ['resources | take 5 5', "ParserFailure: Expected '|', an operator or the end of the query, found '5'."],
    ['resources | where name == 5x', 'ParserFailure: 5x is neither a number nor a timespan.'],
    ['{{/subscriptions/x}}', "InvalidQuery: Shared queries ('{{...}}') are not supported."],
    ["resources | where name matches regex '('", 'InvalidQuery: "(" is not a pattern'],
    ["resources | where name matches regex @'(a)\\1'", 'InvalidQuery: "(a)\\\\1" is not a pattern'],
    ['resources | extend x = pow(1)', 'InvalidQuery: pow() takes 2 arguments, found 1.'],
    ['resources | extend x = ToLower(name)', "InvalidQuery: The function 'ToLower' does not exist."],
    ['resources | extend x = 1 + name', "InvalidQuery: '+' does not work between long and string."],
    ['resources | extend x = datetime(nonsense)', 'ParserFailure: Expected a value of type datetime in the brackets'],
  ]);

  it('gives line, column, offset and token', async () => {
    const answer = await runQuery("resources\n| where name == 'a'\n| frobnicate x", { table: () => [] });
    expect(answer).toMatchObject({ kind: 'refused', problem: { code: 'InvalidQuery', line: 3, column: 3, offset: 32 } });
    const other = await runQuery('resources | take 5 5', { table: () => [] });
    expect(other).toMatchObject({ kind: 'refused', problem: { code: 'ParserFailure', line: 1, column: 20, token: '5' } });
  });
});

describe('columns', () => {
  it.each([
    [
      'resources | project properties.a.b, properties["x"], properties.a[0].c',
      'properties_a_b:dynamic, properties_x:dynamic, properties_a_0_c:dynamic',
    ],
    [
      'resources | project tostring(properties.a), tolower(name), strlen(name), 1 + 1',
      'properties_a:string, Column1:string, strlen_name:long, Column2:long',
    ],
    [
      'resources | summarize count(), sum(tolong(properties.n)), dcount(name), make_set(name), avg(1)',
      'count_:long, sum_properties_n:long, dcount_name:long, set_name:dynamic, avg_:real',
    ],
    [
      'resources | summarize percentile(tolong(properties.n), 95), percentiles(1, 5, 50), round(avg(strlen(name)), 1)',
      'percentile_properties_n_95:long, percentile__5:long, percentile__50:long, avg_strlen_name:real',
    ],
    ['resources | summarize arg_max(name, id, type) by kind', 'kind:string, name:string, id:string, type:string'],
    ['resources | summarize count() by bin(tolong(properties.n), 10), tolower(name)', 'properties_n:long, Column1:string, count_:long'],
    ['print 1, x = now(), strcat("a")', 'print_0:long, x:datetime, print_2:string'],
    ['print 5 / 2.0, 1d / 1h, now() - 1d, now() - now()', 'print_0:real, print_1:real, print_2:datetime, print_3:timespan'],
    ['resources | count', 'Count:long'],
    ['resources | getschema', 'ColumnName:string, ColumnOrdinal:long, DataType:string, ColumnType:string'],
    ['print a = 1 | join kind=inner (print a = 1, b = 2) on a', 'a:long, a1:long, b:long'],
    ["union (print a = 1), (print a = 'x')", 'a_long:long, a_string:string'],
    ["print t = '' | parse t with 'x' a:long 'y' b", 't:string, a:long, b:string'],
  ])('%s', async (query, columns) => {
    const answer = await runQuery(query, { table: () => [] });
    expect(answer.kind === 'answered' ? answer.columns.map(({ name, type }) => `${name}:${type}`).join(', ') : answer.problem).toBe(
      columns,
    );
  });
});

describe('rows of a source', () => {
  it('are read as the types of their columns, and come from asynchronous sources too', async () => {
    async function* rows(): AsyncIterable<{ name: string | number; tags: { a: number } }> {
      yield { name: 5, tags: { a: 1 } };
      yield { name: 'x', tags: { a: 2 } };
    }
    const answer = await runQuery('resources | project name, kind, tags.a', { table: rows });
    expect(answer).toMatchObject({
      rows: [
        ['5', '', 1],
        ['x', '', 2],
      ],
    });
  });

  it('may have other columns', async () => {
    const source = {
      table: () => [{ when: '2020-01-01', n: 5 }],
      columns: () => [
        { name: 'when', type: 'datetime' as const },
        { name: 'n', type: 'long' as const },
      ],
    };
    expect(await runQuery('resources | where when < now() | project n', source)).toMatchObject({ rows: [[5]] });
  });

  it('are empty for a table that is known and not there', async () => {
    expect(await answerTo('advisorresources | count')).toEqual([[0]]);
  });

  it('are not read further than needed', async () => {
    let read = 0;
    function* rows(): Iterable<{ name: string }> {
      for (;;) {
        read += 1;
        yield { name: 'x' };
      }
    }
    expect(await runQuery('resources | where name == "x" | extend y = 1 | take 3 | count', { table: rows })).toMatchObject({ rows: [[3]] });
    expect(read).toBeLessThan(2000);
  });
});

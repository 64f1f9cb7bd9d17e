import { describe } from 'vitest';
import { queryCases } from '../cases.fixture.ts';
import { tables } from './tables.fixture.ts';

const left = "datatable(k:string, l:long)['a', 1, 'a', 2, 'b', 3, 'c', 4]";
const right = "datatable(k:string, r:long)['a', 10, 'b', 20, 'b', 21, 'd', 30]";
const numbers = 'datatable(g:string, n:long, r:real)["a", 1, 1.5, "a", 2, real(null), "b", long(null), 4.5, "b", 4, 2.5]';

describe('where, project, extend', () => {
  queryCases(tables, [
    ['resources | where properties.n > 1 | project name', [['a']]],
    ['resources | where properties.n == 3 or name == "d" | project name', [['a'], ['d']]],
    ['resources | where isempty(tags) | project name', [['b'], ['c']]],
    ['resources | filter name == "a" | project name', [['a']]],
    ["where name == 'a' | project name", [['a']]],
    ["| where name == 'a' | project name", [['a']]],
    ['project name | take 1', [['a']]],
    ['count', [[4]]],
    ['Resources | count', [[4]]],
    ['RESOURCES\n// a comment\n| count // another', [[4]]],
    ['resources | count;', [[4]]],
    [
      'resources | project name, n = properties.n, tags.env | take 2',
      [
        ['a', 3, 'prod'],
        ['b', 1, null],
      ],
    ],
    ['resources | project x = 1, 2, name | take 1', [[1, 2, 'a']]],
    ['resources | extend name = toupper(name), y = name | project name, y | take 1', [['A', 'a']]],
    ["resources | extend ['my name'] = name | project ['my name'] | take 1", [['a']]],
    ['resources | project-away prop*, tags, id | getschema | project ColumnName | take 3', [['name'], ['type'], ['tenantId']]],
    ['resources | project-keep na*, id | take 1', [['/subscriptions/s1/a', 'a']]],
    ['resources | project-keep *Group, *Id | getschema | project ColumnName', [['tenantId'], ['resourceGroup'], ['subscriptionId']]],
    ['resources | project-rename label = name | project label | take 1', [['a']]],
    ['resources | project name, type, id | project-reorder type | take 1', [['t/one', 'a', '/subscriptions/s1/a']]],
    ['resources | project b = 1, a = 2, c = 3 | project-reorder * asc | take 1', [[2, 1, 3]]],
    ['resources | where nosuch == 1', "InvalidQuery: The column 'nosuch' does not exist here."],
    ['resources | where Name == 1', "InvalidQuery: The column 'Name' does not exist here."],
    ['resources | where name', 'InvalidQuery: where wants a condition of type bool, found string.'],
    ['resources | where name == 1', "InvalidQuery: Cannot compare string with long by '=='."],
    ['resources | project name, name', "InvalidQuery: There are two columns 'name'."],
    ['resources | project a = 1, a = 2', "InvalidQuery: There are two columns 'a'."],
    ['resources | project-away nosuch', "InvalidQuery: The column 'nosuch' does not exist here."],
    ['resources | project-rename name = type', "InvalidQuery: There are two columns 'name'."],
    ['resources | extend x = name.a', 'InvalidQuery: A value of type string has no members.'],
    ['resources | extend x = *', "InvalidQuery: '*' cannot stand here."],
    ['resources | extend x = count()', 'InvalidQuery: The aggregate count() cannot stand here.'],
  ]);
});

describe('order, top, take, distinct, count', () => {
  queryCases(tables, [
    ['resources | order by name desc | project name', [['d'], ['c'], ['b'], ['a']]],
    ['resources | sort by location asc, name desc | project name', [['d'], ['c'], ['b'], ['a']]],
    ['resources | order by tolong(properties.n) asc | project name', [['c'], ['d'], ['b'], ['a']]],
    ['resources | order by tolong(properties.n) desc | project name', [['a'], ['b'], ['c'], ['d']]],
    ['resources | order by tolong(properties.n) asc nulls last | project name', [['b'], ['a'], ['c'], ['d']]],
    ['resources | order by tolong(properties.n) nulls first | project name', [['c'], ['d'], ['a'], ['b']]],
    ['resources | sort by name | take 2 | project name', [['d'], ['c']]],
    ['resources | top 2 by name asc | project name', [['a'], ['b']]],
    ['resources | top 1 by tolong(properties.n) | project name', [['a']]],
    ['resources | top 0 by name', []],
    ['resources | take 0', []],
    ['resources | limit 1 | project name', [['a']]],
    ['let n = 1 + 1; resources | take n | count', [[2]]],
    ['resources | take -1', 'InvalidQuery: take wants a whole number of rows'],
    ["resources | take 'x'", 'InvalidQuery: take wants a whole number of rows'],
    ['resources | distinct location', [['west'], ['east']]],
    ['resources | distinct location, type | count', [[4]]],
    ['resources | project location | distinct *', [['west'], ['east']]],
    ['resources | where false | count', [[0]]],
    ["datatable(s:string)['b', 'A', 'a', 'B'] | sort by s asc", [['A'], ['B'], ['a'], ['b']]],
    ['datatable(x:real)[2.0, real(nan), 1.0] | sort by x asc', [['NaN'], [1], [2]]],
  ]);
});

describe('summarize', () => {
  queryCases(tables, [
    [
      'resources | summarize count() by location',
      [
        ['west', 2],
        ['east', 2],
      ],
    ],
    ['resources | summarize count()', [[4]]],
    [
      'resources | where false | summarize count(), sum(1), min(name), max(1), avg(1), dcount(name), make_list(name)',
      [[0, 0, '', null, 'NaN', 0, []]],
    ],
    ['resources | where false | summarize count() by location', []],
    ['resources | summarize by location', [['west'], ['east']]],
    [
      'resources | summarize n = count() by place = location | order by place asc',
      [
        ['east', 2],
        ['west', 2],
      ],
    ],
    [
      'resources | summarize count() by tostring(properties.n) | project properties_n, count_',
      [
        ['3', 1],
        ['1', 1],
        ['', 2],
      ],
    ],
    [
      `${numbers} | summarize sum(n), avg(n), min(n), max(n), count(n > 0) by g`,
      [
        ['a', 3, 1.5, 1, 2, 2],
        ['b', 4, 4, 4, 4, 1],
      ],
    ],
    [`${numbers} | summarize sum(r), avg(r)`, [[8.5, 8.5 / 3]]],
    [
      `${numbers} | summarize countif(n > 1), sumif(n, n > 1), avgif(n, n < 4), minif(n, n > 1), maxif(n, n < 4), dcountif(g, n > 1)`,
      [[2, 6, 1.5, 2, 2, 2]],
    ],
    [`${numbers} | summarize dcount(g), dcount(n), count_distinct(g)`, [[2, 3, 2]]],
    [
      `${numbers} | summarize make_list(n), make_set(g), make_list_with_nulls(n)`,
      [
        [
          [1, 2, 4],
          ['a', 'b'],
          [1, 2, null, 4],
        ],
      ],
    ],
    [
      `${numbers} | summarize make_list(n, 2), make_set(g, 1), make_list_if(n, n > 1), make_set_if(g, n > 1)`,
      [[[1, 2], ['a'], [2, 4], ['a', 'b']]],
    ],
    ['resources | summarize make_bag(tags)', [[{ env: 'prod', team: 'x' }]]],
    [`${numbers} | summarize arg_max(n, g), arg_min(r, n)`, [[4, 'b', 1.5, 1]]],
    [
      `${numbers} | summarize arg_max(n, *) by g`,
      [
        ['a', 2, null],
        ['b', 4, 2.5],
      ],
    ],
    [`${numbers} | summarize (a, b) = arg_max(n, g)`, [[4, 'b']]],
    [`${numbers} | summarize take_any(g), any(n)`, [['a', 1]]],
    [
      `${numbers} | summarize take_any(*) by g`,
      [
        ['a', 1, 1.5],
        ['b', null, 4.5],
      ],
    ],
    [`${numbers} | summarize percentile(n, 50), percentiles(n, 25, 100), percentiles_array(n, 50, 75)`, [[2, 1, 4, [2, 4]]]],
    [
      `${numbers} | summarize stdev(n), variance(n), stdevp(n), variancep(n) | project round(stdev_n, 4), round(variance_n, 4), round(stdevp_n, 4), round(variancep_n, 4)`,
      [[1.5275, 2.3333, 1.2472, 1.5556]],
    ],
    [`${numbers} | summarize pct = round(100.0 * countif(n > 1) / count(), 1), strcat(min(g), max(g))`, [[50, 'ab']]],
    [`${numbers} | summarize x = iff(count() > 3, 'many', 'few')`, [['many']]],
    [
      `${numbers} | summarize count() by bin(n, 2)`,
      [
        [0, 1],
        [2, 1],
        [null, 1],
        [4, 1],
      ],
    ],
    [
      'datatable(t:datetime)[datetime(2020-01-01 01:00), datetime(2020-01-01 23:00), datetime(2020-01-02)] | summarize count() by bin(t, 1d)',
      [
        ['2020-01-01T00:00:00Z', 2],
        ['2020-01-02T00:00:00Z', 1],
      ],
    ],
    [
      'datatable(t:datetime)[datetime(2020-01-01), datetime(2020-01-03)] | summarize max(t), avg(t), max(t) - min(t)',
      [['2020-01-03T00:00:00Z', '2020-01-02T00:00:00Z', '2.00:00:00']],
    ],
    ['datatable(d:timespan)[1h, 2h] | summarize sum(d), avg(d)', [['03:00:00', '01:30:00']]],
    ['datatable(s:string)["b", "", "a"] | summarize min(s), max(s), dcount(s)', [['', 'b', 3]]],
    ['resources | summarize nosuch(name)', "InvalidQuery: The function 'nosuch' is not supported."],
    ['resources | summarize sum(name)', 'InvalidQuery: sum() wants numbers, found string.'],
    ['resources | summarize name', "InvalidQuery: The column 'name' stands outside an aggregate."],
    ['resources | summarize sum()', 'InvalidQuery: sum() takes 1 argument, found 0.'],
    ['resources | summarize a = count(), a = count()', "InvalidQuery: There are two columns 'a'."],
  ]);
});

describe('join', () => {
  queryCases(tables, [
    [
      `${left} | join (${right}) on k`,
      [
        ['a', 1, 'a', 10],
        ['b', 3, 'b', 20],
        ['b', 3, 'b', 21],
      ],
    ],
    [
      `${left} | join kind=innerunique (${right}) on k`,
      [
        ['a', 1, 'a', 10],
        ['b', 3, 'b', 20],
        ['b', 3, 'b', 21],
      ],
    ],
    [
      `${left} | join kind=inner (${right}) on k`,
      [
        ['a', 1, 'a', 10],
        ['a', 2, 'a', 10],
        ['b', 3, 'b', 20],
        ['b', 3, 'b', 21],
      ],
    ],
    [
      `${left} | join kind=leftouter (${right}) on k`,
      [
        ['a', 1, 'a', 10],
        ['a', 2, 'a', 10],
        ['b', 3, 'b', 20],
        ['b', 3, 'b', 21],
        ['c', 4, '', null],
      ],
    ],
    [
      `${left} | join kind=rightouter (${right}) on k`,
      [
        ['a', 1, 'a', 10],
        ['a', 2, 'a', 10],
        ['b', 3, 'b', 20],
        ['b', 3, 'b', 21],
        ['', null, 'd', 30],
      ],
    ],
    [`${left} | join kind=fullouter (${right}) on k | count`, [[6]]],
    [
      `${left} | join kind=leftsemi (${right}) on k`,
      [
        ['a', 1],
        ['a', 2],
        ['b', 3],
      ],
    ],
    [`${left} | join kind=leftanti (${right}) on k`, [['c', 4]]],
    [`${left} | join kind=anti (${right}) on k`, [['c', 4]]],
    [
      `${left} | join kind=rightsemi (${right}) on k`,
      [
        ['a', 10],
        ['b', 20],
        ['b', 21],
      ],
    ],
    [`${left} | join kind=rightantisemi (${right}) on k`, [['d', 30]]],
    [`${left} | join kind=inner (${right}) on $left.k == $right.k | project k, k1 | take 1`, [['a', 'a']]],
    [`${left} | join kind=inner (${right} | project-rename other = k) on $right.other == $left.k | project k, r | take 1`, [['a', 10]]],
    [`${left} | join kind=inner (${left}) on k, l | count`, [[4]]],
    [`${left} | join kind=inner (${left}) on $left.k == $right.k and $left.l == $right.l | count`, [[4]]],
    [
      'resources | join kind=leftouter (resourcecontainers | project sub = name, subscriptionId) on subscriptionId | project name, sub',
      [
        ['a', 'Sub one'],
        ['b', 'Sub one'],
        ['c', 'Sub two'],
        ['d', ''],
      ],
    ],
    [
      'resources | join resourcecontainers on subscriptionId | project name, name1',
      [
        ['a', 'Sub one'],
        ['c', 'Sub two'],
      ],
    ],
    ['resources | join kind=inner hint.strategy=broadcast (resourcecontainers) on subscriptionId | count', [[3]]],
    ['datatable(x:long)[long(null), 1] | join kind=inner (datatable(x:long)[long(null), 1]) on x', [[1, 1]]],
    ["datatable(x:dynamic)[dynamic({'a': 1})] | extend y = tostring(x.a) | join kind=inner (print y = '1') on y | project y1", [['1']]],
    [`${left} | join kind=sideways (${right}) on k`, "InvalidQuery: join has no kind 'sideways'."],
    [`${left} | join (${right}) on nosuch`, "InvalidQuery: The column 'nosuch' does not exist here."],
    [`${left} | join (${right}) on $left.k == $right.nosuch`, "InvalidQuery: The right side of the join has no column 'nosuch'."],
    [`${left} | join (${right}) on $left.k == $right.r`, 'InvalidQuery: Cannot join string with long.'],
    [`${left} | join (${right}) on $left.k > $right.k`, 'InvalidQuery: A join wants columns that both sides have'],
    [`${left} | join (${right})`, "ParserFailure: Expected 'on' and the columns to join on"],
  ]);
});

describe('union', () => {
  queryCases(tables, [
    ['union resources, resourcecontainers | count', [[7]]],
    ['resources | union resourcecontainers | count', [[7]]],
    [
      'resources | union (resourcecontainers | where name == "Sub one" | project name, z = 1) | project name, z | where isnotnull(z)',
      [['Sub one', 1]],
    ],
    [
      'union withsource = T resources, (resourcecontainers | take 1) | summarize count() by T',
      [
        ['resources', 4],
        ['union_arg1', 1],
      ],
    ],
    ['union kind = inner (print a = 1, b = 2), (print a = 3, c = 4)', [[1], [3]]],
    [
      "union (print a = 1), (print a = 'x')",
      [
        [1, ''],
        [null, 'x'],
      ],
    ],
    ['let T = print a = 1; union T, T', [[1], [1]]],
    ['union kind=sideways resources, resources', "InvalidQuery: union has no kind 'sideways'."],
    ['resources | union nosuch', 'DisallowedLogicalTableName: Table nosuch is invalid'],
  ]);
});

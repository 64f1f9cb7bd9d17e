import { describe, expect, it } from 'vitest';
import { objectsOf, runQuery } from './index.ts';

const rows = [
  { id: '/subscriptions/s1/a', name: 'a', type: 'microsoft.compute/virtualmachines', location: 'westeurope', properties: { n: 1 } },
  { id: '/subscriptions/s1/b', name: 'b', type: 'microsoft.storage/storageaccounts', location: 'northeurope', properties: { n: 2 } },
  { id: '/subscriptions/s2/c', name: 'c', type: 'microsoft.compute/virtualmachines', location: 'westeurope', properties: {} },
];

describe('runQuery', () => {
  it('answers with columns, rows and the total', async () => {
    const answer = await runQuery("resources | where type =~ 'Microsoft.Compute/virtualMachines' | summarize count() by location", {
      table: (name) => (name === 'resources' ? rows : undefined),
    });
    expect(answer).toEqual({
      kind: 'answered',
      columns: [
        { name: 'location', type: 'string' },
        { name: 'count_', type: 'long' },
      ],
      rows: [['westeurope', 2]],
      totalRecords: 1,
    });
  });

  it('returns a page and counts all rows', async () => {
    const answer = await runQuery('Resources | project name', { table: () => rows }, { skip: 1, top: 1 });
    expect(answer).toMatchObject({ rows: [['b']], totalRecords: 3 });
    if (answer.kind === 'answered') expect(objectsOf(answer.columns, answer.rows)).toEqual([{ name: 'b' }]);
  });

  it('hands what conditions demand to the source', async () => {
    const demands: unknown[] = [];
    const table = (_name: string, demand: unknown): typeof rows => {
      demands.push(demand);
      return rows;
    };
    await runQuery("resources | where type =~ 'A/B' and subscriptionId in ('s1', 'S2') | where id startswith '/Subscriptions/s1' | count", {
      table,
    });
    expect(demands).toEqual([
      {
        types: ['a/b'],
        subscriptionIds: ['s1', 's2'],
        idPrefix: '/subscriptions/s1',
        columns: new Set(['id', 'type', 'subscriptionId']),
      },
    ]);
  });

  it.each([
    ['count', []],
    ['where kind == "x" | order by name | summarize dcount(location) by type', ['name', 'type', 'kind', 'location']],
    ['extend type = properties.a | project-away tags | distinct type', ['type', 'properties']],
    ["project column_ifexists('sku', ''), id", ['id', 'sku']],
    ['where type == "x"', undefined],
    ['summarize arg_max(name, *) by id', undefined],
    ['project pack_all()', undefined],
    ['distinct *', undefined],
    ['join (resources) on id | count', undefined],
  ])('says which columns are looked at: %s', async (operators, expected) => {
    let columns: unknown;
    await runQuery(`resources | ${operators}`, {
      table: (_name, demand) => {
        columns = demand.columns && [...demand.columns];
        return [];
      },
    });
    expect(columns).toEqual(expected);
  });

  it('holds nothing of what is not looked at, though the source gives it', async () => {
    const wide = Array.from({ length: 1000 }, (_none, index) => ({
      id: `r${index}`,
      name: `n${index}`,
      properties: { text: 'a'.repeat(10_000) },
    }));
    const context = { table: () => wide };
    const limits = { bytes: 2 ** 20, rows: 10_000, timeMs: 60_000 };
    const answer = await runQuery('resources | order by name desc | project id | take 2', context, { limits });
    expect(answer).toMatchObject({ rows: [['r999'], ['r998']] });
    expect(await runQuery('resources | order by name desc', context, { limits })).toMatchObject({ kind: 'refused' });
  });
});

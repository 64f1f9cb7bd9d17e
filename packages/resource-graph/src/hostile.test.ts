import { describe, expect, it } from 'vitest';
import { answerTo } from './cases.fixture.ts';
import { runQuery } from './index.ts';

const many = (count: number, text: (index: number) => string, between = ''): string =>
  Array.from({ length: count }, (_none, index) => text(index)).join(between);
const nested = (count: number, open: string, inside: string, close: string): string => open.repeat(count) + inside + close.repeat(count);
/** Time is what ends only the query that nothing else ends, so that a busy machine changes no answer. */
const limits = { timeMs: 60_000, bytes: 64 * 2 ** 20, rows: 200_000 };
const resources = Array.from({ length: 2000 }, (_none, index) => ({
  id: `r${index}`,
  name: `n${index}`,
  properties: { text: `${'a'.repeat(40)}!` },
}));

describe('hostile queries are refused or bounded', () => {
  it.each([
    ['10,000 brackets', `print ${nested(10_000, '(', '1', ')')}`, 'QueryTooLarge'],
    ['10,000 calls', `print ${nested(10_000, 'not(', 'true', ')')}`, 'QueryTooLarge'],
    ['10,000 indices', `print ${nested(10_000, 'x[', '0', ']')}`, 'QueryTooLarge'],
    ['10,000 signs', `print ${'-'.repeat(10_000)}1`, 'QueryTooLarge'],
    ['JSON 10,000 deep', `print dynamic(${nested(10_000, '[', '', ']')})`, 'QueryTooLarge'],
    ['queries in queries', `print ${nested(2000, '1 in (print x = ', '1', ')')}`, 'QueryTooLarge'],
    ['more than a million characters', `print '${'x'.repeat(1_000_001)}'`, 'QueryTooLarge'],
    ['a million characters of brackets', `let x = ${'('.repeat(900_000)}`, 'QueryTooLarge'],
    ['20,000 conditions', `resources | where ${many(20_000, (index) => `name == 'a${index}'`, ' or ')}`, 'QueryTooLarge'],
    ['20,000 columns', `print ${many(20_000, (index) => `a${index} = 1`, ', ')}`, 'QueryTooLarge'],
    [
      'columns added without end',
      `print a = 1 ${many(300, (index) => `| extend ${many(20, (column) => `c${index}_${column} = 1`, ', ')}`)}`,
      'QueryTooLarge',
    ],
    ['1,000 operators', `resources ${'| where true '.repeat(1000)}`, 'InvalidQuery'],
    [
      'functions that double',
      `let f0 = (x: long) { x + x }; ${many(40, (index) => `let f${index + 1} = (x: long) { f${index}(x) + f${index}(x) }; `)} print f40(1)`,
      'QueryTooLarge',
    ],
    [
      'tables that double',
      `let t0 = resources; ${many(40, (index) => `let t${index + 1} = t${index} | union t${index}; `)} t40 | count`,
      'QueryTooLarge',
    ],
    ['40 joins', `resources ${'| join kind=inner (resources) on id '.repeat(40)}`, 'QueryTooLarge'],
    [
      'a join of everything with everything',
      'resources | extend k = 1 | join kind=inner (resources | extend k = 1) on k | count',
      'QueryRowsExceeded',
    ],
    ['a range without end', 'range x from 1 to 1000000000000 step 1 | summarize sum(x)', 'QueryRowsExceeded'],
    [
      'an expansion of expansions',
      'print a = range(1, 1000) | mv-expand a | extend b = range(1, 1000) | mv-expand b | extend c = range(1, 1000) | mv-expand c | count',
      'QueryRowsExceeded',
    ],
    [
      'a list that fills the memory',
      'range x from 1 to 199999 step 1 | extend s = strrep("x", 1000) | summarize make_list(s)',
      'QueryMemoryExceeded',
    ],
    ['a text that grows', 'print strrep(strrep(strrep("x", 1024), 1024), 1024)', 'QueryMemoryExceeded'],
    ['an array that grows', 'print range(1, 1000000000)', 'QueryMemoryExceeded'],
    [
      'large arrays in every row',
      'range x from 1 to 199999 step 1 | extend z = array_concat(range(x, x + 50000), range(1, 50000)) | count',
      'QueryTimedOut',
    ],
    ['a pattern that counts', `resources | where name matches regex '((a{1,100}){1,100}){1,10}'`, 'InvalidQuery'],
    ['a long pattern', `resources | where name matches regex '${'a?'.repeat(1500)}'`, 'InvalidQuery'],
  ])('%s', async (_name, query, code) => {
    const startedMs = performance.now();
    const answer = await runQuery(
      query,
      { table: () => resources },
      { limits: code === 'QueryTimedOut' ? { ...limits, timeMs: 400 } : limits },
    );
    expect(answer.kind === 'refused' ? answer.problem.code : 'answered').toBe(code);
    // Far more than a quiet machine needs for the slowest of them, far less than what is not bounded takes.
    expect(performance.now() - startedMs).toBeLessThan(20_000);
  });

  it.each([`'(a+)+$'`, `'(a|a)*b'`, `'(a*)*c'`, `'(x+x+)+y'`, `@'^(\\w+\\s?)*$'`])('%s takes linear time', async (pattern) => {
    const startedMs = performance.now();
    expect(await answerTo(`resources | where properties.text matches regex ${pattern} | count`, { resources })).toEqual([[0]]);
    expect(performance.now() - startedMs).toBeLessThan(15_000);
  });

  it('deep JSON is no way to overflow the stack', async () => {
    const deep = JSON.parse(nested(5000, '[', '1', ']')) as never;
    const tables = { resources: [{ id: 'a', properties: deep }] };
    for (const query of [
      'resources | where properties has "x" | count',
      'resources | sort by id | project tostring(properties)',
      'resources | distinct properties',
      'resources | summarize make_set(properties)',
    ]) {
      expect(['object', 'string']).toContain(typeof (await answerTo(query, tables)));
    }
  });
});

describe('others get their turn', () => {
  it('while a query runs', async () => {
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    await runQuery('range x from 1 to 100000 step 1 | extend y = strcat("a", x) | sort by y asc | count', { table: () => [] });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
  });

  it('and an aborted query ends with the reason', async () => {
    const controller = new AbortController();
    const started = performance.now();
    const running = runQuery(
      'range x from 1 to 1900000 step 1 | extend y = strcat("a", x) | sort by y asc | count',
      { table: () => [] },
      { signal: controller.signal },
    );
    setTimeout(() => controller.abort(new Error('the client left')), 20);
    await expect(running).rejects.toThrow('the client left');
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  it('and a query whose reader has left does not begin', async () => {
    await expect(runQuery('resources | count', { table: () => [] }, { signal: AbortSignal.abort(new Error('gone')) })).rejects.toThrow(
      'gone',
    );
  });

  it('a slow source is held to the time, and what it gave goes on', async () => {
    async function* rows(): AsyncIterable<{ name: string }> {
      for (let made = 0; made < 1000; made += 1) {
        await new Promise((resolve) => setTimeout(resolve, 10));
        yield { name: String(made) };
      }
    }
    const started = performance.now();
    expect(await runQuery('resources | take 2', { table: rows })).toMatchObject({ totalRecords: 2 });
    const answer = await runQuery('resources | count', { table: rows }, { limits: { timeMs: 100 } });
    expect(answer).toMatchObject({ kind: 'refused', problem: { code: 'QueryTimedOut' } });
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  it('every row that is made counts, those of the last batch too', async () => {
    const answer = await runQuery('print a = range(1, 700) | mv-expand a', { table: () => [] }, { limits: { rows: 600 } });
    expect(answer).toMatchObject({ kind: 'refused', problem: { code: 'QueryRowsExceeded' } });
  });

  it('what mv-apply keeps for one row is not counted for the next', async () => {
    const query =
      'range x from 1 to 2000 step 1 | mv-apply y = range(1, 100) to typeof(long) on (sort by y desc | take 100 | summarize make_list(y)) | count';
    expect(await answerTo(query, {}, { limits: { bytes: 2 ** 20 } })).toEqual([[2000]]);
  });

  it('a source that fails fails the query', async () => {
    const source = {
      table(): never {
        throw new Error('the store is gone');
      },
    };
    await expect(runQuery('resources | count', source)).rejects.toThrow('the store is gone');
  });
});

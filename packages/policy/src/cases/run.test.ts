import { describe, expect, it } from 'vitest';
import { runCases } from './run.ts';

const condition = { field: 'name', equals: 'a' };
const resource = { name: 'a' };

describe('runCases', () => {
  it('tells passed, failed and skipped cases apart', () => {
    const report = runCases({
      cases: [
        { name: 'right', condition, resource, expect: { effect: 'audit' } },
        { name: 'wrong', condition, resource, expect: { effect: null } },
        { name: 'later', skip: true, condition, expect: { effect: null } },
      ],
    });
    expect(report).toMatchObject({ passed: 1, failed: 1, skipped: 1 });
    expect(report.cases[1]).toMatchObject({ name: 'wrong', passed: false, expected: { effect: null }, got: { effect: 'audit' } });
  });

  it.each([
    ['a case without expectation', { cases: [{ name: 'x', condition }] }],
    ['a case without a rule', { cases: [{ name: 'x', expect: { effect: null } }] }],
    ['a case that is no object', { cases: ['x'] }],
    ['a file without cases', {}],
    ['an expectation that does not exist', { cases: [{ name: 'x', condition, expect: { colour: 'red' } }] }],
    ['details that do not come', { cases: [{ name: 'x', condition, resource, expect: { details: {} } }] }],
  ])('fails %s', (_, file) => {
    expect(runCases(file)).toMatchObject({ passed: 0, failed: 1 });
  });

  it('reads the catalogue that a file names', () => {
    const file = {
      aliases: 'mine.json',
      cases: [
        {
          name: 'x',
          condition: { field: 'A.B/c/d', equals: 1 },
          resource: { type: 'A.B/c', odd: 1 },
          expect: { effect: 'audit' },
        },
      ],
    };
    const mine = { 'A.B/c': { 'A.B/c/d': 'odd' } };
    expect(runCases(file, { readAliases: (path) => (path === 'mine.json' ? mine : undefined) })).toMatchObject({ passed: 1 });
    expect(runCases(file, { readAliases: () => undefined })).toMatchObject({ failed: 1 });
  });

  it('takes the rule of the file where a case has none', () => {
    const rule = { if: condition, then: { effect: 'deny' } };
    expect(runCases({ rule, cases: [{ name: 'x', resource, expect: { effect: 'deny' } }] })).toMatchObject({ passed: 1 });
  });
});

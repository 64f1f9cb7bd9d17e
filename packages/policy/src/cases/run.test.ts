import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json.ts';
import { contextOf } from './judge.ts';
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

  it.each<readonly [string, JsonObject, JsonObject]>([
    ['a case that is no object', { cases: ['x'] }, { name: 'case 1', got: { message: 'a case is an object' }, expected: {} }],
    [
      'a case without expectation',
      { cases: [{ name: 'x', condition }] },
      { name: 'x', got: { message: 'the case expects nothing: add "expect"' } },
    ],
    [
      'a case without a rule',
      { cases: [{ name: 'x', expect: { effect: null } }] },
      { got: { message: 'the case has no definition, rule, condition, expression or text' }, expected: { effect: null } },
    ],
    ['a file without cases', {}, { name: 'cases', got: { message: 'the file has no list "cases"' } }],
    [
      'a catalogue that cannot be read',
      { aliases: 'mine.json', cases: [{ condition, expect: { effect: null } }] },
      { name: 'case 1', got: { message: 'the catalogue of aliases "mine.json" cannot be read' } },
    ],
    [
      'a catalogue of its own that cannot be read',
      { cases: [{ aliases: 'own.json', condition, expect: { effect: null } }] },
      { got: { message: 'the catalogue of aliases "own.json" cannot be read' } },
    ],
    [
      'problems that were not expected',
      { cases: [{ rule: { if: { equals: 1 }, then: { effect: 'audit' } }, expect: { effect: 'audit' } }] },
      { got: { problem: true, problems: [{ code: 'no-left-side', path: '$.if', message: expect.any(String) as unknown as string }] } },
    ],
    [
      'an expression that fails',
      { cases: [{ expression: "[int('x')]", expect: { value: 1 } }] },
      { got: { problem: false, error: true, reason: 'int(): the text "x" cannot be converted' } },
    ],
    ['an expression that is none', { cases: [{ expression: '[int(]', expect: { value: 1 } }] }, { got: { problem: true, error: true } }],
    [
      'a rule that fails',
      { cases: [{ condition: { value: "[int('x')]", equals: 1 }, expect: { effect: 'audit' } }] },
      { got: { effect: null, value: null, error: true, reason: 'int(): the text "x" cannot be converted' } },
    ],
  ])('says why it fails %s', (_, file, result) => {
    const report = runCases(file);
    expect(report).toMatchObject({ passed: 0, failed: 1, skipped: 0 });
    expect(report.cases).toHaveLength(1);
    expect(report.cases[0]).toMatchObject({ passed: false, skipped: false, ...result });
  });

  const field = 'A.B/c/d';
  const own = { 'A.B/c': { 'A.B/c/d': 'odd' } };
  const typed = { type: 'A.B/c', odd: 1, properties: { d: 2 } };
  const found = (rest: JsonObject): JsonObject => ({
    condition: { field, equals: 1 },
    resource: typed,
    expect: { effect: 'audit' },
    ...rest,
  });
  const details = { type: 'A.B/x', conflictEffect: 'audit' };
  it.each<readonly [string, JsonObject, boolean]>([
    ['the catalogue of the file', { aliases: own, cases: [found({})] }, true],
    ['the shipped catalogue without one', { cases: [found({ condition: { field, equals: 2 } })] }, true],
    ['the shipped catalogue for null', { aliases: null, cases: [found({ condition: { field, equals: 2 } })] }, true],
    ['the catalogue of the case', { cases: [found({ aliases: own })] }, true],
    ['the catalogue of the case before that of the file', { aliases: 'mine.json', cases: [found({ aliases: own })] }, true],
    ['names as the file says', { fields: 'paths', cases: [found({ condition: { field: 'properties.d', equals: 2 } })] }, true],
    [
      'names with a slash as the file says',
      { fields: 'paths', cases: [{ condition: { field: 'a/b', equals: 2 }, resource: { 'a/b': 2 }, expect: { effect: 'audit' } }] },
      true,
    ],
    [
      'names with a slash as the case says',
      { cases: [{ fields: 'paths', condition: { field: 'a/b', equals: 2 }, resource: { 'a/b': 2 }, expect: { effect: 'audit' } }] },
      true,
    ],
    [
      'the paths of the shipped catalogue, for null too',
      {
        aliases: null,
        cases: [
          {
            condition: { field: 'Microsoft.Compute/virtualMachines/sku.name', equals: 's' },
            resource: { type: 'Microsoft.Compute/virtualMachines', properties: { hardwareProfile: { vmSize: 's' } } },
            expect: { effect: 'audit' },
          },
        ],
      },
      true,
    ],
    ['one thing right and another wrong', { cases: [found({ aliases: own, expect: { effect: 'audit', value: false } })] }, false],
    ['a version that is no text for none', { cases: [found({ aliases: own, apiVersion: 5 })] }, true],
    ['names as the case says', { fields: 'paths', cases: [found({ fields: 'aliases', aliases: own })] }, true],
    ['names as they are by default', { fields: 'other', cases: [found({ fields: 'other', aliases: own })] }, true],
    [
      'parameters',
      { cases: [found({ parameters: { p: 2 }, condition: { field: 'kind', exists: "[equals(parameters('p'), 3)]" } })] },
      true,
    ],
    [
      'a code of a problem',
      { cases: [{ rule: { if: { field: 'a' }, then: { effect: 'audit' } }, expect: { problem: 'no-operator' } }] },
      true,
    ],
    ['another code than the problem has', { cases: [{ text: '{', expect: { problem: 'left-side' } }] }, false],
    ['the code that the problem has', { cases: [{ text: '{', expect: { problem: 'not-json' } }] }, true],
    ['a problem at all', { cases: [{ text: '{', expect: { problem: true } }] }, true],
    ['no problem', { cases: [found({ aliases: own, expect: { problem: false } })] }, true],
    ['a code where there is no problem', { cases: [found({ aliases: own, expect: { problem: 'not-json' } })] }, false],
    ['a value of a rule', { cases: [found({ aliases: own, expect: { value: true, error: false } })] }, true],
    [
      'details',
      {
        cases: [
          {
            rule: {
              if: { field: 'kind', exists: false },
              then: { effect: 'append', details: [{ field: 'a', value: "[concat('b', 'c')]" }] },
            },
            expect: { details: [{ field: 'a', value: 'bc' }] },
          },
        ],
      },
      true,
    ],
    [
      'other details',
      {
        cases: [
          {
            rule: { if: { field: 'kind', exists: false }, then: { effect: 'append', details: [{ field: 'a', value: 'b' }] } },
            expect: { details: [{ field: 'a', value: 'bc' }] },
          },
        ],
      },
      false,
    ],
    [
      'details without the effect in conflict',
      {
        cases: [
          { rule: { if: { field: 'kind', exists: false }, then: { effect: 'modify', details } }, expect: { details: { type: 'A.B/x' } } },
        ],
      },
      true,
    ],
    [
      'details with the effect in conflict',
      { cases: [{ rule: { if: { field: 'kind', exists: false }, then: { effect: 'modify', details } }, expect: { details } }] },
      true,
    ],
    [
      'details with another effect in conflict',
      {
        cases: [
          {
            rule: { if: { field: 'kind', exists: false }, then: { effect: 'modify', details } },
            expect: { details: { ...details, conflictEffect: 'deny' } },
          },
        ],
      },
      false,
    ],
    [
      'no details where nothing takes hold',
      { cases: [{ rule: { if: { field: 'kind', exists: true }, then: { effect: 'modify', details } }, expect: { details } }] },
      false,
    ],
    [
      'where a case lies when it says nothing',
      {
        cases: [
          {
            expression: '[concat(resourceGroup().name, resourceGroup().location, subscription().subscriptionId, utcNow())]',
            expect: { value: 'myResourceGroupeastus00000000-0000-0000-0000-0000000000002026-01-01T00:00:00Z' },
          },
        ],
      },
      true,
    ],
    [
      'where a case lies when it says it',
      {
        cases: [
          {
            expression: '[concat(resourceGroup().name, utcNow())]',
            context: { resourceGroup: { name: 'g' }, utcNow: 'then' },
            expect: { value: 'gthen' },
          },
        ],
      },
      true,
    ],
    [
      'nothing of the group where only the subscription is said',
      { cases: [{ expression: '[resourceGroup().name]', context: { subscription: { id: 's' } }, expect: { error: true } }] },
      true,
    ],
    [
      'nothing of the subscription where only the group is said',
      { cases: [{ expression: '[subscription().id]', context: { resourceGroup: { id: 'g' } }, expect: { error: true } }] },
      true,
    ],
    [
      'the group of a case that speaks of the request alone',
      {
        cases: [
          {
            expression: '[concat(resourceGroup().name, requestContext().identity, policy().id, claims().a)]',
            context: { requestContext: { identity: 'i' }, policy: { id: 'p' }, claims: { a: 'c' } },
            expect: { value: 'myResourceGroupipc' },
          },
        ],
      },
      true,
    ],
    [
      'the version of the request from the case',
      { cases: [{ expression: '[requestContext().apiVersion]', apiVersion: '2020-01-01', expect: { value: '2020-01-01' } }] },
      true,
    ],
    [
      'the version of the request as the request says',
      {
        cases: [
          {
            expression: '[requestContext().apiVersion]',
            apiVersion: '2020-01-01',
            context: { requestContext: { apiVersion: 'x' } },
            expect: { value: 'x' },
          },
        ],
      },
      true,
    ],
  ])('takes %s', (_, file, passes) => {
    expect(runCases(file)).toMatchObject({ passed: passes ? 1 : 0, failed: passes ? 0 : 1, skipped: 0 });
  });

  it.each<readonly [string, JsonObject, string]>([
    ['one candidate', { related: { kind: 'x' } }, 'Compliant'],
    ['a list of candidates', { related: [{ kind: 'y' }, { kind: 'x' }] }, 'Compliant'],
    ['no candidate', { related: [] }, 'NonCompliant'],
    ['nothing said', {}, 'NonCompliant'],
    ['an estate', { estate: [{ type: 'A.B/x', kind: 'x', id: '/subscriptions/s/resourceGroups/g/providers/A.B/x/y' }, 'x'] }, 'Compliant'],
    [
      'an estate of another group',
      { estate: [{ type: 'A.B/x', kind: 'x', id: '/subscriptions/s/resourceGroups/h/providers/A.B/x/y' }] },
      'NonCompliant',
    ],
  ])('looks for related resources in %s', (_, given, compliance) => {
    const rule = {
      if: { field: 'kind', exists: false },
      then: { effect: 'auditIfNotExists', details: { type: 'A.B/x', existenceCondition: { field: 'kind', equals: 'x' } } },
    };
    const id = '/subscriptions/s/resourceGroups/g/providers/A.B/c/d';
    expect(runCases({ cases: [{ rule, resource: { id, type: 'A.B/c' }, expect: { compliance }, ...given }] })).toMatchObject({ passed: 1 });
  });

  it.each<readonly [string, JsonObject, JsonObject]>([
    ['effect', { condition, resource, expect: { effect: 'audit' } }, { problem: false, effect: 'audit', value: true, error: false }],
    [
      'compliance and details',
      { condition, resource, expect: { compliance: 'NonCompliant', details: null } },
      { problem: false, effect: 'audit', value: true, error: false, compliance: 'NonCompliant' },
    ],
    ['value of an expression', { expression: '[int(5)]', expect: { value: 5 } }, { problem: false, error: false, value: 5 }],
  ])('gives what came out and nothing else where only %s is expected', (_, one, got) => {
    expect(runCases({ cases: [one] }).cases[0]?.got).toStrictEqual(got);
  });

  it('judges in a context that says what the case says and nothing else', () => {
    const related = expect.any(Function) as unknown;
    const subscription = { subscriptionId: '00000000-0000-0000-0000-000000000000' };
    const resourceGroup = { name: 'myResourceGroup', location: 'eastus' };
    expect(contextOf({})).toStrictEqual({ now: '2026-01-01T00:00:00Z', subscription, resourceGroup, related });
    expect(contextOf({ apiVersion: '1', context: { subscription: { id: 's' }, utcNow: 'then' } })).toStrictEqual({
      now: 'then',
      apiVersion: '1',
      requestContext: { apiVersion: '1' },
      subscription: { id: 's' },
      related,
    });
  });

  it('takes the rule of the file where a case has none', () => {
    const rule = { if: condition, then: { effect: 'deny' } };
    expect(runCases({ rule, cases: [{ name: 'x', resource, expect: { effect: 'deny' } }] })).toMatchObject({ passed: 1 });
  });
});

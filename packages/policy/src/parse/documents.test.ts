import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../json.ts';
import { parseDefinition } from './definition.ts';
import { parseInitiative } from './initiative.ts';

const rule: JsonObject = { if: { field: 'name', equals: 'x' }, then: { effect: 'audit' } };

describe('a definition', () => {
  it('is read with all that it says about itself', () => {
    const { value, problems } = parseDefinition({
      id: '/providers/Microsoft.Authorization/policyDefinitions/d',
      name: 'd',
      type: 'Microsoft.Authorization/policyDefinitions',
      properties: {
        displayName: 'One',
        description: 'Two',
        policyType: 'Custom',
        mode: 'All',
        version: '2.0.0',
        metadata: { category: 'Three', version: '1.0.0', more: [1] },
        parameters: {
          Effect: { type: 'String', allowedValues: ['Audit', 'Deny'], defaultValue: 'Audit', metadata: { displayName: 'E' } },
          count: { type: 'Integer', allowedValues: [], defaultValue: null },
        },
        policyRule: rule,
      },
    });
    // A null for a number is told; everything else is kept.
    expect(problems.map((problem) => problem.path)).toEqual(['$.properties.parameters.count.defaultValue']);
    expect(value).toMatchObject({
      id: '/providers/Microsoft.Authorization/policyDefinitions/d',
      name: 'd',
      displayName: 'One',
      description: 'Two',
      category: 'Three',
      version: '2.0.0',
      metadata: { category: 'Three', version: '1.0.0', more: [1] },
      mode: 'All',
      policyType: 'Custom',
      rulePath: '$.properties.policyRule',
      declares: true,
    });
    expect([...(value?.parameters.values() ?? [])]).toEqual([
      {
        name: 'Effect',
        type: 'string',
        allowedValues: ['Audit', 'Deny'],
        defaultValue: 'Audit',
        metadata: { displayName: 'E' },
        path: '$.properties.parameters.Effect',
      },
      { name: 'count', type: 'integer', allowedValues: undefined, defaultValue: null, metadata: {}, path: '$.properties.parameters.count' },
    ]);
    expect([...(value?.parameters.keys() ?? [])]).toEqual(['effect', 'count']);
  });

  it.each<[string, JsonObject, JsonObject]>([
    ['bare', { displayName: 'x', policyRule: rule }, { displayName: 'x', rulePath: '$.policyRule', declares: true }],
    [
      'in any case',
      { DisplayName: 'x', PolicyRule: { IF: { field: 'name', equals: 'x' }, THEN: { effect: 'audit' } }, MODE: 'indexed' },
      { displayName: 'x', mode: 'indexed' },
    ],
    ['named where it has no title', { name: 'n', properties: { policyRule: rule } }, { displayName: 'n', description: '' }],
    ['without a name', { properties: { policyRule: rule } }, { displayName: '', description: '', metadata: {} }],
    ['with the version of its metadata', { properties: { metadata: { version: '1.2.3' }, policyRule: rule } }, { version: '1.2.3' }],
    ['with metadata of another kind', { properties: { metadata: [1], policyRule: rule } }, { metadata: {} }],
    ['with parameters that are null', { properties: { parameters: null, policyRule: rule } }, { declares: true }],
    ['that is a rule', { ...rule, mode: 'Nothing', displayName: 1 }, { displayName: '', rulePath: '$', declares: false, metadata: {} }],
  ])('%s', (_, input, expected) => {
    const { value, problems } = parseDefinition(input);
    expect(problems).toEqual([]);
    expect(value).toMatchObject(expected);
    for (const absent of ['id', 'category', 'policyType'] as const) expect(value?.[absent]).toBeUndefined();
  });

  it.each([512, 513])('that nests %d levels is read from text as from an object', (levels) => {
    let metadata: JsonValue = 'x';
    for (let level = 1; level < levels; level += 1) metadata = level % 2 === 0 ? [metadata, null] : { a: metadata };
    const codes = [JSON.stringify({ metadata, policyRule: rule }), { metadata, policyRule: rule }].map((input) =>
      parseDefinition(input).problems.map((problem) => problem.code),
    );
    const wanted = levels > 512 ? ['nesting-too-deep'] : [];
    expect(codes).toEqual([wanted, wanted]);
  });

  it('is read from text with a mark of its byte order', () => {
    expect(parseDefinition(`\uFEFF${JSON.stringify(rule)}`).problems).toEqual([]);
  });

  it.each([
    ['"true"', 'Boolean', 'TRUE', true],
    ['a number', 'Boolean', 1, false],
    ['a text of digits', 'Integer', ' -12 ', true],
    ['a fraction', 'Integer', 1.5, false],
    ['a text of a fraction', 'Integer', '1.5', false],
    ['a text of an exponent', 'Float', '-1.5e+3', true],
    ['letters', 'Float', 'x1', false],
    ['a day', 'DateTime', '2026-02-28', true],
    ['a day that is none', 'DateTime', '2026-02-30', false],
    ['a list', 'Object', [], false],
    ['null', 'Object', null, false],
    ['an object', 'Array', {}, false],
  ])('takes %s for a %s, or not', (_, type, defaultValue, fits) => {
    const { problems } = parseDefinition({ parameters: { p: { type, defaultValue } }, policyRule: rule });
    expect(problems.map((problem) => problem.code)).toEqual(fits ? [] : ['wrong-parameter-type']);
  });

  it.each([
    ['a selection of a list', 'Array', ['a', 'b'], ['b'], true],
    ['a list with something else', 'Array', ['a', 'b'], ['b', 'c'], false],
    ['one of several lists', 'Array', [['a'], ['b']], ['b'], true],
    ['a part of one of several lists', 'Array', [['a', 'b']], ['b'], false],
    ['an object that is the same', 'Object', [{ a: 1 }], { a: 1 }, true],
    ['an object with its keys in another order', 'Object', [{ a: 1, b: { c: 2, d: 3 } }], { b: { d: 3, c: 2 }, a: 1 }, true],
    ['an object that is not', 'Object', [{ a: 1 }], { a: 2 }, false],
    ['a text in another case', 'String', ['Audit'], 'audit', false],
  ])('allows %s, or not', (_, type, allowedValues, defaultValue, allowed) => {
    const { problems } = parseDefinition({ parameters: { p: { type, allowedValues, defaultValue } }, policyRule: rule });
    expect(problems.map((problem) => problem.code)).toEqual(allowed ? [] : ['not-allowed']);
  });
});

describe('an initiative', () => {
  it('is read with all that it says', () => {
    const { value, problems } = parseInitiative({
      id: '/i',
      name: 'i',
      properties: {
        displayName: 'One',
        description: 'Two',
        metadata: { category: 'Three', version: '1.0.0' },
        parameters: { Effect: { type: 'String', defaultValue: 'Audit' } },
        policyDefinitionGroups: [
          { name: 'g', displayName: 'G', category: 'C', description: 'D', additionalMetadataId: '/m' },
          { name: 'h' },
        ],
        policyDefinitions: [
          {
            policyDefinitionId: '/A',
            policyDefinitionReferenceId: 'r',
            definitionVersion: '1.*.*',
            groupNames: ['G', 'h'],
            parameters: { effect: { value: "[parameters('EFFECT')]" } },
          },
          { policyDefinitionId: '/B' },
        ],
      },
    });
    expect(problems).toEqual([]);
    expect(value).toMatchObject({ id: '/i', name: 'i', displayName: 'One', description: 'Two', category: 'Three', version: '1.0.0' });
    expect(value?.groups).toEqual([
      { name: 'g', displayName: 'G', category: 'C', description: 'D', additionalMetadataId: '/m' },
      { name: 'h', displayName: 'h', category: undefined, description: '', additionalMetadataId: undefined },
    ]);
    expect(value?.members).toMatchObject([
      { referenceId: 'r', definitionId: '/A', definitionVersion: '1.*.*', groups: ['G', 'h'], path: '$.properties.policyDefinitions[0]' },
      { referenceId: '1', definitionId: '/B', definitionVersion: undefined, groups: [] },
    ]);
    expect(value?.members[0]?.parameters.get('effect')).toMatchObject({ kind: 'expression', text: "[parameters('EFFECT')]" });
  });

  it('without a title has its name', () => {
    expect(parseInitiative({ name: 'i', properties: { policyDefinitions: [], version: '3' } }).value).toMatchObject({
      displayName: 'i',
      version: '3',
      metadata: {},
      groups: [],
      members: [],
    });
    expect(parseInitiative({ policyDefinitions: [] }).value).toMatchObject({ displayName: '', description: '', category: undefined });
  });
});

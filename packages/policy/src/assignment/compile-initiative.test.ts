import { describe, expect, it } from 'vitest';
import { readAliases } from '../aliases/listing.ts';
import { parseDefinition } from '../parse/definition.ts';
import { parseInitiative } from '../parse/initiative.ts';
import type { Definition } from '../parse/tree.ts';
import { parseAssignment } from './assignment.ts';
import { compileInitiative, indexDefinitions } from './compile-initiative.ts';

function definition(id: string): Definition {
  const { value } = parseDefinition({
    id: `/providers/Microsoft.Authorization/policyDefinitions/${id}`,
    name: id,
    properties: {
      parameters: {
        effect: { type: 'String', defaultValue: 'Audit', allowedValues: ['Audit', 'Deny', 'Disabled'] },
        names: { type: 'Array', defaultValue: [] },
      },
      policyRule: { if: { field: 'name', in: "[parameters('names')]" }, then: { effect: "[parameters('effect')]" } },
    },
  });
  if (!value) throw new Error('the definition does not parse');
  return value;
}

const definitions = indexDefinitions([definition('one'), definition('two')]);
const initiative = {
  name: 'set',
  properties: {
    displayName: 'A set',
    parameters: { prefix: { type: 'String', defaultValue: 'x' }, open: { type: 'String' } },
    policyDefinitionGroups: [{ name: 'G1', displayName: 'First' }],
    policyDefinitions: [
      {
        policyDefinitionId: '/Providers/microsoft.authorization/policyDefinitions/ONE',
        policyDefinitionReferenceId: 'first',
        groupNames: ['g1'],
        parameters: { names: { value: ["[concat(parameters('prefix'), '1')]"] } },
      },
      { policyDefinitionId: 'two', policyDefinitionReferenceId: 'second', parameters: { effect: { value: "[parameters('open')]" } } },
      { policyDefinitionId: 'two', policyDefinitionReferenceId: 'again', parameters: { effect: { value: 'Deny' } } },
    ],
  },
};
const context = { now: '2026-01-01T00:00:00Z' };

describe('compileInitiative', () => {
  it('resolves parameters of members against its own', () => {
    const { initiative: compiled, problems } = compileInitiative(initiative, { definitions, parameters: { prefix: 'y' } });
    expect(problems).toEqual([]);
    const [first] = compiled?.members ?? [];
    expect(first?.groups).toEqual(['g1']);
    expect(first?.policy?.evaluate({ name: 'y1', location: 'x' }, context)).toEqual({ compliance: 'NonCompliant', effect: 'Audit' });
    expect(first?.policy?.evaluate({ name: 'x1', location: 'x' }, context)).toEqual({ compliance: 'Compliant', effect: 'Audit' });
  });

  it('leaves a definition its default where a parameter has no value, and takes one definition twice', () => {
    const { initiative: compiled } = compileInitiative(initiative, { definitions });
    expect(compiled?.members.map((member) => member.policy?.effect)).toEqual(['Audit', 'Audit', 'Deny']);
  });

  it('finds definitions by id and by name, in any case', () => {
    expect(definitions('/providers/Microsoft.Authorization/policyDefinitions/ONE', undefined)?.name).toBe('one');
    expect(definitions('/somewhere/else/Two', undefined)?.name).toBe('two');
    expect(definitions('TWO', undefined)?.name).toBe('two');
    expect(definitions('/two/three', undefined)).toBeUndefined();
    expect(indexDefinitions([{ ...definition('one'), id: undefined, name: undefined }])('one', undefined)).toBeUndefined();
  });

  it('takes an initiative that was read before, and passes on what definitions are compiled with', () => {
    const { value } = parseInitiative(initiative);
    if (!value) throw new Error('the initiative does not parse');
    expect(compileInitiative(value, { definitions }).initiative?.initiative).toBe(value);
    const { initiative: compiled } = compileInitiative(
      { policyDefinitions: [{ policyDefinitionId: 'one', parameters: { names: { value: ['a'] } } }] },
      { definitions, fields: 'paths' },
    );
    expect(compiled?.members).toMatchObject([{ referenceId: '0', definitionId: 'one', groups: [], problems: [] }]);
    expect(compiled?.members[0]?.policy?.evaluate({ name: 'a', location: 'x' }, context)).toEqual({
      compliance: 'NonCompliant',
      effect: 'Audit',
    });
    const own = parseDefinition({ name: 'own', policyRule: { if: { field: 'A.B/c/d', equals: 1 }, then: { effect: 'audit' } } }).value;
    const aliases = readAliases([
      { namespace: 'A.B', resourceTypes: [{ resourceType: 'c', aliases: [{ name: 'A.B/c/d', defaultPath: 'e.f' }] }] },
    ]).catalogue;
    const alone = compileInitiative({ policyDefinitions: [{ policyDefinitionId: 'own' }] }, { definitions: () => own, aliases });
    expect(alone.initiative?.members[0]?.policy?.reads).toEqual(['e.f']);
  });

  it.each([
    [
      { policyDefinitions: [{ policyDefinitionId: 'Nine' }] },
      {},
      ['$.policyDefinitions[0]: definition Nine was not given (unknown-definition) Give the file of the definition too.'],
    ],
    [
      { policyDefinitions: [] },
      { x: 1 },
      ['$parameters.x: the initiative declares no parameter "x" (unknown-parameter) Leave it out, or correct its name.'],
    ],
    [
      { policyDefinitions: [{ policyDefinitionId: 'one', parameters: { names: { value: "[split('a', 1)]" } } }] },
      {},
      [
        '$.policyDefinitions[0].names: parameter "names": split(): argument 2 must be a text or an array of texts, but it is a number (expression-syntax) Correct the expression.',
      ],
    ],
    [
      {
        policyDefinitions: [{ policyDefinitionId: 'one', parameters: { names: { value: "[concat(createArray(), parameters('p'))]" } } }],
        parameters: { p: { type: 'Array' } },
      },
      {},
      [
        '$.policyDefinitions[0].names: parameter "names": parameters(): the parameter \'p\' has no value (expression-syntax) Correct the expression.',
      ],
    ],
    [
      {
        policyDefinitions: [{ policyDefinitionId: 'one', parameters: { names: { value: "[ parameters('p')]" } } }],
        parameters: { p: { type: 'Array' } },
      },
      {},
      [],
    ],
    [
      { policyDefinitions: [{ policyDefinitionId: 'one', parameters: { names: { value: 'x' } } }] },
      {},
      ['$.policyDefinitions[0]: $parameters.names: '],
    ],
  ])('tells what is wrong in %j', (properties, parameters, told) => {
    const { problems } = compileInitiative(properties, { definitions, parameters });
    expect(problems.map(({ path, message, code, hint }) => `${path}: ${message} (${code}) ${hint}`)).toEqual(
      told.map((line) => (line.endsWith(': ') ? expect.stringContaining(line) : line)),
    );
  });

  it('gives nothing for what is no initiative', () => {
    expect(compileInitiative({ members: [], parameters: {} }, { definitions }).initiative).toBeUndefined();
    expect(compileInitiative(null, { definitions }).initiative).toBeUndefined();
    expect(compileInitiative('{', { definitions })).toMatchObject({ initiative: undefined, problems: [{ code: 'not-json' }] });
  });

  it('sets effects that an assignment overrides', () => {
    const assignment = parseAssignment({
      policyDefinitionId: 'set',
      overrides: [{ kind: 'policyEffect', value: 'Disabled', selectors: [{ kind: 'policyDefinitionReferenceId', in: ['again'] }] }],
    }).value;
    const { initiative: compiled } = compileInitiative(initiative, { definitions, ...(assignment && { assignment }) });
    expect(compiled?.members.map((member) => member.policy?.isOff)).toEqual([false, false, true]);
  });

  it.each([
    ['a member that was not given', { policyDefinitions: [{ policyDefinitionId: 'nine' }] }, {}, 'unknown-definition'],
    ['a member without a definition', { policyDefinitions: [{}] }, {}, 'missing-key'],
    ['no members', {}, {}, 'missing-key'],
    ['a group that is not defined', { policyDefinitions: [{ policyDefinitionId: 'one', groupNames: ['g'] }] }, {}, 'unknown-group'],
    [
      'two members of one reference id',
      {
        policyDefinitions: [
          { policyDefinitionId: 'one', policyDefinitionReferenceId: 'a' },
          { policyDefinitionId: 'one', policyDefinitionReferenceId: 'A' },
        ],
      },
      {},
      'repeated-key',
    ],
    [
      'a parameter that it does not declare',
      { policyDefinitions: [{ policyDefinitionId: 'one', parameters: { effect: { value: "[parameters('q')]" } } }] },
      {},
      'undefined-parameter',
    ],
    [
      'a value that the definition does not allow',
      { policyDefinitions: [{ policyDefinitionId: 'one', parameters: { effect: { value: 'Explode' } } }] },
      {},
      'not-allowed',
    ],
    ['a value for no parameter', { policyDefinitions: [] }, { x: 1 }, 'unknown-parameter'],
    ['a value of the wrong type', { policyDefinitions: [], parameters: { p: { type: 'Integer' } } }, { p: 'x' }, 'wrong-parameter-type'],
  ])('reports %s', (_, properties, parameters, code) => {
    const { problems } = compileInitiative({ properties }, { definitions, parameters });
    expect(problems.map((problem) => problem.code)).toContain(code);
  });
});

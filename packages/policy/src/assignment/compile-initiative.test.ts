import { describe, expect, it } from 'vitest';
import { parseDefinition } from '../parse/definition.ts';
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

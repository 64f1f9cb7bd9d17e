import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../json.ts';
import { compileDefinition } from './compile-definition.ts';
import type { PolicyFacts } from './facts.ts';

const vm = 'Microsoft.Compute/virtualMachines';
const isVm = { field: 'type', equals: vm };
const declared = (rest: JsonObject): JsonObject => ({ type: 'String', ...rest });
const rule = (condition: JsonValue, effect: JsonValue = 'audit', details?: JsonObject): JsonObject => ({
  if: condition,
  then: details ? { effect, details } : { effect },
});
const onIfNotOff = declared({ allowedValues: ['Disabled', 'AuditIfNotExists'], defaultValue: 'Disabled' });
const related = (type: string): JsonObject => ({ type, existenceCondition: { field: 'name', equals: 'x' } });

const rows: readonly (readonly [string, JsonObject, Partial<PolicyFacts>])[] = [
  [
    'a bare rule',
    rule(isVm, 'Deny'),
    {
      effect: 'Deny',
      effectIsComputed: false,
      types: ['microsoft.compute/virtualmachines'],
      decidedBy: 'configuration',
      isOff: false,
      undecidable: undefined,
      asked: undefined,
      defaultState: undefined,
      missingParameters: [],
      reads: ['type'],
      related: undefined,
      readsConfiguration: false,
      indexed: false,
      wholeIf: false,
      guesses: [],
    },
  ],
  [
    'types named in a list, and one of them excluded',
    rule({ allOf: [{ field: 'type', in: ['A.B/c', 'A.B/d'] }, { not: { field: 'type', equals: 'a.b/C' } }] }),
    { types: ['a.b/d'] },
  ],
  ['no type', rule({ field: 'name', equals: 'x' }), { types: undefined, reads: ['name'] }],
  ['a type behind anyOf', rule({ anyOf: [isVm, { field: 'name', equals: 'x' }] }), { types: undefined }],
  ['types that cannot be', rule({ allOf: [isVm, { field: 'type', equals: 'A.B/c' }] }), { types: [] }],
  [
    'an effect that is a parameter',
    { parameters: { effect: declared({ defaultValue: 'Audit' }) }, policyRule: rule(isVm, "[parameters('effect')]") },
    { effect: 'Audit', effectIsComputed: false, indexed: true, readsBeyond: [] },
  ],
  [
    'an effect that hangs on the resource',
    rule(isVm, "[if(equals(field('name'), 'x'), 'audit', 'deny')]"),
    {
      effect: "[if(equals(field('name'), 'x'), 'audit', 'deny')]",
      effectIsComputed: true,
      decidedBy: 'configuration',
      readsBeyond: ['effect'],
    },
  ],
  [
    'parameters without a value',
    { parameters: { Given: declared({ defaultValue: 'x' }), Open: declared({}) }, policyRule: rule(isVm) },
    { missingParameters: ['Open'] },
  ],
  ['modes in any case', { mode: 'INDEXED', policyRule: rule(isVm) }, { indexed: true, wholeIf: false }],
  ['mode All', { mode: 'All', policyRule: rule(isVm) }, { indexed: false }],
  ['clusters', { mode: 'Microsoft.Kubernetes.Data', policyRule: rule(isVm) }, { decidedBy: 'data plane', wholeIf: true, isOff: false }],
  ['vaults', { mode: 'Microsoft.KeyVault.Data', policyRule: rule(isVm) }, { decidedBy: 'data plane', wholeIf: false }],
  ['a control of Microsoft', { policyType: 'Static', mode: 'All', policyRule: rule(isVm) }, { decidedBy: 'static' }],
  ['an answer by hand', rule(isVm, 'manual'), { decidedBy: 'manual', defaultState: 'Unknown' }],
  [
    'an answer by hand with a default',
    rule(isVm, 'Manual', { defaultState: 'Compliant' }),
    { decidedBy: 'manual', defaultState: 'Compliant' },
  ],
  ['operations', rule(isVm, 'denyAction', { actionNames: ['delete'] }), { decidedBy: 'operation', defaultState: undefined }],
  ['settings elsewhere', rule(isVm, 'addToNetworkGroup'), { decidedBy: 'other effect' }],
  ['inside of clusters', rule(isVm, 'mutate'), { decidedBy: 'data plane' }],
  [
    'another resource',
    rule(isVm, 'auditIfNotExists', related('Microsoft.Compute/virtualMachines/extensions')),
    { decidedBy: 'related', related: { type: 'microsoft.compute/virtualmachines/extensions', reads: ['name'] } },
  ],
  ["somebody's assessment", rule(isVm, 'auditIfNotExists', related('Microsoft.Security/assessments')), { decidedBy: 'assessment' }],
  [
    "a part of somebody's assessment",
    rule(isVm, 'auditIfNotExists', related('Microsoft.Security/assessments/subAssessments')),
    { decidedBy: 'assessment' },
  ],
  [
    'what only sounds like an assessment',
    rule(isVm, 'auditIfNotExists', related('Microsoft.Security/assessmentsOfMine')),
    { decidedBy: 'related' },
  ],
  ['results of compliance', rule(isVm, 'auditIfNotExists', related('Microsoft.Security/complianceResults')), { decidedBy: 'assessment' }],
  [
    'what a guest found',
    rule(isVm, 'auditIfNotExists', related('Microsoft.GuestConfiguration/guestConfigurationAssignments')),
    { decidedBy: 'guest configuration' },
  ],
  ['a type in the details of another effect', rule(isVm, 'audit', { type: 'A.B/c' }), { decidedBy: 'configuration', related: undefined }],
  [
    'what is switched off, classed as if it were on',
    { parameters: { effect: onIfNotOff }, policyRule: rule(isVm, "[parameters('effect')]", related('Microsoft.Security/assessments')) },
    { effect: 'Disabled', isOff: true, decidedBy: 'assessment' },
  ],
  [
    'manual and switched off',
    {
      parameters: { effect: declared({ allowedValues: ['Manual', 'Disabled'], defaultValue: 'Disabled' }) },
      policyRule: rule(isVm, "[parameters('effect')]"),
    },
    { isOff: true, decidedBy: 'manual', defaultState: undefined },
  ],
  ['disabled in any case', rule(isVm, 'DISABLED'), { isOff: true, effect: 'DISABLED', decidedBy: 'configuration' }],
  [
    'configuration',
    rule({ allOf: [isVm, { field: `${vm}/storageProfile.osDisk.osType`, equals: 'x' }, { field: 'tags.a', exists: true }] }),
    { readsConfiguration: true },
  ],
  [
    'configuration in an expression',
    rule({ value: `[field('${vm}/licenseType')]`, equals: 'x' }),
    { reads: ['properties.licenseType'], readsConfiguration: true },
  ],
  ['a path that only sounds like configuration', rule({ field: 'kind', equals: 'properties' }), { readsConfiguration: false }],
  [
    'aliases that are guessed',
    rule({
      allOf: [
        { field: 'type', equals: 'A.B/c' },
        { field: 'A.B/c/d', exists: true },
        { field: 'a.b/c/d', exists: true },
      ],
    }),
    {
      guesses: [
        { alias: 'A.B/c/d', guess: 'properties.d' },
        { alias: 'a.b/c/d', guess: 'properties.d' },
      ],
      readsConfiguration: true,
    },
  ],
  [
    'who makes a request',
    rule({ allOf: [isVm, { value: '[requestContext().identity.idtyp]', equals: 'x' }] }),
    {
      decidedBy: 'operation',
      asked: 'requestContext',
      undecidable: 'The rule asks who makes a request, which is known only while one is judged.',
    },
  ],
  [
    'the version of a request',
    rule({ value: "[requestContext()['apiVersion']]", equals: 'x' }),
    { asked: undefined, decidedBy: 'configuration' },
  ],
  ['the answer of an endpoint, in a list', rule({ field: 'name', in: ['a', '[claims().a]'] }), { decidedBy: 'operation', asked: 'claims' }],
  ['the answer of an endpoint, in an object', rule({ field: 'name', equals: { a: '[-length(claims().a)]' } }), { asked: 'claims' }],
  ['the answer of an endpoint, in a name', rule({ field: "[concat('tags.', claims().a)]", equals: 'x' }), { asked: 'claims' }],
  [
    'who makes a request, of a related resource',
    rule(isVm, 'auditIfNotExists', {
      type: 'A.B/c',
      existenceCondition: { anyOf: [{ not: { value: '[requestContext().identity]', exists: true } }] },
    }),
    { decidedBy: 'operation' },
  ],
];

describe('what is known of a policy beforehand', () => {
  it.each(rows)('%s', (_, definition, facts) => {
    const { policy, problems } = compileDefinition(definition);
    expect(problems).toEqual([]);
    expect(policy?.facts).toMatchObject(facts);
  });

  it('an effect given from outside takes the place of the one written', () => {
    const { policy } = compileDefinition(rule(isVm, "[if(equals(field('name'), 'x'), 'audit', 'deny')]"), { effect: 'Disabled' });
    expect(policy?.facts).toMatchObject({ effect: 'Disabled', isOff: true, effectIsComputed: false });
  });

  it.each([
    ['audti', undefined],
    ["[parameters('effect')]", 'audti'],
  ])('an effect that does not exist is a problem: %s', (effect, given) => {
    const definition = { parameters: { effect: declared({ defaultValue: 'nothing' }) }, policyRule: rule(isVm, effect) };
    const { policy, problems } = compileDefinition(definition, given === undefined ? {} : { parameters: { effect: given } });
    expect(policy).toBeUndefined();
    expect(problems).toMatchObject([{ code: 'unknown-effect', path: '$.policyRule.then.effect', hint: 'Did you mean "audit"?' }]);
  });

  it.each([
    ['what cannot be modified', 'A.B/c/fixed', 'modify', false],
    ['what can be modified', 'A.B/c/free', 'Modify', true],
    ['tags', "tags['x']", 'modify', true],
    ['what no catalogue knows', 'A.B/c/other', 'modify', true],
    ['what cannot be modified, by append', 'A.B/c/fixed', 'append', true],
  ])('%s', (_, field, effect, passes) => {
    const entry = (name: string, modifiable: boolean) => [{ type: 'a.b/c', path: `properties.${name}`, versions: undefined, modifiable }];
    const aliases = {
      find: (alias: string) => (alias === 'A.B/c/fixed' ? entry('fixed', false) : alias === 'A.B/c/free' ? entry('free', true) : []),
    };
    const details = { operations: [{ operation: 'addOrReplace', field, value: 1 }] };
    const { problems } = compileDefinition(rule({ field: 'type', equals: 'A.B/c' }, effect, details), { aliases });
    const told = {
      code: 'not-modifiable',
      path: '$.then.details.operations[0].field',
      message: `"${field}" cannot be modified`,
      hint: 'Use deny or deployIfNotExists, or another alias.',
    };
    expect(problems).toEqual(passes ? [] : [told]);
  });
});

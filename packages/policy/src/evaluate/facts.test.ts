import { describe, expect, it } from 'vitest';
import type { AliasEntry } from '../aliases/catalogue.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { parseDefinition } from '../parse/definition.ts';
import { compileDefinition, compileParsed } from './compile-definition.ts';
import type { PolicyFacts } from './facts.ts';

const vm = 'Microsoft.Compute/virtualMachines';
const groups = 'Microsoft.Network/networkSecurityGroups';
const isGroup = { field: 'type', equals: groups };
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
  ['an answer by hand with a default that is no text', rule(isVm, 'manual', { defaultState: 5 }), { defaultState: 'Unknown' }],
  [
    'an answer by hand with a default that hangs on the resource',
    rule(isVm, 'manual', { defaultState: "[string(field('kind'))]" }),
    { defaultState: 'Unknown' },
  ],
  [
    'an answer by hand that is allowed and not chosen',
    {
      parameters: { effect: declared({ allowedValues: ['Manual', 'Audit'], defaultValue: 'Audit' }) },
      policyRule: rule(isVm, "[parameters('effect')]"),
    },
    { effect: 'Audit', decidedBy: 'configuration', undecidable: undefined, defaultState: undefined },
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
      parameters: { effect: declared({ allowedValues: ['Disabled', 'Manual'], defaultValue: 'Disabled' }) },
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
  ['all of the configuration', rule({ field: 'properties', exists: true }), { reads: ['properties'], readsConfiguration: true }],
  ['what lies elsewhere under such a name', rule({ field: 'identity.properties.x', exists: true }), { readsConfiguration: false }],
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
    'where the look-up hangs on the resource',
    rule(isVm, 'auditIfNotExists', {
      type: 'A.B/d',
      name: "[concat(field('name'), '/', field('kind'))]",
      resourceGroupName: "[field('tags.group')]",
      existenceCondition: { field: 'A.B/d/e', equals: "[field('location')]" },
    }),
    {
      reads: ['type', 'name', 'kind', 'tags.group', 'location'],
      related: { type: 'a.b/d', reads: ['properties.e'] },
      readsBeyond: ['resourceGroupName'],
      guesses: [{ alias: 'A.B/d/e', guess: 'properties.e' }],
    },
  ],
  [
    'where a related resource is compared with the place',
    rule(isVm, 'auditIfNotExists', { type: 'A.B/d', existenceCondition: { field: 'name', equals: '[subscription().subscriptionId]' } }),
    { reads: ['type'], related: { type: 'a.b/d', reads: ['name'] }, readsBeyond: ['subscription.subscriptionid'] },
  ],
  ['types that are left out', rule({ not: { field: 'type', notEquals: 'A.B/c' } }), { types: ['a.b/c'] }],
  ['types in a list that are left out', rule({ not: { field: 'type', notIn: ['A.B/c', 'A.B/d'] } }), { types: ['a.b/c', 'a.b/d'] }],
  ['types by a pattern', rule({ field: 'type', like: 'A.B/*' }), { types: undefined }],
  [
    'a type and a value that never holds',
    rule({ anyOf: [isVm, { value: 1, equals: 2 }] }),
    { types: ['microsoft.compute/virtualmachines'] },
  ],
  ['a type or a value that always holds', rule({ anyOf: [isVm, { value: 1, equals: 1 }] }), { types: undefined }],
  ['a type or a value that may hold', rule({ anyOf: [isVm, { value: "[field('name')]", equals: 1 }] }), { types: undefined }],
  [
    'names and ids that are only compared',
    rule({
      allOf: [
        { field: 'name', equals: 'x' },
        { field: 'ID', notLike: '/a*' },
        { field: 'name', in: "[createArray('a', 'b')]" },
        { field: 'tags.name', equals: 'x' },
      ],
    }),
    {
      reads: ['name', 'id', 'tags.name'],
      nameTests: [
        { path: 'name', key: 'equals "x"' },
        { path: 'id', key: 'notLike "/a*"' },
        { path: 'name', key: 'in ["a","b"]' },
      ].map((one) => expect.objectContaining(one) as never),
    },
  ],
  [
    'names that are not only compared',
    rule({
      allOf: [
        { field: 'name', equals: 'x' },
        { value: "[field('name')]", equals: 'x' },
      ],
    }),
    { reads: ['name'], nameTests: [] },
  ],
  [
    'names compared with what hangs on the resource',
    rule({ field: 'name', equals: "[field('kind')]" }),
    { reads: ['name', 'kind'], nameTests: [] },
  ],
  ['kinds that are only compared', rule({ field: 'kind', equals: 'x' }), { reads: ['kind'], nameTests: [] }],
  [
    'what is read in details only, a name that was only compared too',
    rule({ field: 'name', equals: 'x' }, 'auditIfNotExists', {
      type: 'A.B/d',
      name: "[concat(field('name'), field('kind'), field('location'))]",
      resourceGroupName: 'g',
    }),
    { reads: ['name', 'kind', 'location'], readsInDetails: ['name', 'kind', 'location', 'resourceGroupName'] },
  ],
  [
    'what is read before and in details',
    rule({ field: 'kind', equals: 'x' }, 'auditIfNotExists', {
      type: 'A.B/d',
      name: "[concat(field('kind'), subscription().displayName)]",
    }),
    { reads: ['kind'], readsInDetails: ['subscription.displayname'] },
  ],
  [
    'elements of which something is read, so that their number follows',
    rule({
      allOf: [
        isGroup,
        { count: { field: `${groups}/securityRules[*]`, where: { field: `${groups}/securityRules[*].access`, equals: 'x' } }, equals: 1 },
      ],
    }),
    { reads: ['type', 'properties.securityRules[*].properties.access'] },
  ],
  [
    'elements that are only counted',
    rule({ allOf: [isGroup, { count: { field: `${groups}/securityRules[*]` }, equals: 1 }] }),
    { reads: ['type', 'properties.securityRules[*]'] },
  ],
  [
    'elements that are counted where something else holds',
    rule({ allOf: [isGroup, { count: { field: `${groups}/securityRules[*]`, where: { field: 'kind', equals: 'x' } }, equals: 1 }] }),
    { reads: ['type', 'kind', 'properties.securityRules[*]'] },
  ],
  [
    'the instant, the request and the policy, which are the same for all',
    rule({ value: '[concat(utcNow(), requestContext().apiVersion, policy().definitionId)]', equals: 'x' }),
    { reads: [], readsBeyond: [] },
  ],
  [
    'names of fields that are worked out',
    rule({ allOf: [isVm, { field: "[concat('tags[', field('name'), ']')]", exists: true }] }),
    { reads: ['type', 'tags', 'name'], readsBeyond: [] },
  ],
  [
    'names of fields that are worked out in functions',
    rule({ value: "[field(concat('ta', field('name')))]", equals: 'x' }),
    { reads: ['name'], readsBeyond: ['computed field'] },
  ],
  [
    'a name of a field that is always the same',
    {
      parameters: { field: declared({ defaultValue: 'kind' }) },
      policyRule: rule({ allOf: [isVm, { field: "[parameters('field')]", exists: true }] }),
    },
    { reads: ['type', 'kind'], readsBeyond: [] },
  ],
  [
    'lists and objects on the right, counts and what they look for',
    rule({
      allOf: [
        { field: 'name', in: ["[field('kind')]", 'x'] },
        { field: 'tags', equals: { a: "[field('location')]" } },
        { count: { field: 'A.B/c/d[*]', where: { field: 'A.B/c/d[*].e', equals: "[field('id')]" } }, equals: 1 },
        { count: { value: "[field('identity')]", where: { field: 'fullName', like: 'x' } }, equals: 1 },
      ],
    }),
    {
      reads: ['name', 'kind', 'tags', 'location', 'properties.d[*].e', 'id', 'properties.d[*]', 'fullName', 'identity'],
      readsBeyond: ['type'],
    },
  ],
  [
    'an alias of the type, one of another type and one that names a singleton',
    rule({ allOf: [isVm, { field: 'Microsoft.Compute/disks/diskSizeGB', exists: true }, { field: `${vm}/one/two.x`, exists: true }] }),
    { reads: ['type', 'properties.two.x', 'properties.one/two.x'], readsBeyond: [] },
  ],
  [
    'who makes a request, under a sign, beside its version, in brackets and as an argument',
    rule({
      anyOf: [
        { value: '[requestContext().apiVersion]', equals: 'x' },
        { value: "[requestContext()['APIVersion']]", equals: 'x' },
        { field: 'name', equals: "[-length(requestContext()['identity'])]" },
      ],
    }),
    { asked: 'requestContext' },
  ],
  ['what a list says under the version', rule({ value: "[createArray(1)['apiVersion']]", equals: 'x' }), { asked: undefined }],
  [
    'who makes a request, as an index',
    rule({ value: "[field('tags')[requestContext().identity]]", equals: 'x' }),
    { asked: 'requestContext' },
  ],
  [
    'a request by a name that is worked out',
    rule({ value: "[requestContext()[field('name')]]", equals: 'x' }),
    { asked: 'requestContext' },
  ],
  [
    'who makes a request, as what is counted',
    rule({ count: { value: '[requestContext().identity]' }, equals: 1 }),
    { asked: 'requestContext' },
  ],
  [
    'who makes a request, in what is counted',
    rule({ count: { field: 'A.B/c/d[*]', where: { value: '[requestContext().identity]', equals: 1 } }, equals: 1 }),
    { asked: 'requestContext' },
  ],
  ['who makes a request, against a count', rule({ count: { field: 'A.B/c/d[*]' }, equals: '[claims().n]' }), { asked: 'claims' }],
  [
    'a control of Microsoft, told',
    { policyType: 'Static', policyRule: rule(isVm) },
    { undecidable: "Microsoft is responsible for this control; it has no rule to run on a customer's resources." },
  ],
  [
    'clusters, told',
    { mode: 'Microsoft.Kubernetes.Data', policyRule: rule(isVm) },
    { undecidable: 'Mode Microsoft.Kubernetes.Data judges what lies inside a resource, which its configuration does not show.' },
  ],
  ['an answer by hand, told', rule(isVm, 'manual'), { undecidable: 'Somebody has to attest it; no configuration shows it.' }],
  [
    'operations, told',
    rule(isVm, 'denyAction', { actionNames: ['delete'] }),
    { undecidable: "The effect denyAction is about operations and says nothing about a resource's state." },
  ],
  [
    'inside of clusters, told',
    rule(isVm, 'mutate'),
    { undecidable: 'The effect mutate is carried out inside a resource, which its configuration does not show.' },
  ],
  [
    'settings elsewhere, told',
    rule(isVm, 'addToNetworkGroup'),
    { undecidable: "The effect addToNetworkGroup changes settings elsewhere and says nothing about a resource's state." },
  ],
  [
    'the answer of an endpoint, told',
    rule({ value: '[claims().a]', equals: 1 }),
    { undecidable: 'The rule asks for the answer of an external endpoint, which is known only while a request is judged.' },
  ],
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

  it.each([
    ['nonsense', undefined],
    ['Modify', 'Modify'],
  ])('an effect given from outside is checked: %s', (effect, expected) => {
    const { policy, problems } = compileDefinition(rule(isVm), { effect });
    expect(policy?.effect).toBe(expected);
    expect(problems.map(({ code }) => code)).toEqual(expected === undefined ? ['unknown-effect'] : []);
  });

  it('a definition that was read before has no policy where its parameters are wrong', () => {
    const { value } = parseDefinition({ parameters: { n: { type: 'Integer' } }, policyRule: rule(isVm) });
    if (!value) throw new Error('it was not read');
    const { policy, problems } = compileParsed(value, { parameters: { n: 'x' } });
    expect([policy, problems.length]).toEqual([undefined, 1]);
  });

  it('parameters are declared nowhere for a bare rule, so that none is unknown', () => {
    expect(compileDefinition(rule(isVm), { parameters: { x: 1 } }).notes).toEqual([]);
    expect(compileDefinition({ policyRule: rule(isVm) }, { parameters: { x: 1 } }).notes).toMatchObject([{ code: 'unknown-parameter' }]);
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

  it('an effect that comes to no text is told as it is written', () => {
    const { problems } = compileDefinition(rule(isVm, "[length('ab')]"));
    expect(problems.map(({ message }) => message)).toEqual([`the text "[length('ab')]" is no effect`]);
  });

  it.each([
    ['what cannot be modified', 'A.B/c/fixed', 'modify', false],
    ['what can be modified', 'A.B/c/free', 'Modify', true],
    ['what can be modified on one of its types', 'A.B/c/either', 'modify', true],
    ['tags', "tags['x']", 'modify', true],
    ['what is worked out', "[concat('A.B/c/', 'fixed')]", 'modify', true],
    ['what no catalogue knows', 'A.B/c/other', 'modify', true],
    ['what cannot be modified, by append', 'A.B/c/fixed', 'append', true],
  ])('%s', (_, field, effect, passes) => {
    const entry = (name: string, modifiable: boolean) => [{ type: 'a.b/c', path: `properties.${name}`, versions: undefined, modifiable }];
    const entriesByAlias: Readonly<Record<string, readonly AliasEntry[]>> = {
      'A.B/c/fixed': entry('fixed', false),
      'A.B/c/free': entry('free', true),
      'A.B/c/either': [...entry('either', false), ...entry('either', true)],
    };
    const aliases = { find: (alias: string) => entriesByAlias[alias] ?? [] };
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

import { describe, expect, test } from 'vitest';
import { jsonOf, production, testAzure } from '../azure-api.fixture.ts';

const subscription = `/subscriptions/${production}`;
const storage = `${subscription}/resourceGroups/data/providers/Microsoft.Storage/storageAccounts/prodstore1`;
const machine = `${subscription}/resourceGroups/web/providers/Microsoft.Compute/virtualMachines/prod-vm-01`;
const secureTransfer = '1c5de8e1-f68d-6a17-e0d2-ec259c42768c';
const updates = '4ab6e3c5-74dd-8b35-9ab9-f61b30875b27';
const assessment = (resource: string, key: string) => `${resource}/providers/Microsoft.Security/assessments/${key}?api-version=2021-06-01`;

describe('an exemption', () => {
  const at = `${storage}/providers/Microsoft.Authorization/policyExemptions/mine`;
  const body = {
    properties: {
      policyAssignmentId: `${subscription}/providers/Microsoft.Authorization/policyAssignments/SecurityCenterBuiltIn`,
      policyDefinitionReferenceIds: ['storage-secure-transfer'],
      exemptionCategory: 'Waiver',
      expiresOn: '2027-12-31T00:00:00.000Z',
      displayName: 'Mine',
      description: 'A test.',
    },
  };

  test('counts at once, is shown, and ends with its deletion', async () => {
    const azure = await testAzure();
    const put = (given: unknown) => azure.arm(at, { method: 'PUT', body: given, token: azure.operator });
    const max = async () =>
      (await azure.store.report({}, { model: 'classic' })).value.recommendations.find(({ name }) => name === 'storage-secure-transfer');
    const before = await max();
    expect((await put(body)).status).toBe(201);
    expect((await put(body)).status).toBe(200);
    expect(await max()).toMatchObject({ unhealthy: (before?.unhealthy ?? 0) - 1 });
    expect(await azure.get(assessment(storage, secureTransfer))).toMatchObject({
      properties: { status: { code: 'NotApplicable', cause: 'Exempt' } },
    });
    expect(await azure.get(at)).toMatchObject({ name: 'mine', properties: body.properties });
    expect((await azure.store.exemptions({})).value.find(({ displayName }) => displayName === 'Mine')).toMatchObject({
      assessments: 1,
      reason: 'A test.',
    });
    expect((await azure.arm(at, { method: 'DELETE', token: azure.operator })).status).toBe(200);
    expect((await azure.arm(at, { method: 'DELETE', token: azure.operator })).status).toBe(204);
    expect((await azure.arm(at)).status).toBe(404);
    expect(await max()).toEqual(before);
  });

  test('of an assignment that is not among those of its subscription is refused, where those were read', async () => {
    const azure = await testAzure();
    const idOf = (name: string) => `${subscription}/providers/Microsoft.Authorization/policyAssignments/${name}`;
    const put = async (name: string) => {
      const given = { properties: { ...body.properties, policyAssignmentId: idOf(name) } };
      return (await azure.arm(at, { method: 'PUT', body: given, token: azure.operator })).status;
    };
    expect(await put('elsewhere')).toBe(201);
    const resource = { id: idOf('baseline'), type: 'Microsoft.Authorization/policyAssignments', properties: {} };
    await azure.store.apply({ changes: [{ op: 'put', resource }], at: new Date().toISOString() });
    expect([await put('Baseline'), await put('SecurityCenterBuiltIn'), await put('basline')]).toEqual([200, 200, 400]);
  });

  test('a part of it can be changed', async () => {
    const azure = await testAzure();
    await azure.arm(at, { method: 'PUT', body, token: azure.operator });
    const patch = { properties: { assignmentScopeValidation: 'DoNotValidate' } };
    const patched = await azure.arm(at, { method: 'PATCH', body: patch, token: azure.operator });
    expect(await jsonOf(patched)).toMatchObject({ properties: { ...body.properties, ...patch.properties } });
  });

  test.each([
    ['no body', undefined, 'The body'],
    ['broken JSON', '{"properties":', 'could not be deserialized'],
    ['another category', { properties: { ...body.properties, exemptionCategory: 'Forgiven' } }, 'expected Waiver or Mitigated'],
    ['a date that is none', { properties: { ...body.properties, expiresOn: 'soon' } }, 'expected a time'],
    ['a date that has passed', { properties: { ...body.properties, expiresOn: '2020-01-01T00:00:00Z' } }, 'has passed already'],
    ['no assignment', { properties: { exemptionCategory: 'Waiver' } }, 'policyAssignmentId'],
    ['an assignment that is no id', { properties: { ...body.properties, policyAssignmentId: 'mine' } }, 'Expected the id of one'],
    [
      'references that are no list',
      { properties: { ...body.properties, policyDefinitionReferenceIds: 'x' } },
      'policyDefinitionReferenceIds',
    ],
  ])('%s is refused, and nothing is kept', async (_what, given, words) => {
    const azure = await testAzure();
    const { sequence } = await azure.store.head();
    const answer = await azure.arm(at, { method: 'PUT', token: azure.operator, ...(given === undefined ? {} : { body: given }) });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(words)]);
    expect((await azure.store.head()).sequence).toBe(sequence);
  });

  test('a body of two megabytes is refused', async () => {
    const azure = await testAzure();
    const answer = await azure.arm(at, { method: 'PUT', token: azure.operator, body: ' '.repeat(2 << 20) });
    expect(answer.status).toBe(413);
  });
});

describe('an assessment', () => {
  const put = async (azure: Awaited<ReturnType<typeof testAzure>>, path: string, code: string) =>
    azure.arm(path, {
      method: 'PUT',
      token: azure.operator,
      body: { properties: { resourceDetails: { source: 'Azure' }, status: { code, description: 'Seen.' } } },
    });

  test('of what only an assessment can decide: it decides, and its deletion undoes it', async () => {
    const azure = await testAzure();
    const status = async () => (await azure.get(assessment(machine, updates))).properties.status.code;
    expect(await status()).toBe('Unhealthy');
    expect((await put(azure, assessment(machine, updates), 'healthy')).status).toBe(200);
    expect(await azure.get(assessment(machine, updates))).toMatchObject({
      properties: { status: { code: 'Healthy', description: 'Seen.' }, additionalData: { decidedBy: 'input' } },
    });
    expect((await azure.arm(assessment(machine, updates), { method: 'DELETE', token: azure.operator })).status).toBe(200);
    expect(await status()).not.toBe('Healthy');
  });

  test('of own metadata: kept and shown, and not scored', async () => {
    const azure = await testAzure();
    const key = '00000000-0000-4000-8000-00000000c0de';
    const metadata = `${subscription}/providers/Microsoft.Security/assessmentMetadata/${key}`;
    const before = (await azure.store.report({}, { model: 'classic' })).value.score;
    const about = {
      properties: {
        displayName: 'Ours',
        description: 'd',
        remediationDescription: 'r',
        severity: 'High',
        assessmentType: 'CustomerManaged',
      },
    };
    expect((await azure.arm(metadata, { method: 'PUT', token: azure.operator, body: about })).status).toBe(200);
    // Clients ask for it above all subscriptions.
    expect(await azure.get(`/providers/Microsoft.Security/assessmentMetadata/${key}`)).toMatchObject(about);
    expect((await put(azure, assessment(storage, key), 'Unhealthy')).status).toBe(201);
    expect(await azure.get(`${assessment(storage, key)}&$expand=metadata`)).toMatchObject({
      properties: {
        displayName: 'Ours',
        resourceDetails: { source: 'Azure', id: storage },
        status: { code: 'Unhealthy' },
        metadata: { severity: 'High' },
      },
    });
    const listed = await azure.all(`${subscription}/providers/Microsoft.Security/assessments?$top=50`);
    expect(listed.filter(({ name }) => name === key)).toHaveLength(1);
    expect((await azure.store.report({}, { model: 'classic' })).value.score).toEqual(before);
    expect((await azure.arm(assessment(storage, key), { method: 'DELETE', token: azure.operator })).status).toBe(200);
    expect((await azure.arm(assessment(storage, key))).status).toBe(404);
    expect((await azure.arm(metadata, { method: 'DELETE', token: azure.operator })).status).toBe(200);
    expect((await azure.arm(metadata)).status).toBe(404);
  });

  test('the catalogue is not rewritten, and what a rule judged is not deleted', async () => {
    const azure = await testAzure();
    const metadata = `${subscription}/providers/Microsoft.Security/assessmentMetadata/${secureTransfer}`;
    expect(
      (await azure.arm(metadata, { method: 'PUT', token: azure.operator, body: { properties: { displayName: 'x', severity: 'Low' } } }))
        .status,
    ).toBe(400);
    expect((await azure.arm(assessment(storage, secureTransfer), { method: 'DELETE', token: azure.operator })).status).toBe(400);
  });
});

describe('governance', () => {
  const rule = (priority: number) => ({
    properties: {
      displayName: 'Owners',
      rulePriority: priority,
      ruleType: 'Integrated',
      sourceResourceType: 'Assessments',
      remediationTimeframe: '7.00:00:00',
      conditionSets: [],
      ownerSource: { type: 'ByTag', value: 'owner' },
    },
  });
  const at = (name: string) => `${encodeURIComponent(subscription)}/providers/Microsoft.Security/governanceRules/${name}`;

  test('rules are kept, one of each priority, also where clients encode the scope', async () => {
    const azure = await testAzure();
    const put = (name: string, body: unknown) => azure.arm(`/${at(name)}`, { method: 'PUT', token: azure.operator, body });
    expect((await put('a', rule(5))).status).toBe(201);
    expect((await put('a', rule(5))).status).toBe(200);
    expect((await put('b', rule(5))).status).toBe(409);
    expect((await put('b', rule(0))).status).toBe(400);
    expect(await azure.all(`/${at('').replace(/\/$/, '')}`)).toHaveLength(1);
  });

  test('assignments need a date', async () => {
    const azure = await testAzure();
    const place = `${storage}/providers/Microsoft.Security/assessments/${secureTransfer}/governanceAssignments`;
    const put = (body: unknown) => azure.arm(`${place}/x`, { method: 'PUT', token: azure.operator, body });
    expect((await put({ properties: { owner: 'a@b.example' } })).status).toBe(400);
    expect((await put({ properties: { owner: 'a@b.example', remediationDueDate: '2027-01-07T00:00:00Z' } })).status).toBe(201);
    expect(await azure.all(place)).toHaveLength(1);
    expect((await azure.arm(`${place}/x`, { method: 'DELETE', token: azure.operator })).status).toBe(200);
  });
});

test('nothing else of the estate can be changed', async () => {
  const azure = await testAzure();
  for (const method of ['PUT', 'PATCH', 'DELETE']) {
    const answer = await azure.arm(storage, { method, token: azure.operator, ...(method === 'DELETE' ? {} : { body: {} }) });
    expect([answer.status, await answer.text()]).toEqual([405, expect.stringContaining('changes nothing there')]);
  }
});

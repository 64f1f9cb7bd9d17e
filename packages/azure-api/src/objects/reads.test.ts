import { describe, expect, test } from 'vitest';
import { development, type Json, pathOf, production, testAzure } from '../azure-api.fixture.ts';

const azure = await testAzure();
const security = `/subscriptions/${production}/providers/Microsoft.Security`;
const authorization = `/subscriptions/${production}/providers/Microsoft.Authorization`;
const insights = `/subscriptions/${production}/providers/Microsoft.PolicyInsights`;
const machine = `/subscriptions/${production}/resourceGroups/web/providers/Microsoft.Compute/virtualMachines/prod-vm-01`;

const { all } = azure;

describe('secure scores', () => {
  test('both models, as the store has them', async () => {
    const scope = [`/subscriptions/${production}`];
    const { value: controls } = await azure.store.report({ scope }, { model: 'controls', rounding: 'api' });
    const { value: classic } = await azure.store.report({ scope }, { model: 'classic' });
    const [asc, own] = await all(`${security}/secureScores?api-version=2020-01-01`);
    expect(asc).toMatchObject({ name: 'ascScore', properties: { score: { ...controls.score } } });
    expect(own.name).toBe('classicScore');
    expect(own.properties.score.max).toBe(classic.score?.max);
    expect(own.properties.score.current).toBeCloseTo(classic.score?.current ?? 0, 2);
    expect(await azure.get(`${security}/SECURESCORES/ascscore`)).toEqual(asc);
  });

  test('weighted with their weights, the subscriptions give the overall score of the controls model', async () => {
    const scores = await Promise.all(
      [...(await all('/subscriptions'))].map(
        async ({ subscriptionId }) =>
          (await azure.get(`/subscriptions/${subscriptionId}/providers/Microsoft.Security/secureScores/ascScore`)).properties,
      ),
    );
    const weight = scores.reduce((sum, one) => sum + one.weight, 0);
    const mean = scores.reduce((sum, one) => sum + (one.score.current / one.score.max) * one.weight, 0) / weight;
    const { value } = await azure.store.report({}, { model: 'controls' });
    expect(mean).toBeCloseTo(value.score?.percentage ?? 0, 3);
  });

  test.each(['ascScore', 'classicScore'])('the controls of %s add up to it, and say what is in them', async (name) => {
    const { properties } = await azure.get(`${security}/secureScores/${name}`);
    const controls = await all(`${security}/secureScores/${name}/secureScoreControls?$expand=definition`);
    expect(controls.reduce((sum, control) => sum + control.properties.score.current, 0)).toBeCloseTo(properties.score.current, 1);
    expect(controls.reduce((sum, control) => sum + control.properties.score.max, 0)).toBeCloseTo(properties.score.max, 6);
    for (const { properties: control } of controls) {
      if (control.weight > 0) expect(control.definition.properties.assessmentDefinitions.length).toBeGreaterThan(0);
      expect(control.weight).toBe(control.healthyResourceCount + control.unhealthyResourceCount);
      if (control.weight === 0) expect(control.score).toEqual({ max: 0, current: 0, percentage: 0 });
    }
    const bare = await all(`${security}/secureScores/${name}/secureScoreControls`);
    expect(bare.some(({ properties: control }) => 'definition' in control)).toBe(false);
  });

  test('definitions of controls, at both levels', async () => {
    const tenant = await all('/providers/Microsoft.Security/secureScoreControlDefinitions');
    expect(tenant).toEqual(await all(`${security}/secureScoreControlDefinitions`));
    const { value: metadata } = await azure.get('/providers/Microsoft.Security/assessmentMetadata');
    const known = new Set(metadata.map(({ id }: { id: string }) => id));
    for (const { properties } of tenant) for (const { id } of properties.assessmentDefinitions) expect(known.has(id)).toBe(true);
  });
});

describe('assessments', () => {
  test('as many as the store has, whatever the size of the page', async () => {
    const whole = await all(`${security}/assessments?api-version=2021-06-01`);
    const paged = await all(`${security}/assessments?api-version=2021-06-01&$top=37`);
    expect(paged).toEqual(whole);
    const { value } = await azure.store.report({ scope: [`/subscriptions/${production}`] }, { model: 'classic' });
    const count = (code: string) => whole.filter(({ properties }) => properties.status.code === code).length;
    expect({ healthy: count('Healthy'), unhealthy: count('Unhealthy'), rest: count('NotApplicable') }).toEqual({
      healthy: value.coverage.assessed.healthy,
      unhealthy: value.coverage.assessed.unhealthy,
      rest: value.coverage.assessed.notApplicable + value.coverage.assessed.notAssessed,
    });
    for (const { properties } of whole) expect(['Healthy', 'Unhealthy', 'NotApplicable']).toContain(properties.status.code);
  });

  test('one of them, with why, metadata and links', async () => {
    const [first] = await all(`${machine}/providers/Microsoft.Security/assessments`);
    const one = await azure.get(`${first.id.toUpperCase()}?$expand=links,metadata`);
    expect(one.properties.status).toMatchObject({ code: first.properties.status.code, description: expect.any(String) });
    expect(one.properties.metadata).toMatchObject({ displayName: first.properties.displayName, assessmentType: 'BuiltIn' });
    expect(one.properties.links.azurePortalUri).toMatch(/\/ui\/$/);
  });

  test('an exempted one says so', async () => {
    const exempt = (await all(`${security}/assessments`)).filter(({ properties }) => properties.status.cause === 'Exempt');
    expect(exempt.length).toBeGreaterThan(0);
    expect(exempt[0].properties.additionalData.exemption).toContain('/policyExemptions/');
  });

  test('of a management group: those of its subscriptions', async () => {
    const group = await all('/providers/Microsoft.Management/managementGroups/harbour-sandbox/providers/Microsoft.Security/assessments');
    expect(group.length).toBeGreaterThan(0);
    expect(group.every(({ id }) => id.includes(development))).toBe(true);
  });

  test('a task for each unhealthy one', async () => {
    const unhealthy = (await all(`${security}/assessments`)).filter(({ properties }) => properties.status.code === 'Unhealthy');
    const tasks = await all(`${security}/tasks?$top=20`);
    expect(tasks).toHaveLength(unhealthy.length);
    expect(await azure.get(`${security}/locations/centralus/tasks/${tasks[0].name}`)).toEqual(tasks[0]);
  });
});

describe('what was read', () => {
  test.each([
    ['subscriptions', '/subscriptions', 3],
    ['tenants', '/tenants', 1],
    ['resource groups', `/subscriptions/${production}/resourcegroups`, undefined],
    ['management groups', '/providers/Microsoft.Management/managementGroups', 3],
    ['users', '/msgraph/v1.0/users', undefined],
    ['locations', `/subscriptions/${production}/locations`, undefined],
    ['providers', `/subscriptions/${production}/providers`, undefined],
    ['role assignments', `${authorization}/roleAssignments`, undefined],
    ['role definitions', `${authorization}/roleDefinitions`, 3],
    ['virtual machines', `/subscriptions/${production}/providers/Microsoft.Compute/virtualMachines`, 12],
    ['exemptions', `${authorization}/policyExemptions`, undefined],
    ['policy definitions', '/providers/Microsoft.Authorization/policyDefinitions', undefined],
    ['initiatives', '/providers/Microsoft.Authorization/policySetDefinitions', 1],
    ['policy assignments', `${authorization}/policyAssignments`, 1],
    ['settings of provisioning', `${security}/autoProvisioningSettings`, 1],
  ])('%s', async (_what, path, count) => {
    const found = await all(path);
    expect(found.length).toBeGreaterThan(0);
    if (count !== undefined) expect(found).toHaveLength(count);
    expect(new Set(found.map(({ id, name }) => id ?? name)).size).toBe(found.length);
  });

  test.each(['alerts', 'settings', 'securityContacts', 'regulatoryComplianceStandards', 'pricings', 'subAssessments', 'governanceRules'])(
    '%s: nothing is an empty list',
    async (kind) => {
      expect(await azure.get(`${security}/${kind}`)).toEqual({ value: [] });
    },
  );

  test('resources by filter, page by page', async () => {
    const every = await all(`/subscriptions/${production}/resources?$filter=`);
    const paged = await all(`/subscriptions/${production}/resources?$top=7&$filter=resourceGroup eq 'web'`);
    expect(paged).toEqual(every.filter(({ id }) => /\/resourcegroups\/web\//i.test(id)));
    const machines = await all(
      `/subscriptions/${production}/resources?$filter=resourceType eq 'Microsoft.Compute/virtualMachines' and name eq 'PROD-vm-01'`,
    );
    expect(machines).toHaveLength(1);
    const named = await all(`/subscriptions/${production}/resources?$top=3&$filter=substringof('vm', name)`);
    expect(named).toEqual(every.filter(({ name }) => name.includes('vm')));
    expect(await azure.get(machine)).toMatchObject({ id: machines[0].id });
  });

  test('an unknown filter is refused, not passed over', async () => {
    const answer = await azure.arm(`/subscriptions/${production}/resources?$filter=colour eq 'red'`);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('InvalidFilterInQueryString');
  });

  test('the tree of groups', async () => {
    const tree = await azure.get('/providers/Microsoft.Management/managementGroups/harbour?$expand=children&$recurse=true');
    expect(tree.properties.children.map(({ name }: { name: string }) => name)).toEqual(['harbour-production', 'harbour-sandbox']);
    expect(tree.properties.children[0].children).toHaveLength(2);
  });
});

describe('policy states', () => {
  test('every assessment that applies, over pages read with either method', async () => {
    const states: Json[] = [];
    let next: string | undefined = `${insights}/policyStates/latest/queryResults?api-version=2019-10-01&$top=100`;
    for (let page = 0; next !== undefined; page++) {
      const answer = await azure.arm(next, { method: page % 2 === 0 ? 'POST' : 'GET' });
      const body = JSON.parse(await answer.text());
      states.push(...body.value);
      const link = body['@odata.nextLink'];
      next = link === undefined ? undefined : pathOf(link);
    }
    const { value } = await azure.store.report({ scope: [`/subscriptions/${production}`] }, { model: 'classic' });
    expect(states.filter(({ complianceState }) => complianceState === 'NonCompliant')).toHaveLength(value.coverage.assessed.unhealthy);
    const [summary] = (await azure.get(`${insights}/policyStates/latest/summarize`)).value;
    const resources = new Set(
      states.filter(({ complianceState }) => complianceState === 'NonCompliant').map(({ resourceId }) => resourceId),
    );
    expect(summary.results.nonCompliantResources).toBe(resources.size);
  });

  test('by filter', async () => {
    const { value } = await azure.get(
      `${insights}/policyStates/latest/queryResults?$filter=complianceState eq 'NonCompliant' and resourceId eq '${machine}'&$select=resourceId`,
    );
    expect(value.length).toBeGreaterThan(0);
    for (const state of value) expect(Object.keys(state)).toEqual(['resourceId']);
  });
});

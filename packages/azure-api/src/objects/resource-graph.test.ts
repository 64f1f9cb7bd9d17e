import { describe, expect, test } from 'vitest';
import { development, type Json, jsonOf, platform, production, testAzure } from '../azure-api.fixture.ts';

const azure = await testAzure();
const at = '/providers/Microsoft.ResourceGraph/resources?api-version=2021-03-01';
const post = (body: unknown, token = azure.reader) => azure.arm(at, { method: 'POST', body, token });

/** @returns the rows of a query, over all subscriptions or some. */
async function rows(
  query: string,
  { token = azure.reader, ...more }: { readonly token?: string; readonly [name: string]: unknown } = {},
): Promise<readonly Json[]> {
  const answer = await post({ query, ...more }, token);
  const body = await jsonOf(answer);
  if (answer.status !== 200) throw new Error(JSON.stringify(body));
  expect(body).toMatchObject({ count: body.data.length, facets: [], resultTruncated: 'false' });
  return body.data;
}

describe('what is asked about the secure score', () => {
  test('percent by subscription', async () => {
    const found = await rows(
      "securityresources | where type == 'microsoft.security/securescores' | extend current = properties.score.current, max = todouble(properties.score.max) | project subscriptionId, current, max, percentage = ((current / max) * 100)",
    );
    expect(found).toHaveLength(3);
    for (const { subscriptionId, percentage } of found) {
      const { value } = await azure.store.report({ scope: [subscriptionId] }, { model: 'controls', rounding: 'api' });
      expect(percentage).toBeCloseTo((value.score?.percentage ?? 0) * 100, 1);
    }
  });

  test('weighted over subscriptions', async () => {
    const [found] = await rows(
      `SecurityResources
       | where type == 'microsoft.security/securescores'
       | where properties.environment == 'Azure'
       | extend current = todouble(properties.score.current), max = todouble(properties.score.max), weight = todouble(properties.weight)
       | summarize weighted = sum((current / max) * weight), weights = sum(weight)
       | project overall = round(100 * weighted / weights)`,
    );
    const { value } = await azure.store.report({}, { model: 'controls' });
    expect(found).toEqual({ overall: Math.round((value.score?.percentage ?? 0) * 100) });
  });

  test('controls with unhealthy resources', async () => {
    const found = await rows(
      "securityresources | where type == 'microsoft.security/securescores/securescorecontrols' | extend control = tostring(properties.displayName), unhealthy = toint(properties.unhealthyResourceCount) | summarize unhealthy = sum(unhealthy) by control | where unhealthy > 0 | order by unhealthy desc, control asc",
    );
    expect(found.length).toBeGreaterThan(3);
    expect(found.map(({ unhealthy }) => unhealthy)).toEqual(found.map(({ unhealthy }) => unhealthy).toSorted((a, b) => b - a));
  });

  test('assessments joined with their controls', async () => {
    const found = await rows(
      `securityresources
       | where type == 'microsoft.security/assessments' and properties.status.code == 'Unhealthy'
       | extend key = tostring(name), severity = tostring(properties.metadata.severity), resource = tostring(properties.resourceDetails.Id)
       | join kind=leftouter (
           securityresources
           | where type == 'microsoft.security/securescores/securescorecontrols'
           | mv-expand assessment = properties.definition.properties.assessmentDefinitions
           | extend key = tostring(split(tostring(assessment.id), '/')[4]), control = tostring(properties.displayName)
           | distinct key, control
         ) on key
       | summarize resources = dcount(resource) by control, severity`,
    );
    expect(found.some(({ control }) => control === 'Encrypt data in transit')).toBe(true);
  });

  test('what is exempt or switched off', async () => {
    const found = await rows(
      "securityresources | where type =~ 'Microsoft.Security/assessments' | where properties.status.cause in ('Exempt', 'OffByPolicy') | summarize count() by cause = tostring(properties.status.cause)",
    );
    expect(found.find(({ cause }) => cause === 'Exempt')?.count_).toBeGreaterThan(0);
  });

  test('the classic score stands apart, so that nothing is counted twice', async () => {
    const found = await rows(
      "securityresources | where type == 'microsoft.plumbline/classicscores' | project name, max = toint(properties.score.max)",
    );
    expect(found.map(({ name }) => name)).toEqual(['classicScore', 'classicScore', 'classicScore']);
  });
});

describe('tables', () => {
  test.each([
    ['resources | count', [{ Count: expect.any(Number) }]],
    ["resources | where type =~ 'microsoft.compute/virtualmachines' | count", [{ Count: 28 }]],
    [
      'resourcecontainers | summarize count() by type | order by type asc',
      [
        { type: 'microsoft.management/managementgroups', count_: 3 },
        { type: 'microsoft.resources/subscriptions', count_: 3 },
        { type: 'microsoft.resources/subscriptions/resourcegroups', count_: expect.any(Number) },
      ],
    ],
    ["authorizationresources | where type == 'microsoft.authorization/roledefinitions' | count", [{ Count: 3 }]],
    ["policyresources | where type == 'microsoft.authorization/policyexemptions' | count", [{ Count: expect.any(Number) }]],
    [
      "policyresources | where type == 'microsoft.policyinsights/policystates' and properties.complianceState == 'NonCompliant' | take 1 | project tostring(properties.policySetDefinitionName)",
      [{ properties_policySetDefinitionName: 'plumbline' }],
    ],
    ['advisorresources | count', [{ Count: 0 }]],
  ])('%s', async (query, expected) => {
    expect(await rows(query)).toEqual(expected);
  });

  test('subscriptions and management groups that are asked for', async () => {
    const count = async (more: object) =>
      (await rows('resources | distinct subscriptionId | order by subscriptionId asc', { ...more })).map(
        ({ subscriptionId }) => subscriptionId,
      );
    expect(await count({ subscriptions: [production.toUpperCase(), development] })).toEqual([production, development]);
    expect(await count({ managementGroups: ['harbour-production'] })).toEqual([production, platform]);
    expect(await count({ subscriptions: [] })).toEqual([]);
    expect(await count({ subscriptions: ['99999999-1111-4111-8111-111111111111'] })).toEqual([]);
  });

  test('a token sees its scopes, and nothing else', async () => {
    const token = await azure.token('reader', [development]);
    for (const table of ['resources', 'resourcecontainers', 'securityresources', 'policyresources', 'authorizationresources']) {
      const text = JSON.stringify(
        await rows(`${table} | project id, name, subscriptionId, type`, { token, subscriptions: [production, development] }),
      );
      expect(text).not.toContain(production);
      expect(text).not.toContain('prod-vm');
      if (table !== 'policyresources') expect(text).toContain(development);
    }
  });
});

test('what only counts and tells apart reads the same rows as what looks into them', async () => {
  const groups = 'summarize n = count() by type, subscriptionId, resourceGroup, id | order by id asc';
  const found = await rows(`resources | ${groups}`);
  expect(found.length).toBeGreaterThan(20);
  expect(found).toEqual(await rows(`resources | where isnotnull(properties) or isnull(properties) | ${groups}`));
  expect(await rows('resources | count')).toEqual(await rows("resources | where strlen(name) > 0 or name == '' | count"));
  // pack_all() asks for every column.
  const assessed = "securityresources | where type == 'microsoft.security/assessments'";
  const looked = await rows(`${assessed} | extend all = pack_all() | ${groups}`);
  expect(looked.length).toBeGreaterThan(100);
  expect(await rows(`${assessed} | ${groups}`)).toEqual(looked);
});

describe('pages', () => {
  test('the token carries the size of the page, and the pages are the whole', async () => {
    const query = 'resources | project id | order by id asc';
    const found: Json[] = [];
    let token: string | undefined;
    do {
      const answer = await jsonOf(await post({ query, options: token === undefined ? { $top: 250 } : { $skipToken: token } }));
      found.push(...answer.data);
      expect(answer.data.length).toBeLessThanOrEqual(250);
      token = answer.$skipToken;
    } while (token !== undefined);
    expect(found).toEqual(await rows(query));
    expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
    const skipped = await rows(query, { options: { $skip: 5, $top: 2 } });
    expect(skipped).toEqual(found.slice(5, 7));
  });

  test('as a table', async () => {
    const answer = await jsonOf(
      await post({ query: 'resources | summarize n = count() by type | top 2 by n', options: { resultFormat: 'table' } }),
    );
    expect(answer.data.columns).toEqual([
      { name: 'type', type: 'string' },
      { name: 'n', type: 'integer' },
    ]);
    expect(answer.data.rows).toHaveLength(2);
  });
});

describe('what is refused', () => {
  test.each([
    ['an operator that there is not', { query: 'resources | frobnicate' }, 'InvalidQuery', 'frobnicate'],
    ['a text that is no query', { query: '| | |' }, 'InvalidQuery', ''],
    ['a table that there is not', { query: 'secrets' }, 'InvalidQuery', 'secrets'],
    ['no query', {}, 'InvalidRequestContent', 'query'],
    ['facets', { query: 'resources', facets: [{ expression: 'type' }] }, 'InvalidRequestContent', 'facets'],
    [
      'a token of another query',
      { query: 'resources', options: { $skipToken: Buffer.from('5 5 x').toString('base64url') } },
      'InvalidSkipToken',
      '',
    ],
    ['a page of nothing', { query: 'resources', options: { $top: 0 } }, 'InvalidRequestContent', '$top'],
  ])('%s', async (_what, body, code, words) => {
    const answer = await post(body);
    const { error } = await jsonOf(answer);
    expect(answer.status).toBe(400);
    expect(error.details[0].code).toBe(code);
    expect(JSON.stringify(error)).toContain(words);
  });

  test('a query that is slow on purpose ends, and others are answered meanwhile', async () => {
    const ending = new AbortController();
    const slow = azure.ask(at, {
      method: 'POST',
      token: azure.reader,
      signal: ending.signal,
      body: JSON.stringify({
        query:
          'range a from 1 to 1400 step 1 | extend k = 1 | join kind=inner (range b from 1 to 1400 step 1 | extend k = 1) on k | extend c = a * b | summarize dcount(c)',
      }),
    });
    const begin = performance.now();
    expect((await azure.arm('/subscriptions')).status).toBe(200);
    expect(performance.now() - begin).toBeLessThan(2_000);
    ending.abort();
    expect((await slow).status).toBe(499);
  });
});

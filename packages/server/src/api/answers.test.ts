import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, test } from 'vitest';
import { openApiOf } from '../openapi/document.ts';
import { jsonOf, production, type TestServer, testServer } from '../server.fixture.ts';
import { routes } from './routes.ts';

const document = openApiOf(routes, '0.0.0-test');
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: 'urn:plumbline:api', components: document.components });

let server: TestServer;
let token: string;
beforeAll(async () => {
  server = await testServer();
  token = await server.token('operator');
});

const store = `/subscriptions/${production}/resourceGroups/data/providers/Microsoft.Storage/storageAccounts/prodstore1`;

/** Calls whose answers are held against what the OpenAPI document promises: name of the route, what is asked. */
const cases: readonly (readonly [string, string, object?])[] = [
  ['getScore', '/api/v1/score'],
  ['getScore', '/api/v1/score?model=controls&aggregate=pooled&rounding=api'],
  ['getScore', `/api/v1/score?scope=${production}&scope=harbour-sandbox`],
  ['getScore', '/api/v1/score?scope=nowhere'],
  ['getScore', '/api/v1/score?coverage=counts'],
  ['listCategories', '/api/v1/categories'],
  ['listCategories', '/api/v1/categories?model=controls'],
  ['listControls', '/api/v1/controls'],
  ['listRecommendations', '/api/v1/recommendations'],
  ['getRecommendation', '/api/v1/recommendations/vm-permissive-internet-rules'],
  ['getRecommendation', '/api/v1/recommendations/MACHINE-SYSTEM-UPDATES?model=controls'],
  [
    'listRecommendationResources',
    '/api/v1/recommendations/storage-secure-transfer/resources?status=Unhealthy&status=Healthy&explain=true&limit=3',
  ],
  ['listSubscriptions', '/api/v1/subscriptions?limit=2'],
  ['listManagementGroups', '/api/v1/management-groups'],
  ['listResources', '/api/v1/resources?limit=5'],
  ['getResource', `/api/v1/resources/${encodeURIComponent(store)}`],
  ['search', '/api/v1/search?q=prodstore'],
  ['getCoverage', '/api/v1/coverage'],
  ['listExemptions', '/api/v1/exemptions'],
  ['createExemption', '/api/v1/exemptions', { scope: store, recommendations: [], category: 'Mitigated', reason: 'A reason' }],
  ['getHistory', '/api/v1/history?points=10'],
  ['getHistory', `/api/v1/history?scope=${production}&recommendation=storage-secure-transfer&subscriptions=true`],
  ['compareMoments', '/api/v1/history/compare?from=1'],
  ['explainMovement', '/api/v1/history/causes?from=1'],
  ['explainMovement', '/api/v1/history/causes?from=1&model=controls'],
  ['compareMoments', '/api/v1/history/compare?from=1&recommendation=storage-secure-transfer&coverage=counts'],
  ['suppose', '/api/v1/what-if', { complete: ['storage-secure-transfer'] }],
  ['sendChanges', '/api/v1/changes', { op: 'delete', id: '/subscriptions/x' }],
  ['getSession', '/api/v1/session'],
  ['getHealth', '/healthz'],
  ['getReadiness', '/readyz'],
];

describe('answers are as the OpenAPI document says', () => {
  test.each(cases.map(([name, path, body]) => ({ name, path, body })))('$name: $path', async ({ name, path, body }) => {
    const route = routes.find((candidate) => candidate.name === name);
    const operation = document.paths[route?.path ?? '']?.[route?.method ?? ''];
    const request = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await server.ask(path, { token, method: (route?.method ?? 'get').toUpperCase(), ...request });
    const promised = operation?.responses[String(answer.status)]?.content?.['application/json']?.schema;
    expect(answer.status).toBeLessThan(300);
    const validate = ajv.compile({ $ref: `urn:plumbline:api${String(promised?.['$ref'])}` });
    validate(await jsonOf(answer));
    expect(validate.errors ?? []).toEqual([]);
  });

  test('a problem is as described too', async () => {
    const answer = await server.ask('/api/v1/score?model=both', { token });
    const validate = ajv.compile({ $ref: 'urn:plumbline:api#/components/schemas/Problem' });
    validate(await jsonOf(answer));
    expect(validate.errors ?? []).toEqual([]);
  });
});

describe('the OpenAPI document', () => {
  const text = JSON.stringify(document);

  test('every reference leads to a schema', () => {
    const referenced = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name ?? '');
    expect(referenced.filter((name) => !Object.hasOwn(document.components.schemas, name))).toEqual([]);
  });

  test('every schema compiles', () => {
    for (const name of Object.keys(document.components.schemas))
      expect(() => ajv.compile({ $ref: `urn:plumbline:api#/components/schemas/${name}` })).not.toThrow();
  });

  test('names of operations are unique, and every parameter of a path is described', () => {
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.values(methods).map((operation) => ({ path, operation })),
    );
    const names = operations.map(({ operation }) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const { path, operation } of operations) {
      const described = (operation.parameters ?? []).filter((one) => one.in === 'path').map(({ name }) => name);
      expect(described).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    }
  });

  test('roles and repeatable parameters are told', () => {
    expect(document.paths['/api/v1/changes']?.['post']).toMatchObject({ 'x-plumbline-role': 'operator' });
    expect(document.paths['/healthz']?.['get']).toMatchObject({ security: [] });
    const scope = document.paths['/api/v1/score']?.['get']?.parameters?.find(({ name }) => name === 'scope');
    expect(scope).toMatchObject({ in: 'query', required: false, schema: { type: 'array' } });
    const q = document.paths['/api/v1/search']?.['get']?.parameters?.find(({ name }) => name === 'q');
    expect(q).toMatchObject({ required: true });
  });

  test('the page tells of every route and every problem, runs nothing and loads nothing', async () => {
    const answer = await server.ask('/api/docs');
    const page = await answer.text();
    for (const { name, path } of routes) {
      expect(page).toContain(`id="${name}"`);
      expect(page).toContain(path);
    }
    expect(page).not.toMatch(/<script|<link|<img|https?:\/\/|url\(/);
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
  });
});

describe('answers say what they should', () => {
  const json = async (path: string, init: RequestInit = {}) => jsonOf(await server.ask(path, { token, ...init }));

  test('the score is the very report of the store, with nothing added', async () => {
    const { value } = await server.store.report({}, { model: 'classic' });
    expect(await json('/api/v1/score')).toEqual(JSON.parse(JSON.stringify(value)));
  });

  test('the score without the lists of its coverage is otherwise the same', async () => {
    const [whole, counted] = [await json('/api/v1/score'), await json('/api/v1/score?coverage=counts')];
    const { files, read, refused, duplicates, resources, assessed } = whole.coverage;
    const lists = { byType: [], notCollected: [], disagreements: [], incomplete: [], ignored: [], unknownAssessments: [] };
    expect(counted).toEqual({ ...whole, coverage: { files, read, refused, duplicates, resources, assessed, ...lists } });
    expect(whole.coverage.notCollected.length).toBeGreaterThan(0);
  });

  test.each(['', `&scope=${production}`])(
    'history tells a recommendation and each subscription as the report of now does%s',
    async (scope) => {
      const { recommendations, subscriptions } = await json(`/api/v1/score?model=classic${scope}`);
      const { items } = await json(`/api/v1/history?recommendation=storage-secure-transfer&subscriptions=true${scope}`);
      const { healthy, unhealthy, notApplicable, notAssessed } = recommendations.find(
        ({ name }: { readonly name: string }) => name === 'storage-secure-transfer',
      );
      expect(items.at(-1).recommendation).toEqual({ healthy, unhealthy, notApplicable, notAssessed });
      const now = Object.fromEntries(
        subscriptions.map(({ id, score }: { readonly id: string; readonly score: { readonly percentage: number } | null }) => [
          id,
          score?.percentage ?? null,
        ]),
      );
      expect(items.at(-1).subscriptions).toMatchObject(now);
    },
  );

  test('history of a recommendation that nobody knows is not found', async () => {
    expect((await server.ask('/api/v1/history?recommendation=no-such', { token })).status).toBe(404);
    expect((await server.ask('/api/v1/history/compare?from=1&recommendation=no-such', { token })).status).toBe(404);
  });

  test('a comparison about one recommendation tells its transitions alone', async () => {
    const { transitions } = await json('/api/v1/history/compare?from=1&recommendation=storage-secure-transfer');
    for (const { recommendation } of transitions) expect(recommendation).toBe('storage-secure-transfer');
  });

  test('a recommendation tells what the score becomes', async () => {
    const { score, completed, recommendation } = await json('/api/v1/recommendations/storage-secure-transfer');
    expect(completed.current - score.current).toBeCloseTo(recommendation.impact, 9);
  });

  test('pages of subscriptions lead to all of them, once', async () => {
    const ids: string[] = [];
    let after: string | null = '';
    while (after !== null) {
      const page: { items: { id: string }[]; next: string | null } = await json(
        `/api/v1/subscriptions?limit=2${after === '' ? '' : `&after=${after}`}`,
      );
      ids.push(...page.items.map(({ id }) => id));
      after = page.next;
    }
    expect(ids).toEqual((await server.store.subscriptions({}, { model: 'classic' })).value.map(({ id }) => id).toSorted());
  });

  test('resources of a status are of that status, with their reason', async () => {
    const { items } = await json('/api/v1/recommendations/storage-secure-transfer/resources?status=Unhealthy&explain=true');
    expect(items.length).toBeGreaterThan(0);
    for (const { assessment } of items)
      expect(assessment).toMatchObject({ status: 'Unhealthy', because: { text: expect.stringContaining('supportsHttpsTrafficOnly') } });
  });

  test('what-if of a completed recommendation raises the score by its impact', async () => {
    const { before, after } = await json('/api/v1/what-if', {
      method: 'POST',
      body: JSON.stringify({ complete: ['storage-secure-transfer'] }),
    });
    expect(after.current).toBeGreaterThan(before.current);
  });

  test('metrics hold scores by scope, and sizes only for whoever may read everything', async () => {
    const all = await (await server.ask('/metrics', { token })).text();
    expect(all).toMatch(/^plumbline_score\{scope="\/",name="overall",model="classic"\} \d/m);
    expect(all).toMatch(/^plumbline_store_sequence \d/m);
    expect(all).toMatch(/^plumbline_http_request_seconds_count\{/m);
    const part = await (await server.ask('/metrics', { token: await server.token('reader', [production]) })).text();
    expect(part).toContain(`scope="/subscriptions/${production}"`);
    expect(part).not.toMatch(/plumbline_store_|22222222-/);
  });
});

import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Role } from '../auth/principal.ts';
import type { Route } from '../http/route.ts';
import { development, platform, production, type TestServer, testServer } from '../server.fixture.ts';
import { routes } from './routes.ts';

const resourceIn = (subscription: string) =>
  `/subscriptions/${subscription}/resourceGroups/data/providers/Microsoft.Storage/storageAccounts/made`;
const exemptionIn = (subscription: string, name: string) => ({
  scope: `/subscriptions/${subscription}`,
  recommendations: ['storage-secure-transfer'],
  category: 'Waiver',
  reason: 'A test',
  name,
});

/** How each route is called well, by its name: a route that is missing here fails the first test. */
const calls: Readonly<Record<string, { readonly path: string; readonly body?: string; readonly json?: unknown }>> = {
  getScore: { path: '/api/v1/score' },
  listCategories: { path: '/api/v1/categories' },
  listControls: { path: '/api/v1/controls' },
  listRecommendations: { path: '/api/v1/recommendations' },
  getRecommendation: { path: '/api/v1/recommendations/storage-secure-transfer' },
  listRecommendationResources: { path: '/api/v1/recommendations/storage-secure-transfer/resources' },
  listSubscriptions: { path: '/api/v1/subscriptions' },
  listManagementGroups: { path: '/api/v1/management-groups' },
  listResources: { path: '/api/v1/resources' },
  getResource: {
    path: `/api/v1/resources/${encodeURIComponent(`/subscriptions/${production}/resourceGroups/data/providers/Microsoft.Storage/storageAccounts/prodstore1`)}`,
  },
  search: { path: '/api/v1/search?q=store' },
  getCoverage: { path: '/api/v1/coverage' },
  listExemptions: { path: '/api/v1/exemptions' },
  createExemption: { path: '/api/v1/exemptions', json: exemptionIn(production, 'crossing') },
  revokeExemption: {
    path: `/api/v1/exemptions/${encodeURIComponent(`/subscriptions/${production}/providers/Microsoft.Authorization/policyExemptions/plumbline-to-revoke`)}`,
  },
  getHistory: { path: '/api/v1/history' },
  compareMoments: { path: '/api/v1/history/compare?from=1' },
  explainMovement: { path: '/api/v1/history/causes?from=1' },
  suppose: { path: '/api/v1/what-if', json: { complete: ['storage-secure-transfer'] } },
  sendChanges: {
    path: '/api/v1/changes',
    body: JSON.stringify({
      op: 'put',
      resource: { id: resourceIn(production), type: 'Microsoft.Storage/storageAccounts', properties: {} },
    }),
  },
  streamEvents: { path: '/api/v1/events' },
  getSession: { path: '/api/v1/session' },
  getOpenApi: { path: '/api/v1/openapi.json' },
  getDocs: { path: '/api/docs' },
  getHealth: { path: '/healthz' },
  getReadiness: { path: '/readyz' },
  getMetrics: { path: '/metrics' },
};

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});

async function called(route: Route, token?: string): Promise<Response> {
  const call = calls[route.name];
  if (call === undefined) throw new Error(`No call is known for ${route.name}.`);
  if (route.name === 'revokeExemption')
    await server.store.apply({
      changes: [{ op: 'exempt', exemption: { ...exemptionIn(production, 'to-revoke'), category: 'Waiver' } }],
      at: '2026-11-24T09:00:00Z',
    });
  const body = call.json === undefined ? call.body : JSON.stringify(call.json);
  const answer = await server.ask(call.path, {
    method: route.method.toUpperCase(),
    ...(token === undefined ? {} : { token }),
    ...(body === undefined ? {} : { body }),
  });
  if (route.isEndless === true) await answer.body?.cancel();
  return answer;
}

const everything = undefined;
const roles: readonly Role[] = ['reader', 'operator', 'admin'];
/** What each role may call, said once more by hand: the rest is refused. */
const onlyOperators = new Set(['createExemption', 'revokeExemption', 'sendChanges']);
const anybody = new Set(['getOpenApi', 'getDocs', 'getHealth', 'getReadiness']);
const good: Readonly<Record<string, number>> = { createExemption: 201 };

const crossing = routes.flatMap((route) => [
  { title: `${route.name} without a token`, route, role: undefined, scopes: everything },
  ...roles.flatMap((role) => [
    { title: `${route.name} as ${role} of everything`, route, role, scopes: everything },
    { title: `${route.name} as ${role} of one subscription`, route, role, scopes: [production] },
    { title: `${route.name} as ${role} of another subscription`, route, role, scopes: [development] },
  ]),
]);

/** Of another subscription, what is named in the call is not there to be read, and not there to be changed. */
function expectedStatus(route: Route, role: Role | undefined, scopes: readonly string[] | undefined): number {
  const isElsewhere = scopes?.includes(development) === true;
  if (anybody.has(route.name)) return 200;
  if (role === undefined) return 401;
  if (onlyOperators.has(route.name) && role === 'reader') return 403;
  if (isElsewhere && route.name === 'createExemption') return 403;
  if (isElsewhere && ['getResource', 'revokeExemption'].includes(route.name)) return 404;
  return good[route.name] ?? 200;
}

describe('every route with every role and scope', () => {
  test.each(crossing)('$title', async ({ route, role, scopes }) => {
    const answer = await called(route, role === undefined ? undefined : await server.token(role, scopes));
    expect(answer.status).toBe(expectedStatus(route, role, scopes));
    if (answer.status >= 400) expect(answer.headers.get('content-type')).toBe('application/problem+json');
    const isData = answer.status < 300 && !anybody.has(route.name) && answer.headers.get('content-type') === 'application/json';
    if (!isData || route.name === 'getSession') return;
    const text = await answer.text();
    const body: unknown = JSON.parse(text);
    if (route.name === 'getScore' && scopes === undefined) expect(body).not.toHaveProperty('partial');
    else expect(body).toHaveProperty('partial', scopes !== undefined);
    if (scopes !== undefined) {
      const hidden = [production, development, platform].filter((id) => !scopes.includes(id));
      expect(hidden.filter((id) => text.includes(id))).toEqual([]);
    }
  });
});

describe('a scope that may not be read cannot be told from one that does not exist', () => {
  const scoped = routes.filter(
    ({ query, access, isEndless }) => access === 'reader' && isEndless !== true && query instanceof z.ZodObject && 'scope' in query.shape,
  );
  test.each(scoped.map((route) => ({ name: route.name, route })))('$name', async ({ route }) => {
    const token = await server.token('reader', [production]);
    const nowhere = '99999999-9999-4999-8999-999999999999';
    const answers = [development, nowhere].map(async (scope) => {
      const call = calls[route.name];
      const path = call?.path ?? '';
      const body = call?.json === undefined ? {} : { body: JSON.stringify(call.json) };
      const answer = await server.ask(`${path}${path.includes('?') ? '&' : '?'}scope=${scope}`, {
        token,
        method: route.method.toUpperCase(),
        ...body,
      });
      const { requestId: _id, ...about } = JSON.parse((await answer.text()).replaceAll(scope, 'the scope'));
      return { status: answer.status, about };
    });
    const [hidden, none] = await Promise.all(answers);
    expect(hidden).toEqual(none);
    if (hidden?.status === 200) expect(hidden.about).toMatchObject({ partial: true });
  });
});

// Whatever a server has kept of earlier answers, it says what one says that has just been started on the same store.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openInputs } from '@plumbline/inventory/node';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyStore, example, memoryTokens, production, type TestServer, testServer, tickingClock } from '../server.fixture.ts';

const group = `/subscriptions/${production}/resourceGroups/data`;
const account = (name: string, isSafe: boolean, mark: string) => ({
  op: 'put',
  resource: {
    id: `${group}/providers/Microsoft.Storage/storageAccounts/${name}`,
    type: 'Microsoft.Storage/storageAccounts',
    name,
    tags: { mark },
    properties: { supportsHttpsTrafficOnly: isSafe },
  },
});
const exemption = { scope: group, recommendations: ['storage-secure-transfer'], category: 'Waiver', reason: 'Agreed.', name: 'kept' };
const changes = [
  account('prodstore1', false, 'a'),
  account('prodstore1', true, 'b'),
  account('prodstore1', true, 'c'),
  account('newstore', false, 'a'),
  { op: 'delete', id: `${group}/providers/Microsoft.Storage/storageAccounts/newstore` },
  { op: 'delete', id: `${group}/providers/Microsoft.Storage/storageAccounts/prodstore1` },
  { op: 'exempt', exemption },
  { op: 'revoke', id: `${group}/providers/Microsoft.Authorization/policyExemptions/plumbline-kept` },
];
const paths = [
  '/api/v1/score',
  '/api/v1/score?model=controls&coverage=counts',
  `/api/v1/score?scope=${production}`,
  '/api/v1/recommendations',
  '/api/v1/recommendations/storage-secure-transfer',
  '/api/v1/subscriptions',
  '/api/v1/management-groups',
  '/api/v1/history?points=3',
  '/api/v1/coverage',
  '/api/v1/exemptions',
  '/api/v1/search?q=store',
  '/api/v1/search?q=nowhere',
];

test('answers after changes in any order are those of a server that has just been started', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...changes), { minLength: 1, maxLength: 6 }), async (steps) => {
      const folder = mkdtempSync(join(tmpdir(), 'plumbline-kept-'));
      const now = tickingClock();
      const tokens = memoryTokens();
      try {
        const store = await emptyStore(now, folder);
        await store.importEstate(openInputs([example]).entries(), { at: now() });
        const server = await testServer({ store, tokens, now });
        const holders = [await server.token('operator'), await server.token('reader', [group])];
        for (const step of steps) {
          await server.ask('/api/v1/changes', { method: 'POST', body: JSON.stringify(step), token: holders[0] ?? '' });
          await told(server, holders);
        }
        const kept = await told(server, holders);
        await store.close();
        const again = await emptyStore(now, folder);
        expect(kept).toEqual(await told(await testServer({ store: again, tokens, now }), holders));
        await again.close();
      } finally {
        rmSync(folder, { recursive: true });
      }
    }),
    { numRuns: 6 },
  );
});

/** Of what holders ask: all at once, so that one waits for what another has asked. */
async function told(server: TestServer, holders: readonly string[]): Promise<readonly string[]> {
  return Promise.all(holders.flatMap((token) => paths.map(async (path) => `${path} ${await (await server.ask(path, { token })).text()}`)));
}

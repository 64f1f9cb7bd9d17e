import { afterAll, beforeAll, describe } from 'vitest';
import type { Backend } from './backend.fixture.ts';
import { policiesOfPlaces } from './places.fixture.ts';
import { policies } from './policies.fixture.ts';
import { type Cluster, startCluster, withPostgres } from './postgres.fixture.ts';
import { suite } from './suite.fixture.ts';

let cluster: Cluster | undefined;
let places = 0;

const backend: Backend = {
  runs: Number(process.env['PLUMBLINE_RUNS'] ?? 4),
  async place() {
    if (cluster === undefined) throw new Error('The cluster is not running.');
    places += 1;
    return { location: { kind: 'postgres', url: cluster.url, schema: `store_${places}` }, remove: async () => {} };
  },
};

describe.runIf(withPostgres())('a store on PostgreSQL', () => {
  beforeAll(async () => {
    cluster = await startCluster();
  }, 60_000);
  afterAll(() => cluster?.stop(), 60_000);
  suite(backend);
  policies(backend);
  policiesOfPlaces(backend);
});

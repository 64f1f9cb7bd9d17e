import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import type { Backend } from './backend.fixture.ts';
import { policiesOfPlaces } from './places.fixture.ts';
import { policies } from './policies.fixture.ts';
import { suite } from './suite.fixture.ts';

const backend: Backend = {
  runs: Number(process.env['PLUMBLINE_RUNS'] ?? 12),
  async place() {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-'));
    return { location: { kind: 'sqlite', folder }, remove: async () => rmSync(folder, { recursive: true }) };
  },
};

describe('a store on SQLite', () => {
  suite(backend);
  policies(backend);
  policiesOfPlaces(backend);
});

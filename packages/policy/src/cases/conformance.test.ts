import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json.ts';
import { runCases } from './run.ts';

const folder = new URL('../../conformance/', import.meta.url);

describe.each(readdirSync(folder).filter((file) => file.endsWith('.cases.json')))('%s', (name) => {
  const file = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as JsonObject;
  const cases = file['cases'] as readonly JsonObject[];

  it('has cases', () => {
    expect(cases.length).toBeGreaterThan(0);
  });

  // Each runs in its own test, so that a test tells which code it reaches.
  it.each(cases.map((one) => [String(one['name']), one] as const))('%s', (_, one) => {
    const [result] = runCases({ ...file, cases: [one] }).cases;
    expect({ passed: result?.passed, skipped: result?.skipped, got: result?.got }).toEqual({
      passed: true,
      skipped: false,
      got: result?.got,
    });
  });
});

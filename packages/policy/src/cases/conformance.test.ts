import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json.ts';
import { runCases } from './run.ts';

const folder = new URL('../../conformance/', import.meta.url);

describe.each(readdirSync(folder).filter((file) => file.endsWith('.cases.json')))('%s', (file) => {
  const report = runCases(JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as JsonObject);

  it('has cases, none skipped', () => {
    expect(report.cases.length).toBeGreaterThan(0);
    expect(report.skipped).toBe(0);
  });

  it.each(report.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    expect({ passed: one.passed, got: one.got }).toEqual({ passed: true, got: one.got });
  });
});

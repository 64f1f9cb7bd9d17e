import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readAliases } from '../aliases/listing.ts';
import { compileDefinition } from '../evaluate/compile-definition.ts';
import { compileSet } from '../evaluate/set.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { isObject } from '../parse/reading.ts';
import { contextOf, documentOf, namesOf } from './judge.ts';
import { runCases } from './run.ts';

const folder = new URL('../../conformance/', import.meta.url);
const objectOf = (value: JsonValue | undefined): JsonObject => (isObject(value) ? value : {});

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

  const judged = cases.filter((one) => documentOf(one) !== undefined);
  it.each(judged.map((one) => [String(one['name']), one] as const))('by closures, in a set and explained: %s', (_, one) => {
    const aliases = one['aliases'] ?? file['aliases'];
    const { policy } = compileDefinition(documentOf(one) ?? null, {
      parameters: objectOf(one['parameters']),
      fields: namesOf(one, file),
      ...(aliases === undefined ? {} : { aliases: readAliases(aliases).catalogue }),
    });
    if (!policy) return;
    const [resource, context] = [objectOf(one['resource']), contextOf(one)];
    const verdict = policy.evaluate(resource, context);
    const together: unknown[] = [];
    compileSet([policy, policy]).evaluate(resource, context, (_policy, found) => together.push(found));
    if (together.length > 0) {
      expect(together).toEqual([verdict, verdict]);
      const begun = policy.judgeAlone(resource, context);
      const alone = begun.compliance === 'Pending' ? begun.settle(context.related?.(begun.query)) : begun;
      expect(alone.compliance === 'Error' && verdict.compliance === 'Error' ? verdict : alone).toEqual(verdict);
    } else expect(verdict.compliance).toBe('NotApplicable');
    const { matches } = policy.answer(resource, context);
    const { result } = policy.explain(resource, context).if;
    if (matches !== undefined && policy.facts.related === undefined && !policy.isOff) expect(result).toBe(matches);
  });
});

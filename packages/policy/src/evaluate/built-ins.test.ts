import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileInitiative, indexDefinitions } from '../assignment/compile-initiative.ts';
import type { DecidedBy } from '../compiled.ts';
import { parseDefinition } from '../parse/definition.ts';
import { parseInitiative } from '../parse/initiative.ts';
import type { Definition } from '../parse/tree.ts';
import type { Problem } from '../problem.ts';
import { compileParsed } from './compile-definition.ts';

/** Microsoft's own definitions, when they lie beside the repository; see docs/policy-language.md for where they come from. */
const root = new URL('../../../../../shared/data/azure-policy/', import.meta.url);
const isThere = existsSync(root);
if (!isThere) process.stdout.write(`Microsoft's definitions are not beside the repository (${root.pathname}): their test does not run.\n`);

function jsonFiles(folder: URL): readonly URL[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return jsonFiles(new URL(`${encodeURIComponent(entry.name)}/`, folder));
    return entry.name.endsWith('.json') ? [new URL(encodeURIComponent(entry.name), folder)] : [];
  });
}

describe.runIf(isThere)("Microsoft's built-in definitions", () => {
  const definitions: Definition[] = [];
  const problems: Problem[] = [];
  const counts = new Map<DecidedBy, number>();

  beforeAll(() => {
    for (const file of jsonFiles(new URL('policyDefinitions/', root))) {
      const parsed = parseDefinition(readFileSync(file, 'utf8'));
      problems.push(...parsed.problems);
      if (!parsed.value) continue;
      definitions.push(parsed.value);
      const { policy, problems: own } = compileParsed(parsed.value, {});
      problems.push(...own);
      if (policy) counts.set(policy.decidedBy, (counts.get(policy.decidedBy) ?? 0) + 1);
    }
  });

  it('load without a problem', () => {
    expect(problems).toEqual([]);
    expect(definitions.length).toBe(2205);
  });

  it('are decided by', () => {
    expect(Object.fromEntries(counts)).toEqual({
      configuration: 676,
      related: 1086,
      assessment: 94,
      'guest configuration': 213,
      'data plane': 133,
      operation: 3,
    });
  });

  it('make initiatives, the Microsoft cloud security benchmark among them', () => {
    const find = indexDefinitions(definitions);
    const files = jsonFiles(new URL('policySetDefinitions/', root));
    const initiatives = files.map((file) => parseInitiative(readFileSync(file, 'utf8')));
    expect(initiatives.flatMap((initiative) => initiative.problems)).toEqual([]);
    expect(initiatives.length).toBe(13);
    const benchmark = initiatives.find((one) => one.value?.name === '1f3afdf9-d0c9-4c3d-847f-89da613e70a8');
    expect(benchmark?.value?.members.length).toBe(223);
    if (!benchmark?.value) return;
    const { initiative, problems: found } = compileInitiative(benchmark.value, { definitions: find });
    const members = initiative?.members ?? [];
    const decided = new Map<string, number>();
    for (const { policy } of members) {
      const by = policy?.decidedBy ?? 'missing';
      decided.set(by, (decided.get(by) ?? 0) + 1);
    }
    expect(found.filter((problem) => problem.code !== 'unknown-definition')).toEqual([]);
    expect(Object.fromEntries(decided)).toEqual({
      configuration: 89,
      related: 82,
      assessment: 26,
      'guest configuration': 7,
      'data plane': 19,
    });
    expect(members.filter((member) => member.policy?.isOff === true).length).toBe(14);
  });
});

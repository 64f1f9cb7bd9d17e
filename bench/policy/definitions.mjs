import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every definition below a folder, as text. */
export function readDefinitions(folder) {
  const texts = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) texts.push(...readDefinitions(path));
    else if (entry.name.endsWith('.json')) texts.push(readFileSync(path, 'utf8'));
  }
  return texts;
}

const decidable = new Set(['configuration', 'related']);
const scopes = new Set(['microsoft.resources/subscriptions', 'microsoft.resources/subscriptions/resourcegroups']);

/**
 * Compiles all definitions and keeps the decidable ones of the most used types. One that is off by default is switched on, so that
 * it costs what it costs in use.
 */
export function compileAll(engine, texts, most) {
  const compiled = texts.flatMap((text) => {
    const { policy } = engine.compileDefinition(text);
    return policy ? [{ policy, text }] : [];
  });
  const useByType = new Map();
  for (const { policy } of compiled) {
    if (!decidable.has(policy.decidedBy)) continue;
    for (const type of policy.types ?? []) if (!scopes.has(type)) useByType.set(type, (useByType.get(type) ?? 0) + 1);
  }
  const types = [...useByType].sort((left, right) => right[1] - left[1]).slice(0, most);
  const wanted = new Set(types.map(([type]) => type));
  const chosen = compiled.flatMap(({ policy, text }) => {
    if (!decidable.has(policy.decidedBy) || !policy.types?.some((type) => wanted.has(type))) return [];
    return [{ policy: policy.isOff ? switchedOn(engine, text) : policy, text }];
  });
  return { compiled, types, chosen };
}

function switchedOn(engine, text) {
  for (const effect of ['AuditIfNotExists', 'Audit', 'DeployIfNotExists', 'Modify', 'Append']) {
    const { policy } = engine.compileDefinition(text, { effect });
    if (policy && !policy.isOff && (policy.related !== undefined) === effect.endsWith('IfNotExists')) return policy;
  }
  throw new Error('a definition cannot be switched on');
}

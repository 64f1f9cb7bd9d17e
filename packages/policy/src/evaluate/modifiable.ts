import type { RuleOptions } from '../compile/rule.ts';
import { report } from '../parse/reading.ts';
import type { Definition } from '../parse/tree.ts';
import type { Problem } from '../problem.ts';
import type { PolicyFacts } from './facts.ts';

/** `modify` may only change aliases that the catalogue marks as modifiable; tags and plain fields always pass. */
export function checkModifiable(definition: Definition, facts: PolicyFacts, options: RuleOptions, problems: Problem[]): void {
  if (facts.effect.toLowerCase() !== 'modify') return;
  for (const { field, path } of definition.rule.details?.changes ?? []) {
    if (field.kind !== 'literal' || typeof field.value !== 'string' || !field.value.includes('/')) continue;
    const entries = options.aliases.find(field.value);
    if (entries.length === 0 || entries.some((entry) => entry.modifiable !== false)) continue;
    report(problems, 'not-modifiable', path, `"${field.value}" cannot be modified`, 'Use deny or deployIfNotExists, or another alias.');
  }
}

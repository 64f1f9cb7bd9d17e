import type { RuleOptions } from '../compile/rule.ts';
import { report } from '../parse/reading.ts';
import type { Definition } from '../parse/tree.ts';
import type { Problem } from '../problem.ts';
import type { PolicyFacts } from './facts.ts';
import { writtenOf } from './trace.ts';

/** `modify` may only change aliases that the catalogue marks as modifiable; tags and plain fields always pass. */
export function checkModifiable(definition: Definition, facts: PolicyFacts, options: RuleOptions, problems: Problem[]): void {
  if (facts.effect.toLowerCase() !== 'modify') return;
  for (const { field, path } of definition.rule.details?.changes ?? []) {
    const name = writtenOf(field);
    const entries = options.aliases.find(name);
    if (entries.length === 0 || entries.some((entry) => entry.modifiable !== false)) continue;
    report(problems, 'not-modifiable', path, `"${name}" cannot be modified`, 'Use deny or deployIfNotExists, or another alias.');
  }
}

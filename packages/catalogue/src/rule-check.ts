import { compileDefinition } from '@plumbline/policy';
import type { Path } from './document.ts';
import type { EntryReader } from './entry-reader.ts';
import type { PolicyRecommendation } from './recommendation.ts';

/** Tells what is wrong with the rule of a user's own recommendation. @returns whether it compiles. */
export function ruleCompiles(read: EntryReader, { title, rule, parameters }: PolicyRecommendation, at: Path): boolean {
  const { policy, problems } = compileDefinition(
    { mode: 'All', displayName: title, policyRule: rule },
    parameters === undefined ? {} : { parameters },
  );
  for (const { path, message, hint } of problems) {
    read.problem('rule-not-compiled', [...at, ...stepsOf(path)], {
      message: `The rule does not compile: ${message}.`,
      expected: 'a rule in the Azure Policy language',
      hint,
    });
  }
  return policy !== undefined;
}

/** `$.policyRule.if.allOf[2]` as steps within the entry, where the rule is called `rule`. */
function stepsOf(path: string): Path {
  const steps = [...path.matchAll(/\.([A-Za-z_][\w-]*)|\[(\d+)\]|\["([^"]*)"\]/g)].map(([, name, index, quoted]) =>
    index === undefined ? (name ?? quoted ?? '') : Number(index),
  );
  if (path.startsWith('$parameters')) return ['parameters', ...steps];
  return ['rule', ...(steps[0] === 'policyRule' ? steps.slice(1) : steps)];
}

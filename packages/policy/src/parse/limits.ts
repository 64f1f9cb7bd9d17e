import { type Reading, report } from './reading.ts';

// The limits that Microsoft documents for policy rules (concepts/definition-structure-policy-rule, "Policy rule limits").
export const mostConditions = 4096;
export const mostExistenceConditions = 128;
export const mostFunctions = 2048;
export const mostFieldCounts = 5;
export const mostValueCounts = 10;
export const mostIterations = 100;

/** Reports what a rule has too much of. */
export function checkRuleLimits(reading: Reading, path: string): void {
  const { tally, problems } = reading;
  if (tally.functions > mostFunctions) {
    const message = `the rule calls ${tally.functions} template functions`;
    report(problems, 'too-many-functions', path, message, `At most ${mostFunctions} are allowed; split the definition.`);
  }
  if (tally.valueCounts > mostValueCounts) {
    const message = `the rule has ${tally.valueCounts} value counts`;
    report(problems, 'too-many-counts', path, message, `At most ${mostValueCounts} are allowed; split the definition.`);
  }
  for (const [array, count] of tally.fieldCounts) {
    if (count <= mostFieldCounts) continue;
    const message = `the array "${array}" is counted ${count} times`;
    report(problems, 'too-many-counts', path, message, `At most ${mostFieldCounts} counts of one array are allowed; split the definition.`);
  }
}

export function checkConditionLimit(found: number, most: number, path: string, reading: Reading): void {
  if (found <= most) return;
  report(
    reading.problems,
    'too-many-conditions',
    path,
    found > 2 * most ? `found more than ${2 * most} conditions` : `found ${found} conditions`,
    `At most ${most} are allowed here; split the definition.`,
  );
}

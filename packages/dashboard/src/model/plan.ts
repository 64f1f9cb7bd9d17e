import type { ListedRecommendation } from './recommendation-list.ts';

/** The plan as text for a ticket or a message: what to do, what each adds, where to look. */
export function planText(
  rows: readonly ListedRecommendation[],
  plan: readonly string[],
  words: {
    readonly line: (row: ListedRecommendation) => string;
    readonly head: string;
    readonly link: string;
  },
): string {
  const chosen = plan.flatMap((name) => rows.find((row) => row.name === name) ?? []);
  return [words.head, ...chosen.map((row) => `- ${words.line(row)}`), words.link].join('\n');
}

/** The plan with a recommendation put in or taken out. */
export function togglePlan(plan: readonly string[], name: string): readonly string[] {
  return plan.includes(name) ? plan.filter((one) => one !== name) : [...plan, name];
}

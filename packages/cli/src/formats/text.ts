import type { Format } from '../result.ts';
import { coverage, exemptions, policies, problems } from './text-account.ts';
import { categories, controls, headline, recommendations, subscriptions, topThree } from './text-score.ts';
import type { Section } from './text-section.ts';

const sections: readonly Section[] = [
  headline,
  categories,
  controls,
  topThree,
  subscriptions,
  recommendations,
  exemptions,
  coverage,
  policies,
  problems,
];

/** The secure score page for a terminal. */
export const text: Format = function* ({ report }, style) {
  let first = true;
  for (const section of sections) {
    const lines = section(report, style);
    if (lines.length === 0) continue;
    if (!first) yield '\n';
    first = false;
    yield `${lines.join('\n')}\n`;
  }
};

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
    let isEmpty = true;
    for (const line of section(report, style)) {
      if (isEmpty && !first) yield '\n';
      isEmpty = false;
      first = false;
      yield `${line}\n`;
    }
  }
};

import type { Coverage, ScoreReport } from '@plumbline/assess';
import { counted } from '../drawing/number.ts';

/** What one missing type keeps from being known, over all recommendations and subscriptions. */
export interface Gap {
  /** Lower-case type, or `configuration`. */
  readonly needs: string;
  readonly assessments: number;
  readonly recommendations: number;
  readonly subscriptions: number;
}

/** The gaps in the input, the one that keeps most from being assessed first. */
export function gapsOf({ notCollected }: Pick<Coverage, 'notCollected'>): readonly Gap[] {
  const gaps = new Map<string, { assessments: number; recommendations: Set<string>; subscriptions: Set<string> }>();
  for (const item of notCollected) {
    const gap = gaps.get(item.needs) ?? { assessments: 0, recommendations: new Set(), subscriptions: new Set() };
    gap.assessments += item.resources;
    gap.recommendations.add(item.recommendation);
    gap.subscriptions.add(item.subscription);
    gaps.set(item.needs, gap);
  }
  return Array.from(gaps, ([needs, gap]) => ({
    needs,
    assessments: gap.assessments,
    recommendations: gap.recommendations.size,
    subscriptions: gap.subscriptions.size,
  })).toSorted((a, b) => b.assessments - a.assessments || (a.needs < b.needs ? -1 : 1));
}

/** What the input holds of recommendations that are not in the catalogue; undefined when nothing. */
export function unknownSentence({ unknownAssessments }: Pick<Coverage, 'unknownAssessments'>): string | undefined {
  if (unknownAssessments.length === 0) return undefined;
  const assessments = unknownAssessments.reduce((sum, one) => sum + one.count, 0);
  const recommendations = counted(unknownAssessments.length, 'recommendation');
  return `${counted(assessments, 'assessment')} in the input of ${recommendations} that the catalogue does not have, not scored; --catalogue can give them points`;
}

/** Recommendations that count now, and how many could but have nothing to count. */
export function byActivity(report: ScoreReport) {
  const active = report.recommendations.filter((one) => one.active);
  return { active, inactive: report.recommendations.filter((one) => !one.active && one.points !== null).length };
}

/** How many files are named before the rest is only counted. */
const shownFiles = 5;

/** Which answers in the input have more pages than are there. */
export function incompleteSentences({ incomplete = [] }: Coverage): readonly string[] {
  const rest = incomplete.length - shownFiles;
  return [
    ...incomplete.slice(0, shownFiles).map(({ file, reason }) => `${file === '-' ? 'standard input' : file}: ${reason}`),
    ...(rest > 0 ? [`and ${counted(rest, 'more file')} so; --format json lists them all`] : []),
  ];
}

const ignoredKinds = { hidden: 'hidden', 'not-data': 'no data', special: 'special', 'own-output': 'reports of Plumbline' } as const;

/** Which files of a folder were passed over; undefined when none. */
export function ignoredSentence({ ignored = [] }: Coverage): string | undefined {
  if (ignored.length === 0) return undefined;
  const kinds = ignored.map(({ reason, count, examples }) => {
    const named = examples.join(', ') + (count > examples.length ? ', …' : '');
    return `${count} ${ignoredKinds[reason]} (${named})`;
  });
  return `Passed over: ${kinds.join('; ')}`;
}

import { type Coverage, GroupedNotCollected, type MissingRow, type NotCollected, type ScoreReport } from '@plumbline/assess';
import { counted } from '../drawing/number.ts';

/** What one missing type keeps from being known, over all recommendations and subscriptions. */
export interface Gap {
  /** Lower-case type, or `configuration`. */
  readonly needs: string;
  readonly assessments: number;
  readonly recommendations: number;
  readonly subscriptions: number;
  /** All of it was refused to the collector. */
  readonly isRefused: boolean;
}

/** The gaps in the input, the one that keeps most from being assessed first. */
export function gapsOf({ notCollected }: Pick<Coverage, 'notCollected'>): readonly Gap[] {
  const gaps = new Map<
    string,
    { needs: string; isRefused: boolean; assessments: number; recommendations: Set<string>; subscriptions: number }
  >();
  for (const { rows, times } of groupsOf(notCollected)) {
    const met = new Set<string>();
    for (const { needs, why, recommendation, resources } of rows) {
      const isRefused = why !== undefined;
      const key = `${needs} ${isRefused}`;
      const gap = gaps.get(key) ?? { needs, isRefused, assessments: 0, recommendations: new Set(), subscriptions: 0 };
      gaps.set(key, gap);
      gap.assessments += resources * times;
      gap.recommendations.add(recommendation);
      if (!met.has(key)) gap.subscriptions += times;
      met.add(key);
    }
  }
  return Array.from(gaps.values(), ({ recommendations, ...gap }) => ({ ...gap, recommendations: recommendations.size })).toSorted(
    (a, b) => b.assessments - a.assessments || (a.needs < b.needs ? -1 : 1),
  );
}

/** Subscriptions that lack the same, counted together. */
function groupsOf(
  notCollected: Iterable<NotCollected>,
): Iterable<{ readonly rows: readonly (MissingRow & Pick<NotCollected, 'why'>)[]; readonly times: number }> {
  if (notCollected instanceof GroupedNotCollected) return notCollected.groups();
  const rowsBySubscription = new Map<string, NotCollected[]>();
  for (const row of notCollected) {
    const rows = rowsBySubscription.get(row.subscription);
    if (rows === undefined) rowsBySubscription.set(row.subscription, [row]);
    else rows.push(row);
  }
  return Array.from(rowsBySubscription.values(), (rows) => ({ rows, times: 1 }));
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

/** Types that are named before the rest is only counted. */
const shownTypes = 12;

/** What was refused to the collector, a sentence for each type and reason; what was refused in most places first. */
export function refusedSentences({ notPermitted = [] }: Pick<Coverage, 'notPermitted'>): readonly string[] {
  const byReason = new Map<string, { sentence: string; places: number }>();
  for (const { type, status, reason } of notPermitted) {
    const why = [status, reason].filter((part) => part !== undefined).join(' ');
    const isDenied = status === 401 || status === 403;
    const sentence = `${type}: ${isDenied ? 'no permission' : 'could not be read'}${why === '' ? '' : ` (${why})`}`;
    const known = byReason.get(sentence) ?? { sentence, places: 0 };
    known.places += 1;
    byReason.set(sentence, known);
  }
  const all = [...byReason.values()].toSorted((a, b) => b.places - a.places || (a.sentence < b.sentence ? -1 : 1));
  const rest = all.length - shownTypes;
  return [
    ...all.slice(0, shownTypes).map(({ sentence, places }) => (places === 1 ? sentence : `${sentence}, in ${counted(places, 'place')}`)),
    ...(rest > 0 ? [`and ${counted(rest, 'more type')}; --format json lists them all`] : []),
  ];
}

export const refusedTitle = 'Refused to the collector: nothing is known of it, and the score does not count it.';

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

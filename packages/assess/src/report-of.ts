import { type Category, categoryNames } from '@plumbline/catalogue';
import type { NotPermitted } from '@plumbline/inventory';
import { compare, nearestDouble, type Profile, type Rational } from '@plumbline/score';
import { byText } from './by-text.ts';
import { withReasons } from './not-permitted.ts';
import type {
  CategoryScore,
  ControlScore,
  Coverage,
  ExemptionSummary,
  OverallScore,
  RecommendationScore,
  ScoreReport,
  SubscriptionScore,
} from './report.ts';
import type { AssessmentRun } from './run.ts';
import { controlsWorthOf, type ExactScore, type Scored, type ScoringOptions, scoredOf, withPercentage } from './scored.ts';

export interface ReportOptions extends ScoringOptions {
  /** ISO 8601 UTC; the instant of the run by default. */
  readonly generatedAt?: string;
  /** What was loaded besides the shipped catalogue. */
  readonly policies?: NonNullable<ScoreReport['policies']>;
  /** What the readers know: files, refusals, problems. */
  readonly reading?: {
    readonly files: number;
    readonly entries: number;
    readonly refused: number;
    readonly problems: ScoreReport['problems'];
    readonly incomplete?: NonNullable<Coverage['incomplete']>;
    readonly ignored?: NonNullable<Coverage['ignored']>;
    readonly notPermitted?: readonly NotPermitted[];
  };
}

/** Everything that people see of one run, in one model. Rounded nowhere but to the nearest double. */
export function reportOf(run: AssessmentRun, options: ReportOptions): ScoreReport {
  const scored = scoredOf(run.kept?.all ?? run.profiles, run.catalogue, options);
  const recommendations = recommendationScoresOf(run, scored, options);
  return {
    schema: 'plumbline-score/1',
    model: options.model,
    edition: run.catalogue.edition,
    scope: run.scope,
    generatedAt: options.generatedAt ?? run.now,
    score: overallOf(scored.overall),
    categories: categoryScoresOf(scored, options),
    controls: controlScoresOf(run, scored),
    recommendations,
    topRecommendations: recommendations.filter(({ active, impact }) => active && impact > 0).slice(0, 3),
    subscriptions: subscriptionScoresOf(run, options),
    exemptions: exemptionsOf(run, scored, options),
    coverage: coverageOf(run, scored, options),
    ...(options.policies === undefined ? {} : { policies: options.policies }),
    problems: options.reading?.problems ?? [],
  };
}

function overallOf(score: ExactScore | null): OverallScore | null {
  if (score === null) return null;
  return { current: nearestDouble(score.current), max: nearestDouble(score.max), percentage: nearestDouble(score.percentage) };
}

function categoryScoresOf(scored: Scored, options: ReportOptions): CategoryScore[] {
  const unhealthyByCategory = new Map(scored.classic.categories.map(({ category, unhealthy }) => [category, unhealthy]));
  return (Object.keys(categoryNames) as Category[]).flatMap((category) => {
    const found = scored.classic.categories.find((candidate) => candidate.category === category);
    // In the controls model a category's score is that of the controls judged on the category's recommendations alone.
    const score = options.model === 'classic' ? withPercentage(found ?? null) : scored.counts.controlsOf(category, scored.controlsOptions);
    const overall = overallOf(score);
    return overall === null ? [] : [{ name: categoryNames[category], ...overall, unhealthy: unhealthyByCategory.get(category) ?? 0 }];
  });
}

function controlScoresOf(run: AssessmentRun, scored: Scored): ControlScore[] {
  const nameByKey = new Map(run.catalogue.controls.map(({ key, name }) => [key, name]));
  return scored.controls.controls.map((control) => ({
    key: control.key,
    name: nameByKey.get(control.key) ?? control.key,
    current: nearestDouble(control.current),
    max: nearestDouble(control.max),
    percentage: nearestDouble(control.percentage),
    potentialIncrease: nearestDouble(control.potentialIncrease),
    healthy: control.healthy,
    unhealthy: control.unhealthy,
    notApplicable: control.notApplicable,
  }));
}

function recommendationScoresOf(run: AssessmentRun, scored: Scored, options: ReportOptions): RecommendationScore[] {
  const itemByKey = new Map(run.catalogue.items.map((item) => [item.recommendation.key, item]));
  const worth = options.model === 'controls' ? controlsWorthOf(scored) : undefined;
  const rows = scored.classic.recommendations.flatMap(
    (classic): { readonly exactImpact: Rational; readonly row: RecommendationScore }[] => {
      const item = itemByKey.get(classic.key);
      if (item === undefined) return [];
      const { recommendation } = item;
      const own = worth === undefined ? classic : worth.get(classic.key);
      const active =
        worth === undefined ? classic.active : classic.healthy + classic.unhealthy > 0 && own !== undefined && own.max.numerator > 0n;
      const row = {
        key: classic.key,
        name: recommendation.name,
        displayName: recommendation.title,
        category: categoryNames[recommendation.category],
        severity: recommendation.severity,
        kind: recommendation.kind,
        active,
        points: item.points,
        score: { current: own === undefined ? 0 : nearestDouble(own.current), max: own === undefined ? 0 : nearestDouble(own.max) },
        impact: own === undefined ? 0 : nearestDouble(own.impact),
        healthy: classic.healthy,
        unhealthy: classic.unhealthy,
        notApplicable: classic.notApplicable,
        notAssessed: classic.notAssessed,
      };
      return [{ exactImpact: own?.impact ?? { numerator: 0n, denominator: 1n }, row }];
    },
  );
  // Where the nearest doubles differ they are in order, and exact fractions over many subscriptions are long.
  rows.sort((a, b) => b.row.impact - a.row.impact || compare(b.exactImpact, a.exactImpact) || byText(a.row.displayName, b.row.displayName));
  return rows.map(({ row }) => row);
}

function subscriptionScoresOf(run: AssessmentRun, options: ReportOptions): SubscriptionScore[] {
  const { kept } = run;
  const profiles = kept === undefined ? bySubscription(run.profiles) : undefined;
  return run.subscriptions.map(({ id, resources }) => {
    const scored = scoredOf(kept?.of(id) ?? profiles?.get(id) ?? [], run.catalogue, options);
    return {
      id,
      displayName: run.hierarchy.displayNameOf(id),
      managementGroups: run.hierarchy.managementGroupsOf(id),
      ...totalsOf(scored),
      resources,
    };
  });
}

type SubscriptionTotals = Pick<SubscriptionScore, 'score' | 'healthy' | 'unhealthy'>;

const totalsByScored = new WeakMap<Scored, SubscriptionTotals>();

function totalsOf(scored: Scored): SubscriptionTotals {
  const known = totalsByScored.get(scored);
  if (known !== undefined) return known;
  const counted = scored.classic.recommendations.filter(({ active }) => active);
  const totals = {
    score: overallOf(scored.overall),
    healthy: counted.reduce((sum, { healthy }) => sum + healthy, 0),
    unhealthy: counted.reduce((sum, { unhealthy }) => sum + unhealthy, 0),
  };
  totalsByScored.set(scored, totals);
  return totals;
}

function bySubscription(profiles: readonly Profile[]): ReadonlyMap<string, readonly Profile[]> {
  const lists = new Map<string, Profile[]>();
  for (const profile of profiles) {
    const list = lists.get(profile.subscription);
    if (list === undefined) lists.set(profile.subscription, [profile]);
    else list.push(profile);
  }
  return lists;
}

function exemptionsOf(run: AssessmentRun, scored: Scored, options: ReportOptions): ExemptionSummary {
  const items = run.exemptions.map(({ exemption, assessments }) => ({
    id: exemption.id,
    displayName: exemption.displayName,
    category: exemption.category,
    expiresOn: exemption.expiresOn,
    expired: exemption.expired,
    assessments,
  }));
  const sum = (category: string) => items.reduce((total, item) => total + (item.category === category ? item.assessments : 0), 0);
  const { kept } = run;
  const without = kept?.withoutExemptions ?? run.profilesWithoutExemptions;
  const isSame = without === (kept?.all ?? run.profiles);
  return {
    active: items.filter(({ expired }) => !expired).length,
    expired: items.filter(({ expired }) => expired).length,
    waived: sum('Waiver'),
    mitigated: sum('Mitigated'),
    scoreWithout: overallOf(isSame ? scored.overall : scoredOf(without, run.catalogue, options).overall),
    items,
  };
}

function coverageOf(run: AssessmentRun, scored: Scored, options: ReportOptions): Coverage {
  const assessed = { healthy: 0, unhealthy: 0, notApplicable: 0, notAssessed: 0 };
  for (const recommendation of scored.classic.recommendations) {
    for (const status of ['healthy', 'unhealthy', 'notApplicable', 'notAssessed'] as const) assessed[status] += recommendation[status];
  }
  const entries = options.reading?.entries ?? run.resources + run.duplicates;
  const refused = options.reading?.notPermitted ?? [];
  return {
    files: options.reading?.files ?? 0,
    read: entries - run.duplicates,
    refused: options.reading?.refused ?? 0,
    duplicates: run.duplicates,
    resources: run.resources,
    assessed,
    byType: run.byType,
    notCollected: withReasons(run.notCollected, refused),
    ...(refused.length === 0 ? {} : { notPermitted: refused }),
    disagreements: run.disagreements,
    incomplete: options.reading?.incomplete ?? [],
    ignored: options.reading?.ignored ?? [],
    unknownAssessments: run.unknownAssessments,
  };
}

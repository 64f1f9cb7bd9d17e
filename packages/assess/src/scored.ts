import type { Catalogue, Category } from '@plumbline/catalogue';
import {
  type ClassicScore,
  type ControlsImpact,
  type ControlsOptions,
  type ControlsScore,
  type ControlsTotal,
  classicScoreOf,
  controlsImpactsOf,
  controlsScoreOf,
  controlTalliesOf,
  divide,
  type Profile,
  type Rational,
  type ScoredControl,
  type ScoredRecommendation,
  sumOf,
  type Tally,
  talliesOf,
  zero,
} from '@plumbline/score';

export type Model = 'classic' | 'controls';

export interface ScoringOptions {
  readonly model: Model;
  /** Controls model only: how subscriptions become one number; `weighted` by default. */
  readonly aggregate?: ControlsOptions['aggregate'];
  /** Controls model only: `api` rounds where Azure's API does; `exact` by default. */
  readonly rounding?: ControlsOptions['rounding'];
}

/** A score with its percentage (0..1), exact. */
export interface ExactScore {
  readonly current: Rational;
  readonly max: Rational;
  readonly percentage: Rational;
}

/** What a catalogue tells scoring: points for one model, controls for the other. */
export function scoringTableOf(catalogue: Catalogue): ScoringTable {
  const known = tableByCatalogue.get(catalogue);
  if (known !== undefined) return known;
  const keyByName = new Map(catalogue.items.map(({ recommendation }) => [recommendation.name, recommendation.key]));
  const table = {
    recommendations: catalogue.items.map(({ recommendation, points }) => ({
      key: recommendation.key,
      category: recommendation.category,
      points,
    })),
    controls: catalogue.controls.map(({ key, max, recommendations }) => ({
      key,
      max,
      recommendations: recommendations.flatMap((name) => keyByName.get(name) ?? []),
    })),
  };
  tableByCatalogue.set(catalogue, table);
  return table;
}

interface ScoringTable {
  readonly recommendations: readonly ScoredRecommendation[];
  readonly controls: readonly ScoredControl[];
}

/** Estates have thousands of subscriptions, each with a score of its own. */
const tableByCatalogue = new WeakMap<Catalogue, ScoringTable>();

/** What scores are made from, for those who keep it up to date: counting is most of the work of a report. */
export interface KeptCounts {
  tallies(): readonly Tally[];
  controls(options: ControlsOptions): ControlsScore;
  impacts(options: ControlsOptions): readonly ControlsImpact[];
  /** The overall score in the controls model with the recommendations of one category alone. */
  controlsOf(category: Category, options: ControlsOptions): ControlsTotal | null;
}

/** What is scored: resources counted by their statuses, or what somebody has kept of them. */
export type Scorable = readonly Profile[] | KeptCounts;

/** Scores of one set of resources in one model: the only place that knows which model is asked for. */
export function scoredOf(scorable: Scorable, catalogue: Catalogue, options: ScoringOptions): Scored {
  if (!('tallies' in scorable)) return newScoredOf(countsOf(scorable, catalogue), catalogue, options);
  // Whoever keeps counts asks again and again for the same ones, of which a change leaves all but one as they were.
  const known = scoredByKept.get(scorable) ?? new Map<string, { readonly catalogue: Catalogue; readonly scored: Scored }>();
  scoredByKept.set(scorable, known);
  const name = `${options.model} ${options.aggregate ?? ''} ${options.rounding ?? ''}`;
  const found = known.get(name);
  if (found?.catalogue === catalogue) return found.scored;
  const scored = newScoredOf(scorable, catalogue, options);
  known.set(name, { catalogue, scored });
  return scored;
}

const scoredByKept = new WeakMap<KeptCounts, Map<string, { readonly catalogue: Catalogue; readonly scored: Scored }>>();

/** Counts them when somebody asks. */
export function countsOf(profiles: readonly Profile[], catalogue: Catalogue): KeptCounts {
  const { controls } = scoringTableOf(catalogue);
  return {
    tallies: () => talliesOf(profiles),
    controls: (options) => controlsScoreOf(controlTalliesOf(profiles, controls), controls, options),
    impacts: (options) => controlsImpactsOf(profiles, controls, options),
    controlsOf(category, options) {
      const keys = new Set(
        catalogue.items.flatMap(({ recommendation }) => (recommendation.category === category ? recommendation.key : [])),
      );
      const own = profiles.map((profile) => ({
        ...profile,
        statuses: profile.statuses.filter(({ recommendation }) => keys.has(recommendation)),
      }));
      return controlsScoreOf(controlTalliesOf(own, controls), controls, options).overall;
    },
  };
}

function newScoredOf(counts: KeptCounts, catalogue: Catalogue, options: ScoringOptions): Scored {
  const table = scoringTableOf(catalogue);
  const classic = classicScoreOf(counts.tallies(), table.recommendations);
  const controlsOptions = { aggregate: options.aggregate ?? 'weighted', rounding: options.rounding ?? 'exact' } as const;
  let known: ControlsScore | undefined;
  const controls = () => {
    known ??= counts.controls(controlsOptions);
    return known;
  };
  const overall = options.model === 'classic' ? withPercentage(classic.overall) : controls().overall;
  return {
    overall,
    classic,
    // In the classic model few ask for them, and they cost the most.
    get controls() {
      return controls();
    },
    counts,
    table,
    controlsOptions,
  };
}

export interface Scored {
  readonly overall: ExactScore | null;
  readonly classic: ClassicScore;
  readonly controls: ControlsScore;
  readonly counts: KeptCounts;
  readonly table: ReturnType<typeof scoringTableOf>;
  readonly controlsOptions: ControlsOptions;
}

/** A score with its percentage; a maximum of 0 has none. */
export function withPercentage(score: { readonly current: Rational; readonly max: Rational } | null): ExactScore | null {
  if (score === null || score.max.numerator === 0n) return null;
  return { ...score, percentage: divide(score.current, score.max) };
}

/** What each recommendation is worth in the controls model: the points of the controls that it is in, and what completing it adds. */
export function controlsWorthOf(
  scored: Scored,
): ReadonlyMap<string, { readonly current: Rational; readonly max: Rational; readonly impact: Rational }> {
  const impacts = new Map(scored.counts.impacts(scored.controlsOptions).map(({ recommendation, points }) => [recommendation, points]));
  const scoreByControl = new Map(scored.controls.controls.map((control) => [control.key, control]));
  const controlsByRecommendation = new Map<string, string[]>();
  for (const control of scored.table.controls) {
    for (const key of control.recommendations)
      controlsByRecommendation.set(key, [...(controlsByRecommendation.get(key) ?? []), control.key]);
  }
  return new Map(
    [...controlsByRecommendation].map(([recommendation, keys]) => {
      const counted = keys.flatMap((key) => scoreByControl.get(key) ?? []);
      const worth = {
        current: sumOf(counted.map(({ current }) => current)),
        max: sumOf(counted.map(({ max }) => max)),
        impact: impacts.get(recommendation) ?? zero,
      };
      return [recommendation, worth];
    }),
  );
}

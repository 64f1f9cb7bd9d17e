import type { Catalogue } from '@plumbline/catalogue';
import {
  type ClassicScore,
  type ControlsOptions,
  type ControlsScore,
  type ControlTally,
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

/** Tallies that somebody keeps beside profiles. */
export interface KeptTallies {
  readonly tallies: () => readonly Tally[];
  readonly controlTallies: () => readonly ControlTally[];
}

const keptByProfiles = new WeakMap<readonly Profile[], KeptTallies>();

/** Tells scoring the tallies of a list of profiles, for those who keep them up to date: counting is most of the work of a report. */
export function keepTallies(profiles: readonly Profile[], kept: KeptTallies): void {
  keptByProfiles.set(profiles, kept);
}

/** Scores of one set of profiles in one model: the only place that knows which model is asked for. */
export function scoredOf(profiles: readonly Profile[], catalogue: Catalogue, options: ScoringOptions): Scored {
  const kept = keptByProfiles.get(profiles);
  if (kept === undefined) return newScoredOf(profiles, catalogue, options);
  // Whoever keeps tallies asks again and again for the same lists, of which a change leaves all but one as they were.
  const known = scoredByKept.get(kept) ?? new Map<string, { readonly catalogue: Catalogue; readonly scored: Scored }>();
  scoredByKept.set(kept, known);
  const name = `${options.model} ${options.aggregate ?? ''} ${options.rounding ?? ''}`;
  const found = known.get(name);
  if (found?.catalogue === catalogue) return found.scored;
  const scored = newScoredOf(profiles, catalogue, options, kept);
  known.set(name, { catalogue, scored });
  return scored;
}

const scoredByKept = new WeakMap<KeptTallies, Map<string, { readonly catalogue: Catalogue; readonly scored: Scored }>>();

function newScoredOf(profiles: readonly Profile[], catalogue: Catalogue, options: ScoringOptions, kept?: KeptTallies): Scored {
  const table = scoringTableOf(catalogue);
  const classic = classicScoreOf(kept?.tallies() ?? talliesOf(profiles), table.recommendations);
  const controlsOptions = { aggregate: options.aggregate ?? 'weighted', rounding: options.rounding ?? 'exact' } as const;
  let known: ControlsScore | undefined;
  const controls = () => {
    known ??= controlsScoreOf(kept?.controlTallies() ?? controlTalliesOf(profiles, table.controls), table.controls, controlsOptions);
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
    table,
    controlsOptions,
  };
}

export interface Scored {
  readonly overall: ExactScore | null;
  readonly classic: ClassicScore;
  readonly controls: ControlsScore;
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
  profiles: readonly Profile[],
  scored: Scored,
): ReadonlyMap<string, { readonly current: Rational; readonly max: Rational; readonly impact: Rational }> {
  const impacts = new Map(
    controlsImpactsOf(profiles, scored.table.controls, scored.controlsOptions).map(({ recommendation, points }) => [
      recommendation,
      points,
    ]),
  );
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

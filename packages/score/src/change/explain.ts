import { classicScoreOf, type Score } from '../classic.ts';
import { controlsScoreOf } from '../controls.ts';
import { controlTalliesOf, talliesOf } from '../fold.ts';
import { compare, divide, type Rational, subtract, sumOf, zero } from '../rational.ts';
import type { Profile, ScoredControl, ScoredRecommendation } from '../tally.ts';
import { type Contribution, contributionsAt } from './contributions.ts';
import { type ChangeModel, type Unit, unitsOf } from './patterns.ts';
import { percentageContributions, weightedContributions } from './percentage.ts';
import { hidingCauses, profilesAfter, profilesBefore, type Transition } from './transition.ts';
import { endsOf, pointsWorth } from './worth.ts';

export interface ExplanationRequest {
  readonly transitions: readonly Transition[];
  readonly model: ChangeModel;
  /** What is explained: points, or the percentage (0..1). Points of the weighted controls model are not a sum, so that has a percentage only. */
  readonly measure: 'points' | 'percentage';
  /** The catalogue's own edition changed: whatever differs between the catalogues is put down to that. */
  readonly isOtherEdition?: boolean;
}

export interface Explanation {
  /** 0 where there was, or is, no score. */
  readonly before: Rational;
  readonly after: Rational;
  readonly difference: Rational;
  /** They add up to exactly the difference; those of nothing are left out. The greatest first. */
  readonly contributions: readonly Contribution[];
  /** What the score gained because something was hidden, in whatever groups it was: any is something to say aloud. */
  readonly hiding: readonly Contribution[];
}

/**
 * Why a score differs between two estates, as contributions that add up exactly. Every resource that changed has its own, at what a healthy and a
 * counted resource are worth midway between the two; those of a cause are added up. So no cause has to be named first, splitting or joining
 * causes and groups leaves the rest as it is, and from the second estate to the first everything has the opposite sign. Throws a RangeError for points of
 * the weighted model. The method, with an example: docs/explaining.md.
 */
export function explanationOf({ transitions, model, measure, isOtherEdition = false }: ExplanationRequest): Explanation {
  if (measure === 'points' && model.kind === 'controls' && model.aggregate === 'weighted') {
    throw new RangeError('points of the weighted controls model are not a sum over controls; explain its percentage');
  }
  const valueOf = measure === 'points' ? pointsOf : percentageOf;
  const before = valueOf(scoreOf(profilesBefore(transitions), model, 'before'));
  const after = valueOf(scoreOf(profilesAfter(transitions), model, 'after'));
  const units = unitsOf(transitions, model, isOtherEdition);
  const found = contributionsOf(units, model, measure);
  const contributions = groupedContributions(found, (one) => one);
  return { before, after, difference: subtract(after, before), contributions, hiding: hidingAmong(contributions) };
}

/** However finely the rest is grouped, the same counts as hidden. */
function hidingAmong(contributions: readonly Contribution[]): Contribution[] {
  const hiding = contributions.filter(({ cause }) => hidingCauses.has(cause));
  return groupedContributions(hiding, (one) => ({ ...one, group: null })).filter(({ amount }) => amount.numerator > 0n);
}

/**
 * Contributions that are alike in what `partOf` keeps, added up, the greatest first; whatever the grouping, the sum is the same. `partOf` gives a contribution with
 * what does not matter set to null, say.
 */
export function groupedContributions(
  contributions: readonly Contribution[],
  partOf: (contribution: Contribution) => Contribution,
): Contribution[] {
  const groups = new Map<string, { kept: Contribution; amounts: Rational[]; resources: number }>();
  for (const contribution of contributions) {
    const kept = partOf(contribution);
    const key = [kept.cause, kept.unit, kept.subscription, kept.group].join('\n');
    const group = groups.get(key) ?? { kept, amounts: [], resources: 0 };
    groups.set(key, group);
    group.amounts.push(contribution.amount);
    group.resources += contribution.resources;
  }
  return [...groups]
    .map(([key, { kept, amounts, resources }]) => ({ key, contribution: { ...kept, resources, amount: sumOf(amounts) } }))
    .filter(({ contribution }) => contribution.amount.numerator !== 0n)
    .sort((a, b) => compare(sizeOf(b.contribution.amount), sizeOf(a.contribution.amount)) || (a.key < b.key ? -1 : 1))
    .map(({ contribution }) => contribution);
}

function contributionsOf(units: readonly Unit[], model: ChangeModel, measure: ExplanationRequest['measure']): Contribution[] {
  if (measure === 'points') return units.flatMap((unit) => contributionsAt(unit, pointsWorth(endsOf(unit))));
  return model.kind === 'controls' && model.aggregate === 'weighted' ? weightedContributions(units) : percentageContributions(units);
}

function scoreOf(profiles: readonly Profile[], model: ChangeModel, side: 'before' | 'after'): Score | null {
  if (model.kind === 'classic') {
    const recommendations: readonly ScoredRecommendation[] = model[side];
    return classicScoreOf(talliesOf(profiles), recommendations).overall;
  }
  const controls: readonly ScoredControl[] = model[side];
  return controlsScoreOf(controlTalliesOf(profiles, controls), controls, { aggregate: model.aggregate, rounding: 'exact' }).overall;
}

function pointsOf(score: Score | null): Rational {
  return score?.current ?? zero;
}

function percentageOf(score: Score | null): Rational {
  return score ? divide(score.current, score.max) : zero;
}

function sizeOf(value: Rational): Rational {
  return value.numerator < 0n ? subtract(zero, value) : value;
}

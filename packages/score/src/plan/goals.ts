import { classicScoreOf, type Score } from '../classic.ts';
import { controlsScoreOf } from '../controls.ts';
import { controlsGainOf } from '../controls-gain.ts';
import { unhealthyByControlOf } from '../controls-impact.ts';
import { controlsByRecommendationOf, controlTalliesOf, talliesOf } from '../fold.ts';
import { divide, fraction, multiply, type Rational, rationalOf, zero } from '../rational.ts';
import type { PlanModel, PlanScope, Work } from './work.ts';

/** Points that a resource gains as soon as all of some recommendations are fixed on it. Gains of different units add up. */
export interface Unit {
  readonly needs: readonly string[];
  /** By scope. */
  readonly gains: readonly Rational[];
}

/** The estate as a plan sees it: the score of each scope now, and what there is to gain on each resource. */
export interface Goals {
  readonly scores: readonly (Score | null)[];
  readonly unitsOf: (work: Work) => readonly Unit[];
  readonly isInScope: (work: Work) => boolean;
}

/**
 * Fixing changes no total, no weight and no maximum. That makes the score of every scope a sum of gains, in both models: points / total for each
 * recommendation on each resource in `classic`, and for each control on each resource, once nothing in it is unhealthy any more, in `controls`.
 */
export function goalsOf(work: readonly Work[], model: PlanModel, scopes: readonly PlanScope[]): Goals {
  const own = scopes.map((scope) => goalOf(scope.includes ? work.filter(scope.includes) : work, model));
  const needsOf = remembered(needsIn(model));
  // Many works have the very same list of statuses, in many subscriptions and at several costs.
  const unitsBySelection = new Map<string, (statuses: Work['statuses']) => readonly Unit[]>();
  return {
    scores: own.map(({ score }) => score),
    isInScope: (one) => scopes.some(({ includes }) => includes?.(one) ?? true),
    unitsOf: (one) => {
      const inScope = scopes.map(({ includes }) => includes?.(one) ?? true);
      const selection = `${one.subscription} ${inScope.join()}`;
      let unitsOf = unitsBySelection.get(selection);
      if (!unitsOf) {
        const gainsOf = remembered((key: string) =>
          own.map(({ gainOf }, index) => (inScope[index] ? gainOf(one.subscription, key) : zero)),
        );
        unitsOf = remembered((statuses) => unitsIn(needsOf(statuses), gainsOf));
        unitsBySelection.set(selection, unitsOf);
      }
      return unitsOf(one.statuses);
    },
  };
}

function unitsIn(needs: Iterable<Need>, gainsOf: (key: string) => readonly Rational[]): readonly Unit[] {
  const units: Unit[] = [];
  for (const [key, recommendations] of needs) {
    const gains = gainsOf(key);
    if (gains.some((gain) => gain.numerator > 0n)) units.push({ needs: recommendations, gains });
  }
  return units;
}

interface Goal {
  readonly score: Score | null;
  /** Of a recommendation or a control. */
  readonly gainOf: (subscription: string, key: string) => Rational;
}

function goalOf(work: readonly Work[], model: PlanModel): Goal {
  switch (model.kind) {
    case 'classic': {
      const { overall, recommendations } = classicScoreOf(talliesOf(work), model.recommendations);
      const gains = new Map(
        recommendations.flatMap(({ key, active, points, healthy, unhealthy }) => {
          return active ? [[key, divide(rationalOf(points ?? 0), fraction(healthy + unhealthy))] as const] : [];
        }),
      );
      return { score: overall, gainOf: (_subscription, key) => gains.get(key) ?? zero };
    }
    case 'controls': {
      const { controls, aggregate } = model;
      const score = controlsScoreOf(controlTalliesOf(work, controls), controls, { aggregate, rounding: 'exact' });
      const percentageOf = controlsGainOf(score, aggregate);
      const max = score.overall?.max ?? zero;
      const points = score.overall && { current: score.overall.current, max };
      return { score: points, gainOf: (subscription, key) => multiply(max, percentageOf(subscription, key)) };
    }
  }
}

/** A recommendation or a control, and the recommendations that have to be fixed for its gain. */
type Need = readonly [key: string, recommendations: readonly string[]];

function needsIn(model: PlanModel): (statuses: Work['statuses']) => readonly Need[] {
  if (model.kind === 'classic') {
    return (statuses) =>
      statuses.flatMap(({ recommendation, status }): Need[] => (status === 'Unhealthy' ? [[recommendation, [recommendation]]] : []));
  }
  const controlsByRecommendation = controlsByRecommendationOf(model.controls);
  return (statuses) => [...unhealthyByControlOf(statuses, controlsByRecommendation)];
}

function remembered<Key, Value>(valueOf: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const value = known.get(key) ?? valueOf(key);
    known.set(key, value);
    return value;
  };
}

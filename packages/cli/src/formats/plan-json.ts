import { divide, nearestDouble, type Rational, type Score } from '@plumbline/score';
import { fractionText } from '../drawing/exact.ts';
import { visibleJson } from '../drawing/visible.ts';
import type { PlanReport, StepReport } from '../planning/plan-report.ts';
import type { PlanFormat } from './plan-format.ts';

/** Numbers are the nearest doubles; `exact` beside them is the fraction. docs/plan-report.schema.json describes the members. */
export const planJson: PlanFormat = function* (report) {
  const { model, edition, generatedAt, by, aim } = report;
  const about = { schema: 'plumbline-plan/1', model, edition, generatedAt, by, aim, unit: 'hours' };
  yield `${visibleJson(JSON.stringify({ ...about, ...outcomeOf(report) }, null, 2))}\n`;
};

function outcomeOf({ outcome }: PlanReport): object {
  if (outcome.kind === 'outOfReach') {
    return {
      outcome: 'outOfReach',
      scopes: outcome.scopes.map(({ name, target, before, most, needed, blocked }) => ({
        name,
        target,
        before: before === null ? null : scoreOf(before),
        most: numberOf(most),
        needed: numberOf(needed),
        blocked: blocked.map(({ recommendation: { key, name: own }, resources }) => ({ key, name: own, resources })),
      })),
    };
  }
  const { proof } = outcome;
  return {
    outcome: 'plan',
    scopes: outcome.scopes.map(({ name, target, before, after }) => ({ name, target, before: scoreOf(before), after: scoreOf(after) })),
    cost: numberOf(outcome.cost),
    proof: { optimal: proof.optimal, bound: numberOf(proof.bound), gap: numberOf(proof.gap) },
    steps: outcome.steps.map(stepOf),
  };
}

function stepOf({ number, action, recommendations, cost, gained, reached, subscriptions, resources }: StepReport): object {
  return {
    number,
    action,
    recommendations: recommendations.map(({ key, name, title }) => ({ key, name, displayName: title })),
    cost: numberOf(cost),
    gained: gained.map(numberOf),
    reached: reached.map(numberOf),
    subscriptions,
    resources: resources.map(({ id, subscription, fixes }) => ({
      id,
      subscription,
      fixes: fixes.map(({ recommendation, cost: own, command }) => ({
        recommendation: recommendation.key,
        name: recommendation.name,
        cost: own,
        command: command ?? null,
      })),
    })),
  };
}

function scoreOf({ current, max }: Score): object {
  return {
    current: nearestDouble(current),
    max: nearestDouble(max),
    percentage: max.numerator === 0n ? null : nearestDouble(divide(current, max)),
    exact: fractionText(current),
  };
}

function numberOf(value: Rational): object {
  return { value: nearestDouble(value), exact: fractionText(value) };
}

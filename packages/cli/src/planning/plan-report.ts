import { type AssessmentRun, type PlanWork, subscriptionOf } from '@plumbline/assess';
import { type Catalogue, fixCommandFor, type Recommendation } from '@plumbline/catalogue';
import type { Cost, Fix, OutOfReach, Plan, PlanStep, Rational, Score } from '@plumbline/score';
import type { SharedActions } from './shared-actions.ts';
import type { Target } from './targets.ts';

/** A plan with the names, ids and commands that people need to carry it out. */
export interface PlanReport {
  readonly model: 'classic' | 'controls';
  readonly edition: string;
  /** ISO 8601 UTC. */
  readonly generatedAt: string;
  readonly by: 'resource' | 'recommendation' | 'group';
  readonly aim: { readonly kind: 'targets' } | { readonly kind: 'budget'; readonly hours: number };
  readonly outcome: PlannedOutcome | UnreachedOutcome;
}

export interface PlannedOutcome {
  readonly kind: 'plan';
  readonly scopes: readonly PlannedScopeReport[];
  /** Hours. */
  readonly cost: Rational;
  readonly proof: Plan['proof'];
  readonly steps: readonly StepReport[];
}

export interface PlannedScopeReport {
  /** As the user named it, or what `--scope` selects. */
  readonly name: string;
  readonly target: string | null;
  readonly before: Score;
  readonly after: Score;
}

export interface StepReport {
  readonly number: number;
  /** What one action does, on what; null for fixes of single resources. */
  readonly action: string | null;
  readonly recommendations: readonly Recommendation[];
  /** Hours. */
  readonly cost: Rational;
  /** By scope. */
  readonly gained: readonly Rational[];
  readonly reached: readonly Rational[];
  readonly subscriptions: readonly { readonly id: string; readonly displayName: string }[];
  readonly resources: readonly ResourceFix[];
}

export interface ResourceFix {
  readonly id: string;
  readonly subscription: string;
  readonly fixes: readonly { readonly recommendation: Recommendation; readonly cost: Cost; readonly command: string | undefined }[];
}

export interface UnreachedOutcome {
  readonly kind: 'outOfReach';
  readonly scopes: readonly {
    readonly name: string;
    readonly target: string;
    readonly before: Score | null;
    readonly most: Rational;
    readonly needed: Rational;
    readonly blocked: readonly { readonly recommendation: Recommendation; readonly resources: number }[];
  }[];
}

/** What a plan has to be told in. */
export interface PlanContext {
  readonly run: Pick<AssessmentRun, 'hierarchy'>;
  readonly catalogue: Catalogue;
  readonly work: readonly PlanWork[];
  readonly actions: Pick<SharedActions, 'textOf'>;
  readonly by: PlanReport['by'];
  /** By scope; none for a budget. */
  readonly targets: readonly Target[];
}

export function outcomeOf(plan: Plan | OutOfReach, context: PlanContext): PlanReport['outcome'] {
  const byKey = new Map(context.catalogue.items.map(({ recommendation }) => [recommendation.key, recommendation]));
  const known = (key: string): readonly Recommendation[] => {
    const recommendation = byKey.get(key);
    return recommendation === undefined ? [] : [recommendation];
  };
  if (plan.kind === 'outOfReach') {
    return {
      kind: 'outOfReach',
      scopes: plan.scopes.map(({ name, before, most, needed, blocked }) => ({
        name,
        target: context.targets.find(({ scope }) => (scope ?? '') === name)?.text ?? '',
        before,
        most,
        needed,
        blocked: blocked.flatMap(({ recommendation, resources }) =>
          known(recommendation).map((one) => ({ recommendation: one, resources })),
        ),
      })),
    };
  }
  return {
    kind: 'plan',
    scopes: plan.scopes.map(({ name, before, after }, at) => ({
      name: name === '' && plan.scopes.length > 1 ? 'all of it' : name,
      before,
      after,
      target: context.targets[at]?.text ?? null,
    })),
    cost: plan.cost,
    proof: plan.proof,
    steps: plan.steps.map((step, at) => {
      const resources = resourcesOf(step.fixes, context.work, known);
      const subscriptions = [...new Set(resources.map(({ subscription }) => subscription))].sort();
      return {
        number: at + 1,
        action: actionOf(step, resources.length, context),
        recommendations: step.recommendations.flatMap(known),
        cost: step.cost,
        gained: step.gained,
        reached: step.reached,
        subscriptions: subscriptions.map((id) => ({ id, displayName: context.run.hierarchy.displayNameOf(id) })),
        resources,
      };
    }),
  };
}

function actionOf({ action }: PlanStep, resources: number, { by, actions }: PlanContext): string | null {
  if (action === null) return null;
  if (by === 'recommendation') return null;
  const { action: text, on, isOwn } = actions.textOf(action);
  // Nobody assigns a policy for one resource, unless that is what they said they do.
  if (resources === 1 && !isOwn) return null;
  // What is left over after an action is fixed for the resources of one kind together, under a key of its own.
  return on === '' ? null : `${text} (${on})`;
}

function resourcesOf(
  fixes: readonly Fix[],
  work: readonly PlanWork[],
  known: (key: string) => readonly Recommendation[],
): readonly ResourceFix[] {
  const byId = new Map<string, { subscription: string; fixes: Map<string, ResourceFix['fixes'][number]> }>();
  for (const { work: index, first, count, recommendations } of fixes) {
    const own = work[index];
    for (const id of own?.resources.slice(first, first + count) ?? []) {
      const entry = byId.get(id) ?? { subscription: subscriptionOf(id.toLowerCase()) ?? '', fixes: new Map() };
      byId.set(id, entry);
      for (const recommendation of recommendations.flatMap(known)) {
        const cost = own?.costs[recommendation.key] ?? 0;
        entry.fixes.set(recommendation.key, { recommendation, cost, command: fixCommandFor(recommendation.fix.command, id) });
      }
    }
  }
  return [...byId]
    .map(([id, { subscription, fixes: own }]) => ({ id, subscription, fixes: [...own.values()] }))
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

import type { Cost, PlanAction, Work } from '@plumbline/score';
import { type JudgedResource, judgedResourcesOf, letterByStatus, numberOf, statusesOf } from './resource-statuses.ts';
import type { AssessmentRun } from './run.ts';
import type { ScopeFilter } from './scope.ts';

/** Resources that a plan cannot tell apart, with their ids. */
export interface PlanWork extends Work {
  /** Ids as the input gave them, sorted; a fix names a range of them. */
  readonly resources: readonly string[];
  /** By scope asked for: whether the resources lie in it. */
  readonly inScopes: readonly boolean[];
}

/** One action that fixes a recommendation on several resources. */
export interface SharedAction {
  /** The same for all resources that the action fixes at once. */
  readonly key: string;
  readonly cost: Cost;
}

export interface PlanWorkOptions {
  readonly scopes: readonly ScopeFilter[];
  readonly costOf: (resource: JudgedResource, recommendation: string) => Cost;
  /** The action that fixes the recommendation on this resource and on others; undefined where it is fixed by itself. */
  readonly actionOf?: (resource: JudgedResource, recommendation: string) => SharedAction | undefined;
}

/** Groups the resources of a run into what a plan is made from: a million of them become a few thousand works. */
export function planWorkOf(
  run: Pick<AssessmentRun, 'assessments'>,
  options: PlanWorkOptions,
): { readonly work: readonly PlanWork[]; readonly actions: readonly PlanAction[] } {
  const gathered = new Map<string, Draft>();
  const actions = new Map<string, { readonly number: number; readonly action: SharedAction }>();
  for (const resource of judgedResourcesOf(run)) {
    const inScopes = options.scopes.map((scope) => scope.has(resource.key, resource.subscription));
    const costs: Record<string, Cost> = {};
    const actionByRecommendation = new Map<string, string>();
    let signature = `${resource.subscription} ${inScopes.join()} `;
    for (const { recommendation, status } of resource.assessments) {
      signature += letterByStatus[status] + numberOf(recommendation);
      if (status !== 'Unhealthy') continue;
      const cost = options.costOf(resource, recommendation);
      costs[recommendation] = cost;
      signature += `/${cost}`;
      const action = options.actionOf?.(resource, recommendation);
      if (action === undefined) continue;
      const known = actions.get(action.key) ?? { number: actions.size, action };
      actions.set(action.key, known);
      actionByRecommendation.set(recommendation, action.key);
      signature += `@${known.number}`;
    }
    const known = gathered.get(signature);
    if (known === undefined) gathered.set(signature, { resource, inScopes, costs, actionByRecommendation, ids: [resource.id] });
    else known.ids.push(resource.id);
  }
  const drafts = [...gathered.values()];
  return {
    work: drafts.map(workOf),
    actions: actionsOf(
      drafts,
      [...actions.values()].map(({ action }) => action),
    ),
  };
}

interface Draft {
  readonly resource: JudgedResource;
  readonly inScopes: readonly boolean[];
  readonly costs: Readonly<Record<string, Cost>>;
  readonly actionByRecommendation: ReadonlyMap<string, string>;
  readonly ids: string[];
}

function workOf({ resource, inScopes, costs, ids }: Draft): PlanWork {
  return {
    subscription: resource.subscription,
    statuses: statusesOf(resource.assessments),
    count: ids.length,
    costs,
    resources: ids,
    inScopes,
  };
}

function actionsOf(drafts: readonly Draft[], actions: readonly SharedAction[]): readonly PlanAction[] {
  const fixesByAction = new Map<string, { work: number; recommendation: string }[]>(actions.map(({ key }) => [key, []]));
  for (const [work, { actionByRecommendation }] of drafts.entries()) {
    for (const [recommendation, key] of actionByRecommendation) fixesByAction.get(key)?.push({ work, recommendation });
  }
  return actions.map(({ key, cost }) => ({ key, cost, fixes: fixesByAction.get(key) ?? [] }));
}

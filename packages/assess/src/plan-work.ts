import type { Cost, PlanAction, PlanModel, Profile, ProfileStatus, Work } from '@plumbline/score';
import { piecesBy } from './plan-pieces.ts';
import { type JudgedResource, judgedResourcesOf } from './resource-statuses.ts';
import type { AssessmentRun } from './run.ts';
import type { ScopeFilter } from './scope.ts';

/** Pieces of resources that a plan cannot tell apart, with the ids of the resources. */
export interface PlanWork extends Work {
  /** Ids as the input gave them, sorted; a fix names a range of them. None where nothing is unhealthy. */
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
  readonly model: PlanModel;
  readonly scopes: readonly ScopeFilter[];
  readonly costOf: (resource: JudgedResource, recommendation: string) => Cost;
  /** The action that fixes the recommendation on this resource and on others; undefined where it is fixed by itself. */
  readonly actionOf?: (resource: JudgedResource, recommendation: string) => SharedAction | undefined;
}

/**
 * Groups what a plan is made from: a million resources become a few thousand works. Resources are taken apart first into pieces that no score
 * connects (`plan-pieces.ts`); scores and gains are those of the whole resources.
 *
 * @returns the works, the actions that fix several of them, and the model to plan with
 */
export function planWorkOf(
  run: Pick<AssessmentRun, 'assessments'>,
  options: PlanWorkOptions,
): { readonly work: readonly PlanWork[]; readonly actions: readonly PlanAction[]; readonly model: PlanModel } {
  const { model, piecesOf, isPooled } = piecesBy(options.model);
  const drafts = new Map<string, Draft>();
  const actions = new Map<string, { readonly number: number; readonly action: SharedAction }>();
  for (const resource of judgedResourcesOf(run)) {
    const inScopes = options.scopes.map((scope) => scope.has(resource.key, resource.subscription));
    const subscription = isPooled ? '' : resource.subscription;
    const place = `${subscription} ${inScopes.join()} `;
    for (const { number, statuses, isHealthy } of piecesOf(resource.assessments)) {
      let signature = `${place}${number}`;
      let actionByRecommendation = noActions;
      const costs: Cost[] = [];
      if (!isHealthy) {
        for (const { recommendation } of statuses) {
          const cost = options.costOf(resource, recommendation);
          costs.push(cost);
          signature += `/${cost}`;
          const action = options.actionOf?.(resource, recommendation);
          if (action === undefined) continue;
          const known = actions.get(action.key) ?? { number: actions.size, action };
          actions.set(action.key, known);
          actionByRecommendation = new Map([...actionByRecommendation, [recommendation, action.key]]);
          signature += `@${known.number}`;
        }
      }
      let draft = drafts.get(signature);
      if (draft === undefined) {
        const costByRecommendation = Object.fromEntries(costs.map((cost, at) => [statuses[at]?.recommendation ?? '', cost]));
        draft = { subscription, statuses, inScopes, costs: costByRecommendation, actionByRecommendation, count: 0, ids: [] };
        drafts.set(signature, draft);
      }
      draft.count += 1;
      if (!isHealthy) draft.ids.push(resource.id);
    }
  }
  const all = [...drafts.values()];
  const work = all.map(({ actionByRecommendation: _actions, ids, ...rest }): PlanWork => ({ ...rest, resources: ids }));
  return {
    work,
    actions: actionsOf(
      all,
      [...actions.values()].map(({ action }) => action),
    ),
    model,
  };
}

const noActions: ReadonlyMap<string, string> = new Map();

interface Draft extends Pick<Profile, 'subscription'> {
  readonly statuses: readonly ProfileStatus[];
  readonly inScopes: readonly boolean[];
  readonly costs: Readonly<Record<string, Cost>>;
  readonly actionByRecommendation: ReadonlyMap<string, string>;
  count: number;
  readonly ids: string[];
}

function actionsOf(drafts: readonly Draft[], actions: readonly SharedAction[]): readonly PlanAction[] {
  const fixesByAction = new Map<string, { work: number; recommendation: string }[]>(actions.map(({ key }) => [key, []]));
  for (const [work, { actionByRecommendation }] of drafts.entries()) {
    for (const [recommendation, key] of actionByRecommendation) fixesByAction.get(key)?.push({ work, recommendation });
  }
  return actions.map(({ key, cost }) => ({ key, cost, fixes: fixesByAction.get(key) ?? [] }));
}

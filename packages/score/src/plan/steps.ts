import { add, fraction, multiply, type Rational } from '../rational.ts';
import { type Action, type ActionKind, type ActionUnit, bundlesOf } from './by-action.ts';
import type { Member, ResourceKind } from './by-resource.ts';
import type { Scale } from './scale.ts';
import type { Fix, PlanStep, Work } from './work.ts';

/** A step before it has its place in the order; scaled. */
interface Draft {
  readonly action: string | null;
  readonly fixes: readonly Fix[];
  readonly cost: bigint;
  readonly gains: readonly bigint[];
}

/** Drafts that have to stay in this order, rated together. */
interface Sequel {
  readonly drafts: readonly Draft[];
  readonly rate: number;
}

/**
 * The chosen fixes as steps: those that bring the most points for the work first, as far as steps do not build on one another. Each step shows what
 * it really adds at its place: of actions that only count together, the last one has the points.
 */
export function stepsOf(
  chosen: { readonly resources: readonly Draft[]; readonly bundles: readonly (readonly Draft[])[][] },
  before: readonly Rational[],
  work: readonly Work[],
  scale: Scale,
): PlanStep[] {
  const queues: Sequel[][] = [...chosen.resources.map((draft) => [[draft]]), ...chosen.bundles].map((sequels) => {
    return sequels.map((drafts) => ({ drafts, rate: rateOf(drafts, scale) }));
  });
  const reached = [...before];
  return inOrder(queues).map(({ action, fixes, cost, gains }) => {
    const gained = gains.map((gain, scope) => multiply(fraction(gain), scale.gainUnits[scope] ?? fraction(0)));
    gained.forEach((gain, scope) => {
      reached[scope] = add(reached[scope] ?? fraction(0), gain);
    });
    return {
      action,
      fixes,
      recommendations: [...new Set(fixes.flatMap(({ recommendations }) => recommendations))].sort(),
      subscriptions: [...new Set(fixes.map((fix) => work[fix.work]?.subscription ?? ''))].sort(),
      cost: multiply(fraction(cost), scale.costUnit),
      gained,
      reached: [...reached],
    };
  });
}

function rateOf(drafts: readonly Draft[], scale: Scale): number {
  const cost = drafts.reduce((sum, draft) => sum + Number(draft.cost), 0);
  const points = drafts.reduce((sum, { gains }) => sum + scale.pointsOf(gains), 0);
  return cost === 0 ? Number.POSITIVE_INFINITY : points / cost;
}

/** Always the best of what each queue has next. */
function inOrder(queues: readonly Sequel[][]): Draft[] {
  const heads = queues.map((queue) => ({ queue, at: 0 })).filter(({ queue }) => queue.length > 0);
  const drafts: Draft[] = [];
  while (heads.length > 0) {
    let best = 0;
    heads.forEach(({ queue, at }, index) => {
      const chosen = heads[best];
      if ((queue[at]?.rate ?? 0) > (chosen?.queue[chosen.at]?.rate ?? 0)) best = index;
    });
    const head = heads[best];
    if (!head) break;
    drafts.push(...(head.queue[head.at]?.drafts ?? []));
    head.at += 1;
    if (head.at === head.queue.length) heads.splice(best, 1);
  }
  return drafts;
}

/** Chosen copies of resource kinds as drafts: one for all resources on which the same is fixed at the same cost. */
export function resourceDrafts(kinds: readonly ResourceKind[], taken: readonly (readonly number[])[]): Draft[] {
  const drafts = new Map<string, { action: null; fixes: Fix[]; cost: bigint; gains: bigint[] }>();
  for (const [index, { choices, members }] of kinds.entries()) {
    let free = members.map((member) => ({ member, first: 0 }));
    for (const [at, choice] of choices.entries()) {
      let left = taken[index]?.[at] ?? 0;
      while (left > 0) {
        const [next, ...rest] = free;
        if (!next) throw new Error('more copies chosen than there are');
        const count = Math.min(left, next.member.copies - next.first);
        const recommendations = recommendationsOf(next.member, at);
        const key = `${recommendations.join()} ${choice.cost}`;
        const draft = drafts.get(key) ?? { action: null, fixes: [], cost: 0n, gains: choice.gains.map(() => 0n) };
        drafts.set(key, draft);
        if (count > 0) draft.fixes.push({ work: next.member.work, first: next.first, count, recommendations });
        draft.cost += BigInt(count) * choice.cost;
        for (const [scope, gain] of choice.gains.entries()) draft.gains[scope] = (draft.gains[scope] ?? 0n) + BigInt(count) * gain;
        left -= count;
        free = next.first + count === next.member.copies ? rest : [{ ...next, first: next.first + count }, ...rest];
      }
    }
  }
  return [...drafts.values()];
}

function recommendationsOf(member: Member, choice: number): readonly string[] {
  return member.fixes[choice] ?? [];
}

/** Chosen sets of actions as drafts, bundle by bundle, one action a draft. */
export function actionDrafts(
  kinds: readonly ActionKind[],
  taken: readonly (readonly number[])[],
  actions: readonly Action[],
  scale: Scale,
): (readonly Draft[])[][] {
  return kinds.map(({ choices, units }, index) => {
    const chosen = new Set(choices[taken[index]?.indexOf(1) ?? -1]?.actions);
    const reached = units.filter((unit: ActionUnit) => unit.actions.every((action) => chosen.has(action)));
    return bundlesOf(reached, actions, scale).map((bundle) => {
      return bundle.map(({ action, gains }): Draft => {
        return { action: actions[action]?.key ?? null, fixes: actions[action]?.fixes ?? [], cost: actions[action]?.cost ?? 0n, gains };
      });
    });
  });
}

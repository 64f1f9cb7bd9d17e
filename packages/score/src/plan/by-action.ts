import { efficient, entangled, scaledGain } from './by-resource.ts';
import type { Unit } from './goals.ts';
import { type Choice, ceilDivide, type Kind } from './knapsack.ts';
import type { Prospect, Scale } from './scale.ts';
import type { Fix, PlanAction, Work } from './work.ts';

/** Something that is done whole or not at all. */
export interface Action {
  readonly key: string | null;
  readonly cost: bigint;
  readonly fixes: readonly Fix[];
}

/** What is gained once all of some actions (indexes) are done. */
export interface ActionUnit {
  readonly actions: readonly number[];
  readonly gains: readonly bigint[];
}

/** Actions that depend on one another: each choice is a set of them. */
export interface ActionKind extends Kind {
  readonly choices: readonly (Choice & { readonly actions: readonly number[] })[];
  readonly units: readonly ActionUnit[];
  /** Kinds that are worth at least as much, where there are too many sets of actions to look at each; they give the bound. */
  readonly relaxed?: readonly Kind[];
}

export interface ActionPlan {
  readonly actions: readonly Action[];
  readonly kinds: readonly ActionKind[];
  /** What no action touches, to be planned by resource. */
  readonly untouched: readonly Prospect[];
}

export function actionPlanOf(
  prospects: readonly Prospect[],
  by: 'recommendation' | GivenActions,
  scale: Scale,
  mostEnumerated = 14,
): ActionPlan {
  const { actions, actionOf, remember } =
    by === 'recommendation' ? wholeRecommendations(prospects, scale) : givenActions(prospects, by, scale);
  const sums = new Map<string, { actions: readonly number[]; gains: bigint[] }>();
  const untouched: Prospect[] = [];
  for (const prospect of prospects) {
    const { work, index, units } = prospect;
    const left: Unit[] = [];
    for (const group of entangled(units)) {
      if (!group.some(({ needs }) => needs.some((need) => actionOf(index, need) !== undefined))) {
        left.push(...group);
        continue;
      }
      for (const unit of group) {
        const needed = unit.needs.map((need) => actionOf(index, need) ?? addSingle(actions, remember, work, index, need, scale));
        const set = [...new Set(needed)].sort((a, b) => a - b);
        const sum = sums.get(set.join()) ?? { actions: set, gains: unit.gains.map(() => 0n) };
        sums.set(set.join(), sum);
        for (const scope of unit.gains.keys())
          sum.gains[scope] = (sum.gains[scope] ?? 0n) + BigInt(work.count) * scaledGain(unit, scope, scale);
      }
    }
    if (left.length > 0) untouched.push({ ...prospect, units: left });
  }
  const kinds = componentsOf([...sums.values()]).map((units) => kindOf(units, actions, scale, mostEnumerated));
  return { actions, kinds, untouched };
}

/** The actions of a request, checked; and which of them fixes what. */
export interface GivenActions {
  readonly actions: readonly PlanAction[];
  readonly actionOf: (work: number, recommendation: string) => number | undefined;
}

export function givenActionsOf(work: readonly Work[], actions: readonly PlanAction[]): GivenActions {
  const covered = indexed();
  for (const [action, { key, cost, fixes }] of actions.entries()) {
    if (cost !== 'never' && !(Number.isFinite(cost) && cost >= 0)) {
      throw new RangeError(`action ${key}: the cost has to be a number of zero or more, or 'never', but is ${cost}`);
    }
    for (const { work: index, recommendation } of fixes) {
      if (!work[index]) throw new RangeError(`action ${key} fixes work ${index}, but there are only ${work.length}`);
      const known = covered.actionOf(index, recommendation);
      if (known !== undefined && known !== action) {
        throw new RangeError(
          `actions ${actions[known]?.key} and ${key} both fix ${recommendation} on work ${index}; declare one action for it`,
        );
      }
      covered.remember(index, recommendation, action);
    }
  }
  return { actions, actionOf: covered.actionOf };
}

interface Actions {
  readonly actions: Action[];
  readonly actionOf: (work: number, recommendation: string) => number | undefined;
  readonly remember: (work: number, recommendation: string, action: number) => void;
}

/** One action a recommendation: it fixes everything in scope that can be fixed. */
function wholeRecommendations(prospects: readonly Prospect[], scale: Scale): Actions {
  const found = new Map<string, { key: string; cost: bigint; fixes: Fix[]; index: number }>();
  const covered = indexed();
  for (const { work, index, isInScope } of prospects) {
    if (!isInScope) continue;
    for (const { recommendation, status } of work.statuses) {
      const cost = work.costs[recommendation];
      if (status !== 'Unhealthy' || cost === undefined || cost === 'never') continue;
      const action = found.get(recommendation) ?? { key: recommendation, cost: 0n, fixes: [], index: found.size };
      found.set(recommendation, action);
      action.cost += BigInt(work.count) * scale.costs(cost);
      action.fixes.push({ work: index, first: 0, count: work.count, recommendations: [recommendation] });
      covered.remember(index, recommendation, action.index);
    }
  }
  return { actions: [...found.values()].map(({ key, cost, fixes }) => ({ key, cost, fixes })), ...covered };
}

function givenActions(prospects: readonly Prospect[], { actions: given }: GivenActions, scale: Scale): Actions {
  const covered = indexed();
  const actions = given.map(({ key, cost, fixes }, action): Action => {
    for (const { work, recommendation } of fixes) covered.remember(work, recommendation, action);
    return {
      key,
      cost: cost === 'never' ? 0n : scale.costs(cost),
      fixes: fixes.map(({ work, recommendation }) => ({
        work,
        first: 0,
        count: prospects[work]?.work.count ?? 0,
        recommendations: [recommendation],
      })),
    };
  });
  return { actions, ...covered };
}

/** What no action given fixes, beside something that one does: fixed for all resources of the work. */
function addSingle(actions: Action[], remember: Actions['remember'], work: Work, index: number, need: string, scale: Scale): number {
  const fix = { work: index, first: 0, count: work.count, recommendations: [need] };
  const action = actions.push({ key: null, cost: BigInt(work.count) * scale.costs(Number(work.costs[need] ?? 0)), fixes: [fix] }) - 1;
  remember(index, need, action);
  return action;
}

function indexed(): Pick<Actions, 'actionOf' | 'remember'> {
  const actions = new Map<number, Map<string, number>>();
  return {
    actionOf: (work, recommendation) => actions.get(work)?.get(recommendation),
    remember: (work, recommendation, action) => {
      const own = actions.get(work) ?? new Map<string, number>();
      actions.set(work, own.set(recommendation, action));
    },
  };
}

function componentsOf(units: readonly ActionUnit[]): ActionUnit[][] {
  const parent = new Map<number, number>();
  const rootOf = (action: number): number => {
    let root = action;
    for (let next = parent.get(root); next !== undefined && next !== root; next = parent.get(root)) root = next;
    return root;
  };
  for (const { actions } of units) {
    const root = rootOf(actions[0] ?? -1);
    for (const action of actions) parent.set(rootOf(action), root);
  }
  const components = new Map<number, ActionUnit[]>();
  for (const unit of units) {
    const root = rootOf(unit.actions[0] ?? -1);
    const known = components.get(root);
    if (known) known.push(unit);
    else components.set(root, [unit]);
  }
  return [...components.values()];
}

function kindOf(units: readonly ActionUnit[], actions: readonly Action[], scale: Scale, mostEnumerated: number): ActionKind {
  const own = [...new Set(units.flatMap((unit) => unit.actions))].sort((a, b) => a - b);
  if (own.length <= mostEnumerated) return { copies: 1, units, choices: efficient(allSetsOf(own, units, actions)) };
  return { copies: 1, units, choices: efficient(growingSetsOf(units, actions, scale)), relaxed: relaxedKindsOf(own, units, actions) };
}

/** The gains of every set of actions, from the units inside it: sums over subsets, one action at a time. */
function allSetsOf(own: readonly number[], units: readonly ActionUnit[], actions: readonly Action[]): ActionKind['choices'][number][] {
  const size = 2 ** own.length;
  const bits = new Map(own.map((action, bit) => [action, 2 ** bit]));
  const maskOf = (set: readonly number[]) => set.reduce((mask, action) => mask + (bits.get(action) ?? 0), 0);
  const gainsByScope = (units[0]?.gains ?? []).map((_, scope) => {
    const gains = Array.from({ length: size }, () => 0n);
    for (const unit of units) gains[maskOf(unit.actions)] = unit.gains[scope] ?? 0n;
    for (let bit = 1; bit < size; bit *= 2) {
      for (let mask = 0; mask < size; mask += 1) if (mask & bit) gains[mask] = (gains[mask] ?? 0n) + (gains[mask - bit] ?? 0n);
    }
    return gains;
  });
  return Array.from({ length: size }, (_, mask) => {
    const set = own.filter((_action, bit) => mask & (2 ** bit));
    return { actions: set, cost: costOf(set, actions), gains: gainsByScope.map((gains) => gains[mask] ?? 0n) };
  });
}

/** Too many sets to look at each: one that grows by what brings the most for the work, step by step up to everything. */
function growingSetsOf(units: readonly ActionUnit[], actions: readonly Action[], scale: Scale): ActionKind['choices'][number][] {
  const sets: ActionKind['choices'][number][] = [];
  for (const bundle of bundlesOf(units, actions, scale)) {
    const last = sets.at(-1);
    const set = [...(last?.actions ?? []), ...bundle.map(({ action }) => action)];
    const gains = sumOfGains([...(last ? [last] : []), ...bundle], units[0]?.gains.length ?? 0);
    sets.push({ actions: set, cost: costOf(set, actions), gains });
  }
  return sets;
}

/** Actions that are best done together, each with what it adds when it is done after those before it. */
export type Bundle = readonly { readonly action: number; readonly gains: readonly bigint[] }[];

/** All actions that units need, in the order of what they bring for the work; each bundle completes at least one unit. */
export function bundlesOf(units: readonly ActionUnit[], actions: readonly Action[], scale: Scale): Bundle[] {
  const done = new Set<number>();
  const bundles: Bundle[] = [];
  let open = units.map((unit) => ({ ...unit, worth: scale.pointsOf(unit.gains) }));
  while (open.length > 0) {
    const missingFor = (unit: ActionUnit) => unit.actions.filter((action) => !done.has(action));
    const rates = open.map((unit) => {
      const cost = Number(costOf(missingFor(unit), actions));
      return cost === 0 ? Number.POSITIVE_INFINITY : unit.worth / cost;
    });
    const best = rates.reduce((at, rate, index) => (rate > (rates[at] ?? 0) ? index : at), 0);
    const bundle = missingFor(open[best] ?? { actions: [], gains: [] }).map((action) => {
      done.add(action);
      const isReached = (unit: ActionUnit) => unit.actions.every((one) => done.has(one));
      const reached = open.filter(isReached);
      open = open.filter((unit) => !isReached(unit));
      return { action, gains: sumOfGains(reached, units[0]?.gains.length ?? 0) };
    });
    bundles.push(bundle);
  }
  return bundles;
}

function sumOfGains(units: readonly { readonly gains: readonly bigint[] }[], scopes: number): bigint[] {
  return Array.from({ length: scopes }, (_, scope) => units.reduce((sum, { gains }) => sum + (gains[scope] ?? 0n), 0n));
}

/**
 * Each action alone, with a share of every unit that needs it, in proportion to the costs. A set of actions is never worth more than its
 * shares, since a unit counts only when all of its actions are in the set; so what is best here bounds what is best there.
 */
function relaxedKindsOf(own: readonly number[], units: readonly ActionUnit[], actions: readonly Action[]): Kind[] {
  const scopes = units[0]?.gains.length ?? 0;
  const shares = new Map(own.map((action) => [action, Array.from({ length: scopes }, () => 0n)]));
  for (const unit of units) {
    const total = costOf(unit.actions, actions);
    for (const action of unit.actions) {
      const share = shares.get(action) ?? [];
      const [part, whole] = total === 0n ? [1n, BigInt(unit.actions.length)] : [actions[action]?.cost ?? 0n, total];
      for (const [scope, gain] of unit.gains.entries()) share[scope] = (share[scope] ?? 0n) + ceilDivide(gain * part, whole);
    }
  }
  return [...shares].map(([action, gains]) => ({ copies: 1, choices: [{ cost: actions[action]?.cost ?? 0n, gains }] }));
}

function costOf(set: readonly number[], actions: readonly Action[]): bigint {
  return set.reduce((sum, action) => sum + (actions[action]?.cost ?? 0n), 0n);
}

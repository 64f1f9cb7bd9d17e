import type { AppliedPolicy, Catalogue, CatalogueItem, GraphRecommendation } from '@plumbline/catalogue';
import { type CompiledPolicy, compileDefinition, compileSet, type PolicySet, type Problem } from '@plumbline/policy';
import { listAt } from './list-at.ts';
import { type PlaceKind, placesAskedBy, placeTypeOf } from './places.ts';

/** One recommendation, ready to judge. Its position is its index in the plan and the order of reports. */
export type PlannedItem =
  | { readonly kind: 'policy'; readonly index: number; readonly item: CatalogueItem; readonly policy: CompiledPolicy }
  /** A policy of the user's or of an initiative: which of its variants hold depends on where the resource lies. */
  | { readonly kind: 'applied'; readonly index: number; readonly item: CatalogueItem; readonly applied: AppliedPolicy }
  | { readonly kind: 'graph'; readonly index: number; readonly item: CatalogueItem; readonly recommendation: GraphRecommendation }
  | { readonly kind: 'imported'; readonly index: number; readonly item: CatalogueItem }
  /** Its rule does not compile: every resource of its types is `Failed`, with the reason. */
  | { readonly kind: 'broken'; readonly index: number; readonly item: CatalogueItem; readonly problems: readonly Problem[] };

/** A catalogue compiled: what to judge on each type, and what to keep of which types for the relations. */
export interface JudgePlan {
  readonly catalogue: Catalogue;
  readonly items: readonly PlannedItem[];
  /** All policies of the items, variants included. */
  readonly policies: PolicySet<CompiledPolicy>;
  /** Items to judge on a resource of this lower-case type. */
  itemsOf(type: string): readonly PlannedItem[];
  /** Lower-case types whose resources others look at, with the paths to keep; `*` keeps everything. */
  readonly keptPathsByType: ReadonlyMap<string, ReadonlySet<string> | '*'>;
  /** Of which kinds of places the policies for a lower-case type ask more than ids say. */
  placesAskedOn(type: string): ReadonlySet<PlaceKind>;
}

const planByCatalogue = new WeakMap<Catalogue, JudgePlan>();

/** @returns the plan, made once for each catalogue; a rule that does not compile stays in it as `broken`. */
export function planOf(catalogue: Catalogue): JudgePlan {
  let plan = planByCatalogue.get(catalogue);
  if (plan === undefined) {
    plan = newPlanOf(catalogue);
    planByCatalogue.set(catalogue, plan);
  }
  return plan;
}

/**
 * @returns the plan for whoever judges with `looksUpPlaces`: subscriptions and resource groups of which rules ask more than ids say are kept
 *   like anything else that verdicts look at.
 */
export function planWithPlaces(catalogue: Catalogue): JudgePlan {
  const plan = planOf(catalogue);
  const asked = placesAskedBy(plan.items.flatMap(judgingIn));
  if (catalogue.places !== undefined || asked.size === 0) return plan;
  return { ...plan, keptPathsByType: new Map([...plan.keptPathsByType, ...[...asked].map((kind) => [placeTypeOf[kind], '*'] as const)]) };
}

function newPlanOf(catalogue: Catalogue): JudgePlan {
  const items = catalogue.items.map(plannedItemOf);
  const byType = new Map<string, PlannedItem[]>();
  const everyType: PlannedItem[] = [];
  for (const planned of items) {
    const types = typesOf(planned);
    if (types === undefined) everyType.push(planned);
    else for (const type of types) listAt(byType, type).push(planned);
  }
  const merged = new Map<string, readonly PlannedItem[]>();
  const asked = new Map<string, ReadonlySet<PlaceKind>>();
  const itemsOf = (type: string) => {
    let found = merged.get(type);
    if (found === undefined) {
      found = [...(byType.get(type) ?? []), ...everyType].sort((a, b) => a.index - b.index);
      merged.set(type, found);
    }
    return found;
  };
  return {
    catalogue,
    items,
    policies: compileSet(items.flatMap(judgingIn)),
    itemsOf,
    keptPathsByType: keptPathsOf(items),
    placesAskedOn(type) {
      const known = asked.get(type) ?? placesAskedBy(itemsOf(type).flatMap(judgingIn));
      asked.set(type, known);
      return known;
    },
  };
}

function plannedItemOf(item: CatalogueItem, index: number): PlannedItem {
  const { recommendation } = item;
  switch (recommendation.kind) {
    case 'graph':
      return { kind: 'graph', index, item, recommendation };
    case 'imported':
      return { kind: 'imported', index, item };
    case 'policy': {
      if (item.applied !== undefined) return { kind: 'applied', index, item, applied: item.applied };
      const definition = { mode: 'All', displayName: recommendation.title, policyRule: recommendation.rule };
      const { policy, problems } = compileDefinition(
        definition,
        recommendation.parameters === undefined ? {} : { parameters: recommendation.parameters },
      );
      return policy === undefined ? { kind: 'broken', index, item, problems } : { kind: 'policy', index, item, policy };
    }
  }
}

function typesOf(planned: PlannedItem): readonly string[] | undefined {
  const policies = policiesIn(planned);
  const declared = planned.item.recommendation.resourceTypes.map((type) => type.toLowerCase());
  if (policies.length === 0 || declared.length > 0) return declared;
  return policies.some(({ types }) => types === undefined) ? undefined : [...new Set(policies.flatMap(({ types }) => types ?? []))];
}

function policiesIn(planned: PlannedItem): readonly CompiledPolicy[] {
  if (planned.kind === 'policy') return [planned.policy];
  return planned.kind === 'applied' ? planned.applied.all : [];
}

/** The policies of an item that look at resources: the verdict of others is known before. */
export function judgingIn(planned: PlannedItem): readonly CompiledPolicy[] {
  return policiesIn(planned).filter(({ isOff, undecidable }) => !isOff && undecidable === undefined);
}

function keptPathsOf(items: readonly PlannedItem[]): ReadonlyMap<string, ReadonlySet<string> | '*'> {
  const kept = new Map<string, Set<string> | '*'>();
  const keep = (type: string, paths: readonly string[] | '*') => {
    const key = type.toLowerCase();
    const before = kept.get(key);
    if (paths === '*' || before === '*') kept.set(key, '*');
    else kept.set(key, new Set([...(before ?? []), ...paths]));
  };
  for (const planned of items) {
    if (planned.kind === 'graph') {
      for (const [type, paths] of Object.entries(planned.recommendation.reads)) keep(type, paths);
    }
    for (const { related } of judgingIn(planned)) if (related !== undefined) keep(related.type, related.reads);
  }
  return kept;
}

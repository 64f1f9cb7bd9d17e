import type { Assessment } from './assessment.ts';
import type { Estate } from './estate-index.ts';
import type { Exemption, ExemptionIndex } from './exemptions.ts';
import type { Hierarchy } from './hierarchy.ts';
import type { ImportedAssessment, UnknownAssessment } from './imported.ts';
import type { JudgePlan, PlannedItem } from './judge-plan.ts';
import { profileCounter } from './profiles.ts';
import type { Disagreement, NotCollected } from './report.ts';
import type { AssessmentRun, AssessOptions, ResourceState } from './run.ts';
import { scopeFilterOf } from './scope.ts';
import { type ItemVerdict, isDecided } from './verdict.ts';

/** Everything that was gathered while the entries streamed by. */
export interface Gathered {
  readonly plan: JudgePlan;
  readonly options: AssessOptions;
  readonly states: ReadonlyMap<string, ResourceState>;
  readonly hierarchy: Hierarchy;
  readonly estate: Estate;
  readonly imported: readonly ImportedAssessment[];
  readonly unknownAssessments: readonly UnknownAssessment[];
  readonly exemptions: readonly Exemption[];
  readonly exemptionIndex: ExemptionIndex;
  readonly duplicates: number;
}

/** A resource with its final verdicts, by index of the plan in rising order. */
interface Decided {
  readonly state: ResourceState;
  readonly verdicts: readonly (readonly [number, ItemVerdict])[];
}

/** Joins what came early with what came late: relations, imported assessments, exemptions; then counts. */
export function settle(gathered: Gathered): AssessmentRun {
  const { plan, options, hierarchy } = gathered;
  const filter = scopeFilterOf(options.scope ?? [], hierarchy);
  const selected = [...gathered.states.values()].filter((state) => filter.has(state.key, state.subscription));
  selected.sort((a, b) => (a.key < b.key ? -1 : 1));

  const importedByKey = importedByResource(gathered.imported);
  const disagreements: Disagreement[] = [];
  const keys = plan.items.map(({ item }) => item.recommendation.key);
  const counter = profileCounter(keys);
  const rawCounter = profileCounter(keys);
  const assessmentsByExemption = new Map<Exemption, number>();
  const byType = new Map<string, { resources: number; judged: number }>();
  const resourcesBySubscription = new Map<string, number>();
  const missing = missingCounter();
  let isAnyExempt = false;
  let resources = 0;

  const decided = selected.map((state): Decided => {
    const raw = rawVerdictsOf(state, gathered, importedByKey.get(state.key), disagreements);
    const verdicts = raw.map(([index, verdict]) => {
      const item = plan.items[index]?.item;
      const exemption =
        item !== undefined && isDecided(verdict) ? gathered.exemptionIndex.find(item, state.key, state.subscription) : undefined;
      if (exemption === undefined) return [index, verdict] as const;
      isAnyExempt = true;
      assessmentsByExemption.set(exemption, (assessmentsByExemption.get(exemption) ?? 0) + 1);
      return [index, exemptedBy(exemption)] as const;
    });
    for (const [index, verdict] of verdicts) missing.add(keys[index] ?? '', state.subscription, verdict);
    counter.add(state.subscription, statusesOf(verdicts));
    rawCounter.add(state.subscription, statusesOf(raw));
    if (state.subscription !== '')
      resourcesBySubscription.set(state.subscription, (resourcesBySubscription.get(state.subscription) ?? 0) + (state.implied ? 0 : 1));
    if (!state.implied) {
      resources += 1;
      const count = byType.get(state.type) ?? { resources: 0, judged: 0 };
      byType.set(state.type, count);
      count.resources += 1;
      if (verdicts.some(([, verdict]) => verdict.status !== 'NotAssessed')) count.judged += 1;
    }
    return { state, verdicts };
  });

  const profiles = counter.profiles();
  return {
    catalogue: plan.catalogue,
    now: options.now,
    scope: filter.ids,
    profiles,
    profilesWithoutExemptions: isAnyExempt ? rawCounter.profiles() : profiles,
    subscriptions: [...resourcesBySubscription].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, count]) => ({ id, resources: count })),
    hierarchy,
    exemptions: [...gathered.exemptions]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((exemption) => ({ exemption, assessments: assessmentsByExemption.get(exemption) ?? 0 })),
    duplicates: gathered.duplicates,
    resources,
    byType: [...byType].sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, count]) => ({ type, ...count })),
    disagreements,
    notCollected: missing.counted(),
    unknownAssessments: countedUnknown(gathered.unknownAssessments),
    emptyScopes: filter.ids.filter((id) => !isScopeFilled(id, selected, hierarchy)),
    assessments: () => assessmentsOf(decided, plan),
  };
}

function importedByResource(imported: readonly ImportedAssessment[]): ReadonlyMap<string, readonly ImportedAssessment[]> {
  const byResource = new Map<string, ImportedAssessment[]>();
  for (const assessment of imported) {
    const list = byResource.get(assessment.resourceKey);
    if (list === undefined) byResource.set(assessment.resourceKey, [assessment]);
    else list.push(assessment);
  }
  return byResource;
}

function rawVerdictsOf(
  state: ResourceState,
  { plan, options, estate }: Gathered,
  imported: readonly ImportedAssessment[] | undefined,
  disagreements: Disagreement[],
): readonly (readonly [number, ItemVerdict])[] {
  const computed = state.verdicts.map(([index, verdict]) => [index, 'kind' in verdict ? verdict.settle(estate) : verdict] as const);
  if (imported === undefined) return computed;
  return joinedWith(computed, imported, options.prefer ?? 'rule', (planned, own, verdict) =>
    disagreements.push({
      recommendation: planned.item.recommendation.key,
      resource: state.id,
      computed: own.status,
      imported: verdict.status,
    }),
  );
}

/**
 * Lays the assessments found in the input over the verdicts of our rules.
 *
 * @param computed by index of the plan, in rising order, as is what is returned
 * @param imported all assessments of this one resource, sorted by their own keys
 * @param onDisagreement told of each assessment that decided otherwise than our rule
 */
export function joinedWith(
  computed: readonly (readonly [number, ItemVerdict])[],
  imported: readonly ImportedAssessment[],
  prefer: 'rule' | 'input',
  onDisagreement: (planned: PlannedItem, own: ItemVerdict, verdict: ItemVerdict) => void,
): readonly (readonly [number, ItemVerdict])[] {
  const byIndex = new Map<number, ItemVerdict>(computed);
  for (const { planned, verdict } of strongestByItem(imported)) {
    const own = byIndex.get(planned.index);
    byIndex.set(planned.index, own === undefined ? verdict : joined(own, verdict, prefer));
    if (own !== undefined && isDecided(own) && isDecided(verdict) && own.status !== verdict.status) onDisagreement(planned, own, verdict);
  }
  return [...byIndex].sort(([a], [b]) => a - b);
}

/**
 * Azure may hold several assessments that mean one of our recommendations (machines with and without an address of their own have
 * one each): the one that says most counts, whatever their order.
 */
function strongestByItem(imported: readonly ImportedAssessment[]): Iterable<ImportedAssessment> {
  const strongest = new Map<number, ImportedAssessment>();
  for (const assessment of imported) {
    const known = strongest.get(assessment.planned.index);
    if (known === undefined || strengthOf(assessment.verdict) > strengthOf(known.verdict))
      strongest.set(assessment.planned.index, assessment);
  }
  return strongest.values();
}

function strengthOf({ status, cause }: ItemVerdict): number {
  if (status === 'Unhealthy') return 4;
  if (status === 'Healthy') return 3;
  return cause === 'OffByPolicy' || cause === 'Exempt' ? 2 : status === 'NotApplicable' ? 1 : 0;
}

/** Switched off or exempted in Azure is a decision of its owner, not a finding: it holds whatever our rule says. */
function joined(own: ItemVerdict, imported: ItemVerdict, prefer: 'rule' | 'input'): ItemVerdict {
  if (imported.cause === 'OffByPolicy' || imported.cause === 'Exempt') return imported;
  if (own.status === 'NotAssessed') return imported;
  return prefer === 'input' && imported.status !== 'NotAssessed' ? imported : own;
}

/** @returns what an exemption makes of a verdict that was decided. */
export function exemptedBy(exemption: Exemption): ItemVerdict {
  const because = {
    text: `${exemption.category} by the exemption "${exemption.displayName}"${exemption.expiresOn === null ? '' : ` until ${exemption.expiresOn}`}.`,
  };
  return { status: exemption.category === 'Mitigated' ? 'Healthy' : 'NotApplicable', cause: 'Exempt', because };
}

function statusesOf(verdicts: readonly (readonly [number, ItemVerdict])[]) {
  return verdicts.map(([index, verdict]) => [index, verdict.status] as const);
}

function countedUnknown(unknown: readonly UnknownAssessment[]): AssessmentRun['unknownAssessments'] {
  const counted = new Map<string, UnknownAssessment & { count: number }>();
  for (const assessment of unknown) {
    const id = `${assessment.key} ${assessment.displayName}`;
    const known = counted.get(id);
    if (known === undefined) counted.set(id, { ...assessment, count: 1 });
    else known.count += 1;
  }
  return [...counted.values()].sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
}

function isScopeFilled(id: string, selected: readonly ResourceState[], hierarchy: Hierarchy): boolean {
  const filter = scopeFilterOf([id], hierarchy);
  return selected.some((state) => filter.has(state.key, state.subscription));
}

function* assessmentsOf(decided: readonly Decided[], plan: JudgePlan): Iterable<Assessment> {
  for (const { state, verdicts } of decided) {
    for (const [index, verdict] of verdicts) {
      const planned = plan.items[index];
      if (planned === undefined) continue;
      yield {
        recommendation: planned.item.recommendation.key,
        resource: state.id,
        type: state.type,
        subscription: state.subscription,
        status: verdict.status,
        ...(verdict.cause === undefined ? {} : { cause: verdict.cause }),
        ...(verdict.needs === undefined ? {} : { needs: verdict.needs }),
        decidedBy: verdict.imported ? 'input' : 'rule',
        ...(verdict.because === undefined ? {} : { because: verdict.because }),
      };
    }
  }
}

function missingCounter() {
  const counted = new Map<string, NotCollected & { resources: number }>();
  return {
    add(recommendation: string, subscription: string, { cause, needs = '' }: ItemVerdict): void {
      if (cause !== 'NotCollected') return;
      const id = `${recommendation} ${subscription} ${needs}`;
      const known = counted.get(id);
      if (known === undefined) counted.set(id, { recommendation, subscription, needs, resources: 1 });
      else known.resources += 1;
    },
    counted: (): readonly NotCollected[] => [...counted].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row),
  };
}

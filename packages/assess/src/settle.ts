import type { AlikeKnowledge } from './alike/alike-reader.ts';
import { AlikeResource } from './alike/alike-resource.ts';
import type { Walker } from './alike/walk.ts';
import type { Assessment } from './assessment.ts';
import type { Estate } from './estate-index.ts';
import type { Exemption, ExemptionIndex } from './exemptions.ts';
import type { Hierarchy } from './hierarchy.ts';
import type { ImportedAssessment, UnknownAssessment } from './imported.ts';
import { settlerOf } from './judge.ts';
import type { JudgePlan, PlannedItem } from './judge-plan.ts';
import type { States } from './place-states.ts';
import type { Disagreement } from './report.ts';
import type { AssessOptions, ResourceState } from './run.ts';
import { judgeOptionsOf } from './run.ts';
import { type RunTally, runTally } from './run-tally.ts';
import { scopeFilterOf } from './scope.ts';
import { type ItemVerdict, isDecided } from './verdict.ts';
import type { IndexedVerdicts, VerdictVector, VerdictVectors } from './verdict-vectors.ts';
import type { Watch } from './watch.ts';

/** Everything that was gathered while the entries streamed by. */
export interface Gathered {
  readonly watch?: Watch | undefined;
  readonly plan: JudgePlan;
  readonly options: AssessOptions;
  readonly vectors: VerdictVectors;
  readonly states: Pick<States, 'values'>;
  readonly hierarchy: Hierarchy;
  readonly estate: Estate;
  readonly imported: readonly ImportedAssessment[];
  readonly unknownAssessments: readonly UnknownAssessment[];
  readonly exemptions: readonly Exemption[];
  readonly exemptionIndex: ExemptionIndex;
  readonly duplicates: number;
  /** Finds verdicts by those of alike resources. */
  readonly likeness?: { readonly walker: Walker; readonly joined: AlikeKnowledge['joined'] } | undefined;
}

/** A resource with its final verdicts, by index of the plan in rising order. */
interface Decided {
  readonly state: ResourceState;
  readonly verdicts: IndexedVerdicts;
}

/** Everything in numbers about a part of an estate: parts that share no resource add up to the whole. */
export interface Settled {
  readonly tally: RunTally;
  /** As if no exemption had been found; undefined when none applied. */
  readonly rawTally: RunTally | undefined;
  readonly exemptions: readonly { readonly exemption: Exemption; readonly assessments: number }[];
  readonly disagreements: readonly KeyedDisagreement[];
  readonly unknownAssessments: readonly (UnknownAssessment & { readonly count: number })[];
  readonly duplicates: number;
  /** Of the selected scopes those that the part holds something of. */
  readonly filledScopes: readonly string[];
  /** By lower-case resource id, then in the order of the catalogue. */
  assessments(): Iterable<Assessment>;
}

export interface KeyedDisagreement extends Disagreement {
  readonly key: string;
}

/** Joins what came early with what came late: relations, imported assessments, exemptions; then counts. */
export function settle(gathered: Gathered): Settled {
  const { plan, options, hierarchy, vectors } = gathered;
  const filter = scopeFilterOf(options.scope ?? [], hierarchy);
  const importedByKey = importedByResource(gathered.imported);
  const disagreements: KeyedDisagreement[] = [];
  const keys = plan.items.map(({ item }) => item.recommendation.key);
  const tally = runTally(keys);
  const rawTally = runTally(keys);
  const assessmentsByExemption = new Map<Exemption, number>();
  const hasExemptions = gathered.exemptions.some(({ expired }) => !expired);
  const settled = settlerOf(gathered.estate, judgeOptionsOf(options));
  const decided: Decided[] = [];
  // Where verdicts are found by likeness nobody asks for the list, only whether a scope holds anything.
  const isListed = gathered.likeness === undefined || filter.ids.length > 0;
  let isAnyExempt = false;

  const exempted = (state: ResourceState, raw: IndexedVerdicts): IndexedVerdicts =>
    raw.map(([index, verdict]) => {
      const item = plan.items[index]?.item;
      const exemption =
        item !== undefined && isDecided(verdict)
          ? gathered.exemptionIndex.find(item, state.key, state.subscription, state.location)
          : undefined;
      if (exemption === undefined) return [index, verdict] as const;
      isAnyExempt = true;
      assessmentsByExemption.set(exemption, (assessmentsByExemption.get(exemption) ?? 0) + 1);
      return [index, exemptedBy(exemption)] as const;
    });

  /** Nobody asks for the reasons of what is known of classes only. */
  const byLikeness = ({ walker, joined }: NonNullable<Gathered['likeness']>, state: AlikeResource) => {
    if (state.variant.walks === undefined) return undefined;
    const { waiting } = state.ofClass.reading;
    const known = walker.vectorOf(state);
    if (known !== undefined) return joined(state.alone, known);
    const related = walker.learn(state, (estate, onClock) => {
      const { vector } = settledVerdicts(state, settlerOf(estate, { ...judgeOptionsOf(options), onClock }), vectors, true);
      return vectors.of(vector.verdicts.filter(([index]) => waiting.has(index)));
    });
    return joined(state.alone, related);
  };

  for (const state of gathered.states.values()) {
    if (filter.ids.length > 0 && !filter.has(state.key, state.subscription)) continue;
    gathered.watch?.subject(state);
    let { vector } = state;
    let verdicts: IndexedVerdicts | undefined;
    const imported = importedByKey.size === 0 ? undefined : importedByKey.get(state.key);
    if (vector === undefined && gathered.likeness !== undefined && state instanceof AlikeResource)
      vector = byLikeness(gathered.likeness, state);
    if (vector === undefined) ({ vector, verdicts } = settledVerdicts(state, settled, vectors, gathered.likeness !== undefined));
    if (imported !== undefined) {
      verdicts = joinedWith(verdicts ?? vector.verdicts, imported, options.prefer ?? 'rule', (planned, own, verdict) =>
        disagreements.push({
          recommendation: planned.item.recommendation.key,
          resource: state.id,
          computed: own.status,
          imported: verdict.status,
          key: state.key,
        }),
      );
      vector = vectors.of(verdicts);
    }
    gathered.watch?.decided(vector, imported !== undefined);
    if (hasExemptions) {
      rawTally.add(state, vector);
      verdicts = exempted(state, verdicts ?? vector.verdicts);
      vector = vectors.of(verdicts);
    }
    tally.add(state, vector);
    if (isListed) decided.push({ state, verdicts: verdicts ?? vector.verdicts });
  }
  let isSorted = false;
  return {
    tally,
    rawTally: isAnyExempt ? rawTally : undefined,
    exemptions: gathered.exemptions.map((exemption) => ({ exemption, assessments: assessmentsByExemption.get(exemption) ?? 0 })),
    disagreements,
    unknownAssessments: countedUnknown(gathered.unknownAssessments),
    duplicates: gathered.duplicates,
    filledScopes: filter.ids.filter((id) => isScopeFilled(id, decided, hierarchy)),
    assessments() {
      // Most runs are never asked for their list, and sorting it costs as much as judging.
      if (!isSorted) decided.sort((a, b) => (a.state.key < b.state.key ? -1 : 1));
      isSorted = true;
      return assessmentsOf(decided, plan);
    },
  };
}

/** @param isBrief nobody asks for reasons @returns the verdicts in full only where one has a reason; without, the vector says all. */
export function settledVerdicts(
  { begun, resource, subscription }: ResourceState,
  settled: ReturnType<typeof settlerOf>,
  vectors: VerdictVectors,
  isBrief: boolean,
): { readonly vector: VerdictVector; readonly verdicts: IndexedVerdicts | undefined } {
  const subject = { resource: resource ?? {}, subscription };
  let vector = vectors.empty;
  let verdicts: (readonly [number, ItemVerdict])[] | undefined;
  for (const [index, one] of begun) {
    const verdict = 'kind' in one ? settled(one, subject) : one;
    if (!isBrief && verdicts === undefined && verdict.because !== undefined) verdicts = [...vector.verdicts];
    verdicts?.push([index, verdict]);
    vector = vectors.with(vector, index, verdict);
  }
  return { vector, verdicts };
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

function countedUnknown(unknown: readonly UnknownAssessment[]): Settled['unknownAssessments'] {
  const counted = new Map<string, UnknownAssessment & { count: number }>();
  for (const assessment of unknown) {
    const id = `${assessment.key} ${assessment.displayName}`;
    const known = counted.get(id);
    if (known === undefined) counted.set(id, { ...assessment, count: 1 });
    else known.count += 1;
  }
  return [...counted.values()];
}

function isScopeFilled(id: string, selected: readonly Decided[], hierarchy: Hierarchy): boolean {
  const filter = scopeFilterOf([id], hierarchy);
  return selected.some(({ state }) => filter.has(state.key, state.subscription));
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
        ...(state.location === undefined ? {} : { location: state.location }),
        status: verdict.status,
        ...(verdict.cause === undefined ? {} : { cause: verdict.cause }),
        ...(verdict.needs === undefined ? {} : { needs: verdict.needs }),
        decidedBy: verdict.imported ? 'input' : 'rule',
        ...(verdict.because === undefined ? {} : { because: verdict.because }),
      };
    }
  }
}

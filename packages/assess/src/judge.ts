import type { AppliedPolicy, Evidence, GraphRecommendation, GraphVerdict, Neighbours } from '@plumbline/catalogue';
import type { Entry } from '@plumbline/inventory';
import {
  attestationType,
  type CompiledPolicy,
  type EvaluationContext,
  type Judging,
  type PendingVerdict,
  type Resource,
  type Verdict,
} from '@plumbline/policy';
import { evidenceOf } from './decision-sentence.ts';
import { type Estate, relatedIn } from './estate-index.ts';
import { objectOf } from './json-reading.ts';
import type { JudgePlan, PlannedItem } from './judge-plan.ts';
import { type KnownPlaces, placeOf, placesOver, type UndecidedVerdict, unknownPlace } from './places.ts';
import { healthy, type ItemVerdict, notApplicable, notCollected, notDecidable, offByPolicy, unhealthy } from './verdict.ts';

/** Which verdicts carry their reason: reasons cost time and memory, so only those that will be shown. */
export type Explain = 'none' | 'unhealthy' | 'all';

export interface JudgeOptions {
  /** The instant of the run, ISO 8601 UTC. */
  readonly now: string;
  readonly explain: Explain;
  /** Told when a verdict looks at the clock, by those who have to judge again when time goes on. */
  readonly onClock?: () => void;
  /** What is known of subscriptions and resource groups, where the catalogue does not bring it. */
  readonly places?: KnownPlaces;
}

/** A verdict that waits for resources which may come later in the stream. Graph recommendations always do, so they stand for themselves. */
export type Deferred =
  | (PlannedItem & { readonly kind: 'graph' })
  | { readonly kind: 'pending'; readonly policy: CompiledPolicy; readonly verdict: PendingVerdict }
  /** A policy that several assignments apply: the worst verdict counts. */
  | { readonly kind: 'several'; readonly verdicts: readonly (ItemVerdict | Deferred)[] };

/** Whose verdict waits: what relations need of it. */
export interface Subject {
  /** The resource, or what `prune` leaves of it. */
  readonly resource: Resource;
  /** Lower-case GUID; empty above subscriptions. */
  readonly subscription: string;
}

/** Judges one item on one resource as far as the resource alone allows. Never throws. */
export function begin(plan: JudgePlan, planned: PlannedItem, entry: Entry, options: JudgeOptions): ItemVerdict | Deferred {
  switch (planned.kind) {
    case 'imported':
      return notCollected('microsoft.security/assessments');
    case 'broken': {
      const first = planned.problems[0];
      return failed(`The rule does not compile: ${first?.message ?? 'unknown problem'} (${first?.path ?? '$'})`);
    }
    case 'graph':
      return planned;
    case 'policy':
      return beginPolicy(planned.policy, before(plan, entry, options), options);
    case 'applied':
      return beginApplied(planned.applied, before(plan, entry, options), options);
  }
}

/**
 * Judges everything that the plan has for one resource, with the estate at hand.
 * @param given `looksUpPlaces`: what rules ask of where it lies is looked up in the estate like anything else, unless the catalogue brings it.
 */
export function judge(
  plan: JudgePlan,
  entry: Entry,
  estate: Estate,
  given: JudgeOptions & { readonly looksUpPlaces?: boolean },
): readonly (readonly [PlannedItem, ItemVerdict])[] {
  const asked = given.looksUpPlaces === true && plan.catalogue.places === undefined ? plan.placesAskedOn(entry.type) : nothing;
  const options = asked.size === 0 ? given : { ...given, places: placesOver(estate, asked) };
  const settle = settlerOf(estate, options);
  const subject = { resource: entry.resource, subscription: entry.subscription ?? '' };
  return plan.itemsOf(entry.type).map((planned) => {
    const verdict = begin(plan, planned, entry, options);
    return [planned, 'kind' in verdict ? settle(verdict, subject) : verdict];
  });
}

const nothing: ReadonlySet<never> = new Set();

/** Settles what was deferred, once the estate is complete. Neighbours are the same for all of a subscription, so they are made once. */
export function settlerOf(estate: Estate, options: JudgeOptions): (deferred: Deferred, subject: Subject) => ItemVerdict {
  let neighbours: NeighboursIn | undefined;
  return function settle(deferred, subject): ItemVerdict {
    const { resource, subscription } = subject;
    if (deferred.kind === 'several') return worstOf(deferred.verdicts.map((one) => ('kind' in one ? settle(one, subject) : one)));
    if (deferred.kind === 'pending') return settlePolicy(deferred.policy, deferred.verdict, { subscription, estate, options });
    if (neighbours?.subscription !== subscription) neighbours = new NeighboursIn(subscription, estate, options);
    return graphVerdictOf(deferred.recommendation, resource, neighbours, options);
  };
}

function beginApplied(applied: AppliedPolicy, judged: Judged, options: JudgeOptions): ItemVerdict | Deferred {
  const { entry } = judged;
  const { location } = entry.resource;
  const policies = applied.policiesFor({ id: entry.key, type: entry.type, location: typeof location === 'string' ? location : undefined });
  const [first] = policies;
  if (first === undefined) return notApplicable;
  if (policies.length === 1) return beginPolicy(first, judged, options);
  const verdicts = policies.map((policy) => beginPolicy(policy, judged, options));
  const final = verdicts.filter(isFinal);
  return final.length < verdicts.length ? { kind: 'several', verdicts } : worstOf(final);
}

function isFinal(verdict: ItemVerdict | Deferred): verdict is ItemVerdict {
  return !('kind' in verdict);
}

/** Each assignment is judged by itself, and a resource is healthy only where all that could be judged say so. */
function worstOf(verdicts: readonly ItemVerdict[]): ItemVerdict {
  const find = (status: ItemVerdict['status']) => verdicts.find((verdict) => verdict.status === status);
  return find('Unhealthy') ?? find('NotAssessed') ?? find('Healthy') ?? verdicts[0] ?? notApplicable;
}

function beginPolicy(policy: CompiledPolicy, { plan, entry, context, judging }: Judged, options: JudgeOptions): ItemVerdict | Deferred {
  if (policy.isOff) return offByPolicy;
  if (policy.undecidable !== undefined) return notDecidable(policy.undecidable);
  if (!entry.hasConfiguration && policy.readsConfiguration) return notCollected('configuration');
  const verdict = judging.begin(policy);
  if (policy.readsBeyond.length > 0 && verdict.compliance !== 'NotApplicable') {
    const unknown = unknownPlace(policy, context, plan.catalogue.places ?? options.places);
    if (unknown !== undefined) return undecidedOf(unknown);
  }
  if (verdict.compliance === 'Pending') {
    return { kind: 'pending', policy, verdict };
  }
  return policyVerdictOf(verdict, options.explain, (isHealthy) => decisionOf(policy, { resource: entry.resource, context, isHealthy }));
}

/** A resource before all policies of a plan. */
interface Judged {
  readonly plan: JudgePlan;
  readonly entry: Entry;
  readonly context: EvaluationContext;
  readonly places: KnownPlaces | undefined;
  readonly judging: Judging<CompiledPolicy>;
}

/** All rules for a resource are judged in a row, so the last one is all that is worth keeping. */
let latest: Judged | undefined;

function before(plan: JudgePlan, entry: Entry, options: JudgeOptions): Judged {
  const { places } = options;
  if (latest?.entry !== entry || latest.plan !== plan || latest.context.now !== options.now || latest.places !== places) {
    const context = newContextOf(entry, plan, options);
    latest = { plan, entry, context, places, judging: plan.policies.on(entry.resource, context) };
  }
  return latest;
}

function newContextOf(entry: Entry, { catalogue }: JudgePlan, { now, places }: JudgeOptions): EvaluationContext {
  const apiVersion = entry.resource['apiVersion'];
  return { now, ...(typeof apiVersion === 'string' ? { apiVersion } : {}), ...placeOf(entry, catalogue.places ?? places) };
}

function settlePolicy(
  policy: CompiledPolicy,
  pending: PendingVerdict,
  { subscription, estate, options }: { readonly subscription: string; readonly estate: Estate; readonly options: JudgeOptions },
): ItemVerdict {
  const { type } = pending.query;
  const candidates = relatedIn(estate, subscription, pending.query);
  const verdict = pending.settle(candidates);
  const isConfigurationRead = policy.related?.reads.some((path) => path.toLowerCase().startsWith('properties')) === true;
  if (
    verdict.compliance === 'NonCompliant' &&
    isConfigurationRead &&
    candidates?.some((candidate) => (candidate['properties'] ?? null) === null)
  ) {
    return notCollected(type);
  }
  if (type === attestationType) {
    if (candidates?.some(({ properties }) => objectOf(properties)['expiresOn'] !== undefined)) options.onClock?.();
    return policyVerdictOf(verdict, options.explain, () => attestedReason(candidates ?? []));
  }
  return policyVerdictOf(verdict, options.explain, () => ({
    text: relatedSentence(type, candidates?.length ?? 0, verdict.compliance === 'Compliant'),
    expected: pending.query.name ?? null,
    found: candidates?.map((candidate) => candidate['id'] ?? null) ?? [],
  }));
}

function attestedReason(attestations: readonly Resource[]): Evidence {
  const text =
    attestations.length === 0 ? 'Nobody attested anything: the default state of the policy counts.' : 'What was attested decides.';
  return { text, expected: null, found: attestations.map(({ id }) => id ?? null) };
}

function relatedSentence(type: string, count: number, isSatisfied: boolean): string {
  if (count === 0) return `No ${type} was found for it.`;
  if (isSatisfied) return count === 1 ? `One ${type} was found, and it is as it should be.` : `Of ${count} ${type} one is as it should be.`;
  return count === 1 ? `One ${type} was found, but it is not as it should be.` : `None of ${count} ${type} is as it should be.`;
}

function policyVerdictOf(verdict: Verdict, explain: Explain, reason: (isHealthy: boolean) => Evidence): ItemVerdict {
  switch (verdict.compliance) {
    case 'Compliant':
      return explain === 'all' ? { status: 'Healthy', because: reason(true) } : healthy;
    case 'NonCompliant':
      return explain === 'none' ? unhealthy : { status: 'Unhealthy', because: reason(false) };
    case 'NotApplicable':
      return notApplicable;
    case 'NotCollected':
    case 'Unknown':
    case 'Error':
      return undecidedOf(verdict);
  }
}

function undecidedOf(verdict: UndecidedVerdict): ItemVerdict {
  switch (verdict.compliance) {
    case 'NotCollected':
      return notCollected(verdict.needs);
    case 'Unknown':
      return notDecidable(verdict.reason);
    case 'Error':
      return failed(verdict.reason);
  }
}

function decisionOf(
  policy: CompiledPolicy,
  { resource, context, isHealthy }: { readonly resource: Resource; readonly context: EvaluationContext; readonly isHealthy: boolean },
): Evidence {
  const decision = policy.decide(resource, context);
  return decision === undefined ? { text: 'The rule as a whole decided.' } : evidenceOf(decision, isHealthy);
}

function graphVerdictOf(
  recommendation: Pick<GraphRecommendation, 'judge' | 'reads' | 'resourceTypes'>,
  subject: Resource,
  neighbours: NeighboursIn,
  options: JudgeOptions,
): ItemVerdict {
  let verdict: GraphVerdict;
  neighbours.bare = undefined;
  try {
    verdict = recommendation.judge(subject, neighbours);
  } catch (error) {
    // Odd data must cost one verdict, never the run.
    return failed(error instanceof Error ? error.message : String(error));
  }
  if (verdict.status === 'NotCollected') {
    return notCollected(verdict.needs.toLowerCase(), options.explain === 'all' ? verdict.because : undefined);
  }
  // What came without configuration may look like anything: absence in it must decide nothing.
  if (verdict.status !== 'NotApplicable' && neighbours.bare !== undefined) return notCollected(neighbours.bare);
  if (verdict.status === 'Unhealthy' && isBare(subject) && readsOwnConfiguration(recommendation)) return notCollected('configuration');
  const isShown = options.explain === 'all' || (options.explain === 'unhealthy' && verdict.status === 'Unhealthy');
  if (isShown) return { status: verdict.status, because: verdict.because };
  return verdict.status === 'Healthy' ? healthy : verdict.status === 'Unhealthy' ? unhealthy : notApplicable;
}

function isBare(resource: Resource): boolean {
  return (resource['properties'] ?? null) === null;
}

function readsOwnConfiguration({ reads, resourceTypes }: Pick<GraphRecommendation, 'reads' | 'resourceTypes'>): boolean {
  return resourceTypes.some((type) => {
    const paths = reads[type] ?? [];
    return paths === '*' || paths.some((path) => path.startsWith('properties'));
  });
}

/** Whether a list holds a resource without configuration; lists are the same object each time they are asked for. */
const bareByList = new WeakMap<readonly Resource[], string | null>();

function bareTypeIn(list: readonly Resource[]): string | undefined {
  let bare = bareByList.get(list);
  if (bare === undefined) {
    const found = list.find(isBare);
    bare = found === undefined ? null : typeNameOf(found);
    bareByList.set(list, bare);
  }
  return bare ?? undefined;
}

function typeNameOf(resource: Resource): string {
  const { type } = resource;
  return typeof type === 'string' ? type.toLowerCase() : 'configuration';
}

/** Looks an estate up for the resources of one subscription. */
class NeighboursIn implements Neighbours {
  readonly subscription: string;
  /** The type of a resource that came without configuration and was looked at since this was last cleared. */
  bare: string | undefined;
  private readonly estate: Estate;
  private readonly options: JudgeOptions;

  constructor(subscription: string, estate: Estate, options: JudgeOptions) {
    this.subscription = subscription;
    this.estate = estate;
    this.options = options;
  }

  // Asked for only when read: what a verdict looked at is what it depends on.
  get now(): string {
    this.options.onClock?.();
    return this.options.now;
  }

  get managementGroups(): readonly string[] {
    return this.estate.managementGroupsOf(this.subscription);
  }

  byId(id: string): Resource | undefined {
    const found = this.estate.byKey(id.toLowerCase());
    if (found !== undefined && isBare(found)) this.bare = typeNameOf(found);
    return found;
  }

  under(id: string, type: string): readonly Resource[] {
    return this.watched(this.estate.under(id.toLowerCase(), type.toLowerCase()));
  }

  inSubscription(type: string): readonly Resource[] {
    return this.watched(this.estate.inSubscription(this.subscription, type.toLowerCase()));
  }

  inTenant(type: string): readonly Resource[] {
    return this.watched(this.estate.inSubscription('', type.toLowerCase()));
  }

  private watched(list: readonly Resource[]): readonly Resource[] {
    this.bare = bareTypeIn(list) ?? this.bare;
    return list;
  }

  isCollected(type: string): boolean {
    return isCollectedFor(this.estate, this.subscription, type.toLowerCase());
  }
}

/**
 * Of what stands above subscriptions, anything in the tenant will do; of anything else only what lies in the subscription itself:
 * role assignments of a management group say nothing about whether those of the subscription were exported.
 */
function isCollectedFor(estate: Estate, subscription: string, type: string): boolean {
  const isOfTenant = type.startsWith('microsoft.graph/') || type.startsWith('microsoft.management/');
  return estate.isCollected(isOfTenant ? '' : subscription, type);
}

function failed(reason: string): ItemVerdict {
  return { status: 'NotAssessed', cause: 'Failed', because: { text: reason } };
}

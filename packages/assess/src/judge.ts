import type { Evidence, GraphVerdict, Neighbours } from '@plumbline/catalogue';
import type { Entry } from '@plumbline/inventory';
import type { CompiledPolicy, EvaluationContext, PendingVerdict, Resource, Verdict } from '@plumbline/policy';
import { type Estate, relatedIn } from './estate-index.ts';
import type { JudgePlan, PlannedItem } from './judge-plan.ts';
import { healthy, type ItemVerdict, notApplicable, notCollected, unhealthy } from './verdict.ts';

/** Which verdicts carry their reason: reasons cost time and memory, so only those that will be shown. */
export type Explain = 'none' | 'unhealthy' | 'all';

export interface JudgeOptions {
  /** The instant of the run, ISO 8601 UTC. */
  readonly now: string;
  readonly explain: Explain;
  /** Told when a verdict looks at the clock, by those who have to judge again when time goes on. */
  readonly onClock?: () => void;
}

/** A verdict that waits for resources which may come later in the stream. */
export interface Deferred {
  readonly kind: 'deferred';
  settle(estate: Estate): ItemVerdict;
}

/** Judges one item on one resource as far as the resource alone allows. Never throws. */
export function begin(planned: PlannedItem, entry: Entry, options: JudgeOptions): ItemVerdict | Deferred {
  switch (planned.kind) {
    case 'imported':
      return notCollected('microsoft.security/assessments');
    case 'broken': {
      const first = planned.problems[0];
      return failed(`The rule does not compile: ${first?.message ?? 'unknown problem'} (${first?.path ?? '$'})`);
    }
    case 'graph':
      return { kind: 'deferred', settle: (estate) => graphVerdictOf(planned.recommendation, entry, estate, options) };
    case 'policy':
      return beginPolicy(planned.policy, entry, options);
  }
}

/** Judges everything that the plan has for one resource, with the estate at hand. */
export function judge(
  plan: JudgePlan,
  entry: Entry,
  estate: Estate,
  options: JudgeOptions,
): readonly (readonly [PlannedItem, ItemVerdict])[] {
  return plan.itemsOf(entry.type).map((planned) => {
    const verdict = begin(planned, entry, options);
    return [planned, 'kind' in verdict ? verdict.settle(estate) : verdict];
  });
}

function beginPolicy(policy: CompiledPolicy, entry: Entry, options: JudgeOptions): ItemVerdict | Deferred {
  if (policy.undecidable !== undefined) return { status: 'NotAssessed', cause: 'NotDecidable', because: { text: policy.undecidable } };
  if (!entry.hasConfiguration && policy.readsConfiguration) return notCollected('configuration');
  const context = contextOf(entry, options);
  const verdict = policy.begin(entry.resource, context);
  if (verdict.compliance === 'Pending') {
    return {
      kind: 'deferred',
      settle: (estate) => settlePolicy(policy, verdict, { subscription: entry.subscription ?? '', estate, options }),
    };
  }
  return policyVerdictOf(verdict, options.explain, () => decisionOf(policy, entry.resource, context));
}

function contextOf(entry: Entry, options: JudgeOptions): EvaluationContext {
  const apiVersion = entry.resource['apiVersion'];
  return typeof apiVersion === 'string' ? { now: options.now, apiVersion } : { now: options.now };
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
  return policyVerdictOf(verdict, options.explain, () => ({
    text: relatedSentence(type, candidates?.length ?? 0, verdict.compliance === 'Compliant'),
    expected: pending.query.name ?? null,
    found: candidates?.map((candidate) => candidate['id'] ?? null) ?? [],
  }));
}

function relatedSentence(type: string, count: number, isSatisfied: boolean): string {
  if (count === 0) return `No ${type} was found for it.`;
  if (isSatisfied) return count === 1 ? `One ${type} was found, and it is as it should be.` : `Of ${count} ${type} one is as it should be.`;
  return count === 1 ? `One ${type} was found, but it is not as it should be.` : `None of ${count} ${type} is as it should be.`;
}

function policyVerdictOf(verdict: Verdict, explain: Explain, reason: () => Evidence): ItemVerdict {
  switch (verdict.compliance) {
    case 'Compliant':
      return explain === 'all' ? { status: 'Healthy', because: reason() } : healthy;
    case 'NonCompliant':
      return explain === 'none' ? unhealthy : { status: 'Unhealthy', because: reason() };
    case 'NotApplicable':
      return notApplicable;
    case 'NotCollected':
      return notCollected(verdict.needs);
    case 'Unknown':
      return { status: 'NotAssessed', cause: 'NotDecidable', because: { text: verdict.reason } };
    case 'Error':
      return failed(verdict.reason);
  }
}

function decisionOf(policy: CompiledPolicy, resource: Resource, context: EvaluationContext): Evidence {
  const decision = policy.decide(resource, context);
  if (decision === undefined) return { text: 'The rule as a whole decided.' };
  const { subject, operator, path, found, expected } = decision;
  return { text: `${subject} is ${shown(found)}; what decides is: ${operator} ${shown(expected)}.`, path, found, expected };
}

/** A value as a reason shows it: short, and missing said as such. */
function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function graphVerdictOf(
  recommendation: { judge(subject: Resource, neighbours: Neighbours): GraphVerdict },
  entry: Entry,
  estate: Estate,
  options: JudgeOptions,
): ItemVerdict {
  let verdict: GraphVerdict;
  try {
    verdict = recommendation.judge(entry.resource, neighboursOf(entry, estate, options));
  } catch (error) {
    // Odd data must cost one verdict, never the run.
    return failed(error instanceof Error ? error.message : String(error));
  }
  if (verdict.status === 'NotCollected') {
    return notCollected(verdict.needs.toLowerCase(), options.explain === 'all' ? verdict.because : undefined);
  }
  const isShown = options.explain === 'all' || (options.explain === 'unhealthy' && verdict.status === 'Unhealthy');
  if (isShown) return { status: verdict.status, because: verdict.because };
  return verdict.status === 'Healthy' ? healthy : verdict.status === 'Unhealthy' ? unhealthy : notApplicable;
}

function neighboursOf(entry: Entry, estate: Estate, options: JudgeOptions): Neighbours {
  const subscription = entry.subscription ?? '';
  return {
    // Asked for only when read: what a verdict looked at is what it depends on.
    get now() {
      options.onClock?.();
      return options.now;
    },
    subscription,
    get managementGroups() {
      return estate.managementGroupsOf(subscription);
    },
    byId: (id) => estate.byKey(id.toLowerCase()),
    under: (id, type) => estate.under(id.toLowerCase(), type.toLowerCase()),
    inSubscription: (type) => estate.inSubscription(subscription, type.toLowerCase()),
    inTenant: (type) => estate.inSubscription('', type.toLowerCase()),
    isCollected: (type) => isCollectedFor(estate, subscription, type.toLowerCase()),
  };
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

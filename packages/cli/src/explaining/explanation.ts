import {
  type Assessment,
  type AssessmentRun,
  type Exemption,
  exemptionIndexOf,
  isWithin,
  type JudgedResource,
  judgedResourcesOf,
  profilesOf,
  type ScoringOptions,
  scopeFilterOf,
  scoredOf,
  type Trace,
} from '@plumbline/assess';
import { benchmarkInitiative, type CatalogueItem, fixCommandFor, policyNamesOf } from '@plumbline/catalogue';
import { type Rational, subtract, zero } from '@plumbline/score';
import type { PolicyAssignment } from '../assignments.ts';

/** How one verdict came about, and what it costs. */
export interface VerdictExplanation {
  readonly item: CatalogueItem;
  readonly resource: { readonly id: string; readonly type: string; readonly subscription: string };
  readonly assessment: Assessment;
  readonly trace: Trace;
  readonly exemption: Exemption | undefined;
  /** Assignments in the input under which Azure judges it here. */
  readonly assignments: readonly PolicyAssignment[];
  readonly command: string | undefined;
  readonly costs: readonly ScopeCost[];
}

/** What the verdict costs in a scope: what the score there gains when only this one becomes healthy. */
export interface ScopeCost {
  readonly name: string;
  /** ARM id; empty for everything. */
  readonly id: string;
  readonly current: Rational | null;
  readonly max: Rational | null;
  readonly points: Rational;
}

export interface ExplanationRequest {
  readonly item: CatalogueItem;
  /** Lower case. */
  readonly key: string;
  readonly trace: Trace;
  readonly assignments: readonly PolicyAssignment[];
  readonly definitionByAssignment: ReadonlyMap<string, string>;
  readonly options: ScoringOptions;
}

/** @returns undefined when the recommendation was not judged on such a resource; then what was judged on it. */
export function verdictExplanation(
  run: AssessmentRun,
  request: ExplanationRequest,
): { readonly explanation: VerdictExplanation } | { readonly found: JudgedResource | undefined } {
  const { item, key, trace } = request;
  let found: JudgedResource | undefined;
  for (const resource of judgedResourcesOf(run)) if (resource.key === key) found = resource;
  const assessment = found?.assessments.find(({ recommendation }) => recommendation === item.recommendation.key);
  if (found === undefined || assessment === undefined) return { found };
  const exemptions = run.exemptions.map(({ exemption }) => exemption);
  const exemption =
    assessment.cause === 'Exempt'
      ? exemptionIndexOf(exemptions, run.hierarchy, request.definitionByAssignment).find(item, key, found.subscription, found.location)
      : undefined;
  return {
    explanation: {
      item,
      resource: found,
      assessment,
      trace,
      exemption,
      assignments: request.assignments.filter((one) => isAssigned(one, item) && isAbove(one.scope, found, run)),
      command: assessment.status === 'Unhealthy' ? fixCommandFor(item.recommendation.fix.command, found.id) : undefined,
      costs: costsOf(run, { resource: found, assessment, options: request.options }),
    },
  };
}

function isAssigned({ definition }: PolicyAssignment, item: CatalogueItem): boolean {
  const last = definition.slice(definition.lastIndexOf('/') + 1);
  const names = policyNamesOf(item);
  return last === benchmarkInitiative || names.has(last) || names.has(definition);
}

const groupPrefix = '/providers/microsoft.management/managementgroups/';

function isAbove(scope: string, { key, subscription }: JudgedResource, run: AssessmentRun): boolean {
  if (!scope.startsWith(groupPrefix)) return isWithin(key, scope);
  return run.hierarchy.managementGroupsOf(subscription).includes(scope.slice(groupPrefix.length));
}

function costsOf(
  run: AssessmentRun,
  verdict: { readonly resource: JudgedResource; readonly assessment: Assessment; readonly options: ScoringOptions },
): readonly ScopeCost[] {
  const { resource, assessment, options } = verdict;
  return scopesAround(resource, run).map(({ id, name }): ScopeCost => {
    const filter = scopeFilterOf(id === '' ? [] : [id], run.hierarchy);
    function* within(isFixed: boolean): Iterable<JudgedResource> {
      for (const one of judgedResourcesOf(run)) {
        if (!filter.has(one.key, one.subscription)) continue;
        yield isFixed && one.key === resource.key ? fixed(one, assessment.recommendation) : one;
      }
    }
    const now = scoredOf(profilesOf(within(false)), run.catalogue, options).overall;
    if (assessment.status !== 'Unhealthy') return { id, name, current: now?.current ?? null, max: now?.max ?? null, points: zero };
    const then = scoredOf(profilesOf(within(true)), run.catalogue, options).overall;
    const points = now === null || then === null ? zero : subtract(then.current, now.current);
    return { id, name, current: now?.current ?? null, max: now?.max ?? null, points };
  });
}

function fixed(resource: JudgedResource, recommendation: string): JudgedResource {
  return {
    ...resource,
    assessments: resource.assessments.map((one) => (one.recommendation === recommendation ? { ...one, status: 'Healthy' } : one)),
  };
}

/** From the resource group outwards. */
function scopesAround(
  { id, key, subscription }: JudgedResource,
  run: AssessmentRun,
): readonly { readonly id: string; readonly name: string }[] {
  const group = /^(\/subscriptions\/[^/]+\/resourcegroups\/([^/]+))\//i.exec(id);
  return [
    ...(group === null ? [] : [{ id: group[1] ?? '', name: `resource group ${group[2]}` }]),
    ...(subscription === ''
      ? []
      : [{ id: `/subscriptions/${subscription}`, name: `subscription ${run.hierarchy.displayNameOf(subscription)}` }]),
    ...run.hierarchy.managementGroupsOf(subscription).map((name) => ({
      id: `/providers/Microsoft.Management/managementGroups/${name}`,
      name: `management group ${run.hierarchy.groupNameOf(name)}`,
    })),
    ...(key === '' ? [] : [{ id: '', name: 'everything in the input' }]),
  ];
}

import { instantMsOf } from '@plumbline/inventory';
import type { Expiry } from '@plumbline/score';
import type { Assessment } from './assessment.ts';
import { type ExemptionIndex, exemptionIndexOf } from './exemptions.ts';
import { type JudgedResource, judgedResourcesOf, statusesOf } from './resource-statuses.ts';
import type { AssessmentRun } from './run.ts';
import type { ScopeFilter } from './scope.ts';
import { exemptedBy } from './settle.ts';
import { isDecided } from './verdict.ts';

/** A moment at which exemptions in force run out. */
export interface ExemptionsEnd {
  /** ISO 8601 UTC. */
  readonly on: string;
  readonly exemptions: readonly { readonly id: string; readonly displayName: string }[];
}

export interface ExpiriesContext {
  /** The run over the same input without its exemptions. */
  readonly bare: Pick<AssessmentRun, 'assessments'>;
  /** As `exemptionIndexOf` takes it. */
  readonly definitionByAssignment: ReadonlyMap<string, string>;
  /** The resources that are scored. */
  readonly scope: ScopeFilter;
}

/**
 * Which exemptions run out when, and what that does to resources, for `exemptionDebtOf`. Where another exemption reaches the same assessment, that one
 * takes over; everything else stays as it is.
 */
export function expiriesOf(
  run: AssessmentRun,
  { bare, definitionByAssignment, scope }: ExpiriesContext,
): { readonly ends: readonly ExemptionsEnd[]; readonly expiries: readonly Expiry[] } {
  const exemptions = run.exemptions.map(({ exemption }) => exemption);
  const ending = exemptions.filter(({ expired, expiresOn }) => !expired && expiresOn !== null);
  const instantOf = (expiresOn: string | null) => instantMsOf(expiresOn ?? '');
  const moments = [...new Set(ending.map(({ expiresOn }) => instantOf(expiresOn)))]
    .sort((a, b) => a - b)
    .map((instant): Moment => {
      const later = exemptions.map((one) => ({
        ...one,
        expired: one.expired || (one.expiresOn !== null && instantOf(one.expiresOn) <= instant),
      }));
      return { on: new Date(instant).toISOString(), instant, index: exemptionIndexOf(later, run.hierarchy, definitionByAssignment) };
    });
  return {
    ends: moments.map(({ on, instant }) => ({
      on,
      exemptions: ending.filter(({ expiresOn }) => instantOf(expiresOn) === instant).map(({ id, displayName }) => ({ id, displayName })),
    })),
    expiries: moments.length === 0 ? [] : counted(expiriesIn(run, { bare, scope, moments })),
  };
}

interface Moment {
  readonly on: string;
  readonly instant: number;
  /** The exemptions that are in force from then on. */
  readonly index: ExemptionIndex;
}

function* expiriesIn(
  run: AssessmentRun,
  { bare, scope, moments }: Pick<ExpiriesContext, 'bare' | 'scope'> & { readonly moments: readonly Moment[] },
): Iterable<Expiry> {
  const itemByKey = new Map(run.catalogue.items.map((item) => [item.recommendation.key, item]));
  const without = judgedResourcesOf(bare)[Symbol.iterator]();
  for (const resource of judgedResourcesOf(run)) {
    // Both runs judge the same resources in the same order.
    const next = without.next();
    if (next.done === true) return;
    if (!scope.has(resource.key, resource.subscription)) continue;
    const exempted = new Set(resource.assessments.flatMap(({ cause, recommendation }) => (cause === 'Exempt' ? recommendation : [])));
    if (exempted.size === 0) continue;
    let before: readonly Assessment[] = resource.assessments;
    for (const { on, index } of moments) {
      const after = next.value.assessments.map((assessment) => later(assessment, next.value, index));
      if (isSame(before, after)) continue;
      yield { on, subscription: resource.subscription, before: statusesOf(before), after: statusesOf(after), count: 1 };
      before = after;
    }
  }

  function later(assessment: Assessment, { key, subscription, location }: JudgedResource, index: ExemptionIndex): Assessment {
    const item = itemByKey.get(assessment.recommendation);
    const exemption = item !== undefined && isDecided(assessment) ? index.find(item, key, subscription, location) : undefined;
    return exemption === undefined ? assessment : { ...assessment, status: exemptedBy(exemption).status };
  }
}

function isSame(before: readonly Assessment[], after: readonly Assessment[]): boolean {
  return before.length === after.length && before.every(({ status }, at) => status === after[at]?.status);
}

function counted(expiries: Iterable<Expiry>): readonly Expiry[] {
  const byText = new Map<string, Expiry>();
  for (const expiry of expiries) {
    const key = JSON.stringify([expiry.on, expiry.subscription, expiry.before, expiry.after]);
    byText.set(key, { ...expiry, count: (byText.get(key)?.count ?? 0) + 1 });
  }
  return [...byText.values()];
}

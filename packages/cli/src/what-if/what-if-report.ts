import { type AssessmentRun, type ExactScore, expiriesOf, scoredOf } from '@plumbline/assess';
import { exemptionDebtOf } from '@plumbline/score';
import type { ChangeReport } from '../change/change-report.ts';
import type { ScoredSide } from '../change/scored-side.ts';

/** The score as it is and as it would be. */
export interface WhatIfReport {
  readonly before: WhatIfEnd;
  readonly after: WhatIfEnd;
  /** Why it changes; null between models, where nothing adds up. */
  readonly change: ChangeReport | null;
  readonly subscriptions: readonly {
    readonly id: string;
    readonly displayName: string;
    readonly before: ExactScore | null;
    readonly after: ExactScore | null;
  }[];
  /** null when it was not asked for. */
  readonly debt: readonly DebtDate[] | null;
}

export interface WhatIfEnd {
  readonly score: ExactScore | null;
  readonly model: 'classic' | 'controls';
  readonly edition: string;
  readonly at: string;
}

/** What happens when exemptions run out and nothing else is done. */
export interface DebtDate {
  readonly on: string;
  readonly exemptions: readonly { readonly id: string; readonly displayName: string }[];
  /** Resources of which something comes back into the score. */
  readonly resources: number;
  readonly score: ExactScore | null;
}

export function endOf({ run, score, options }: ScoredSide): WhatIfEnd {
  return { score, model: options.model, edition: run.catalogue.edition, at: run.now };
}

/** Subscriptions whose score changes, each on its own. */
export function subscriptionsOf(before: ScoredSide, after: ScoredSide): WhatIfReport['subscriptions'] {
  const ids = [...new Set([...before.profiles, ...after.profiles].map(({ subscription }) => subscription))]
    .filter((id) => id !== '')
    .sort();
  return ids.flatMap((id) => {
    const [from, to] = [before, after].map(({ profiles, run, options }) => {
      return scoredOf(
        profiles.filter(({ subscription }) => subscription === id),
        run.catalogue,
        options,
      ).overall;
    });
    const isSame =
      from?.current.numerator === to?.current.numerator &&
      from?.current.denominator === to?.current.denominator &&
      from?.max.numerator === to?.max.numerator;
    if (isSame) return [];
    const name = after.run.hierarchy.displayNameOf(id);
    return [{ id, displayName: name === id ? before.run.hierarchy.displayNameOf(id) : name, before: from ?? null, after: to ?? null }];
  });
}

/** @param bare the run of the changed estate without its exemptions */
export function debtOf(
  after: ScoredSide,
  bare: Pick<AssessmentRun, 'assessments'>,
  definitionByAssignment: ReadonlyMap<string, string>,
): readonly DebtDate[] {
  const { run, scope, profiles, options } = after;
  const { ends, expiries } = expiriesOf(run, { bare, definitionByAssignment, scope });
  const scored = exemptionDebtOf(profiles, expiries, (own) => scoredOf(own, run.catalogue, options).overall);
  const byDate = new Map(scored.map((one) => [one.on, one]));
  let score = after.score;
  return ends.map(({ on, exemptions }) => {
    const debt = byDate.get(on);
    if (debt !== undefined) score = debt.score;
    return { on, exemptions, resources: debt?.resources ?? 0, score };
  });
}

import { type ExactScore, type JudgedResource, scoringTableOf, transitionsOf } from '@plumbline/assess';
import { type Catalogue, categoryNames } from '@plumbline/catalogue';
import type { NotPermitted } from '@plumbline/inventory';
import {
  type ChangeCause,
  type ChangeModel,
  type Contribution,
  changeCauseNames,
  type Explanation,
  explanationOf,
  groupedContributions,
  type Rational,
  sumOf,
  zero,
} from '@plumbline/score';
import type { ScoredSide } from './scored-side.ts';

/** What an explanation is grouped by. */
export type Grouping =
  | { readonly kind: 'subscription' | 'recommendation' | 'category' | 'type' }
  | { readonly kind: 'tag'; readonly name: string; readonly valueOf: (key: string) => string | undefined };

/** Why a score differs between two estates. All amounts are exact and add up. */
export interface ChangeReport {
  readonly model: 'classic' | 'controls';
  readonly before: ChangeEnd;
  readonly after: ChangeEnd;
  /** What is explained, and what amounts mean: points, or shares of 1. */
  readonly measure: 'points' | 'percentage';
  readonly difference: Rational;
  readonly byCause: readonly ChangeRow[];
  readonly grouping: Grouping['kind'];
  readonly groups: readonly ChangeRow[];
  /** What raised the score by hiding something, in points and as a share: leaving out what nobody had fixed raises only the share. */
  readonly hidden: readonly Hidden[];
  /** What the collector of the second estate was refused, and that of the first was not. */
  readonly noLongerPermitted: readonly NotPermitted[];
  readonly contributions: readonly NamedContribution[];
  readonly resources: { readonly shared: number; readonly onlyBefore: number; readonly onlyAfter: number };
}

/** What hiding gained in one measure; never nothing. */
export interface Hidden {
  readonly measure: ChangeReport['measure'];
  readonly gained: Rational;
  readonly rows: readonly ChangeRow[];
}

export interface ChangeEnd {
  readonly score: ExactScore | null;
  readonly edition: string;
  /** ISO 8601 UTC. */
  readonly at: string;
}

export interface ChangeRow {
  readonly label: string;
  readonly amount: Rational;
  /** Assessments that it touched. */
  readonly assessments: number;
}

export interface NamedContribution extends Contribution {
  /** Of the recommendation or the control. */
  readonly unitName: string | null;
}

export function changeReportOf(
  before: ScoredSide,
  after: ScoredSide,
  options: { readonly measure: ChangeReport['measure']; readonly grouping: Grouping },
): ChangeReport {
  const { measure, grouping } = options;
  const { transitions, ...resources } = transitionsOf(before, after, groupOf(grouping));
  const isOtherEdition = before.run.catalogue.edition !== after.run.catalogue.edition;
  const model = changeModelOf(before, after);
  const explanation = explanationOf({ transitions, model, measure, isOtherEdition });
  const asShare = measure === 'percentage' ? explanation : explanationOf({ transitions, model, measure: 'percentage', isOtherEdition });
  const names = namesOf(before, after);
  const rowsBy = (contributions: readonly Contribution[], labelOf: (one: Contribution) => string): ChangeRow[] => {
    // Only the label is left to tell contributions apart by, in the place of the group.
    const grouped = groupedContributions(contributions, (one) => ({ ...one, ...alike, group: labelOf(one) }));
    return grouped.map(({ group, amount, resources: assessments }) => ({ label: group ?? '', amount, assessments }));
  };
  const hiddenIn = (own: ChangeReport['measure'], { hiding }: Explanation): readonly Hidden[] => {
    if (hiding.length === 0) return [];
    const rows = rowsBy(hiding, ({ cause, subscription }) => names.hiddenName(cause, subscription));
    return [{ measure: own, gained: sumOf(hiding.map(({ amount }) => amount)), rows }];
  };
  return {
    model: after.options.model,
    before: endOf(before),
    after: endOf(after),
    measure,
    difference: explanation.difference,
    byCause: rowsBy(explanation.contributions, ({ cause }) => changeCauseNames[cause]),
    grouping: grouping.kind,
    groups: rowsBy(explanation.contributions, (one) => names.groupName(one, grouping)),
    hidden: [...(measure === 'points' ? hiddenIn('points', explanation) : []), ...hiddenIn('percentage', asShare)],
    noLongerPermitted: noLongerPermitted(before.notPermitted, after.notPermitted),
    contributions: explanation.contributions.map((one) => ({ ...one, unitName: one.unit === null ? null : names.unitName(one.unit) })),
    resources,
  };
}

function noLongerPermitted(before: readonly NotPermitted[], after: readonly NotPermitted[]): readonly NotPermitted[] {
  const placeOf = ({ type, scope = '' }: NotPermitted) => `${type} ${scope.toLowerCase()}`;
  const known = new Set(before.map(placeOf));
  return after.filter((one) => !known.has(placeOf(one)));
}

const alike = { cause: 'fixed' as ChangeCause, unit: null, subscription: null };

function endOf({ score, run }: ScoredSide): ChangeEnd {
  return { score, edition: run.catalogue.edition, at: run.now };
}

function groupOf(grouping: Grouping): ((resource: JudgedResource) => string) | undefined {
  if (grouping.kind === 'type') return ({ type }) => type;
  if (grouping.kind === 'tag') return ({ key }) => grouping.valueOf(key) ?? '';
  return undefined;
}

function changeModelOf(before: ScoredSide, after: ScoredSide): ChangeModel {
  const [from, to] = [scoringTableOf(before.run.catalogue), scoringTableOf(after.run.catalogue)];
  if (after.options.model === 'classic') return { kind: 'classic', before: from.recommendations, after: to.recommendations };
  return { kind: 'controls', aggregate: after.options.aggregate ?? 'weighted', before: from.controls, after: to.controls };
}

function namesOf(before: ScoredSide, after: ScoredSide) {
  const catalogues: readonly Catalogue[] = [before.run.catalogue, after.run.catalogue];
  const items = new Map(
    catalogues.flatMap(({ items: own }) => own.map(({ recommendation }) => [recommendation.key, recommendation] as const)),
  );
  const controls = new Map(catalogues.flatMap(({ controls: own }) => own.map(({ key, name }) => [key, name] as const)));
  const unitName = (unit: string) => items.get(unit)?.name ?? controls.get(unit) ?? unit;
  const displayNameOf = (subscription: string) => {
    const name = after.run.hierarchy.displayNameOf(subscription);
    return name === subscription ? before.run.hierarchy.displayNameOf(subscription) : name;
  };
  const catalogue = 'the catalogue';
  const weightOf = (subscription: string | null) => `weight of ${displayNameOf(subscription ?? '')}`;
  return {
    unitName,
    hiddenName: (cause: ChangeCause, subscription: string | null) =>
      subscription === null || subscription === ''
        ? changeCauseNames[cause]
        : `${changeCauseNames[cause]} in ${displayNameOf(subscription)}`,
    groupName({ unit, subscription, group }: Contribution, grouping: Grouping): string {
      switch (grouping.kind) {
        case 'subscription':
          return subscription === null ? catalogue : subscription === '' ? 'above subscriptions' : displayNameOf(subscription);
        case 'recommendation':
          return unit === null ? weightOf(subscription) : unitName(unit);
        case 'category': {
          const category = unit === null ? undefined : items.get(unit)?.category;
          return category === undefined ? catalogue : categoryNames[category];
        }
        case 'type':
          return group ?? (unit === null ? weightOf(subscription) : catalogue);
        case 'tag':
          return group === null
            ? unit === null
              ? weightOf(subscription)
              : catalogue
            : group === ''
              ? `without ${grouping.name}`
              : `${grouping.name}=${group}`;
      }
    },
  };
}

/** Contributions of nothing are an empty list, and the difference is zero. */
export function isUnchanged({ difference, contributions }: ChangeReport): boolean {
  return contributions.length === 0 && difference.numerator === zero.numerator;
}

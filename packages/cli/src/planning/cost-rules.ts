import type { JudgedResource } from '@plumbline/assess';
import type { CatalogueItem, Level } from '@plumbline/catalogue';
import type { Cost } from '@plumbline/score';

/** What a costs file says, checked. Costs are hours. */
export interface CostRules {
  /** Hours for one fix on one resource, by the catalogue's effort. */
  readonly hoursByEffort: Readonly<Record<Level, number>>;
  readonly rules: readonly CostRule[];
  readonly together: readonly TogetherRule[];
}

/** All of what is given has to hold. */
export interface CostRule {
  /** Where it stands: `costs.yaml:12 $.costs[2]`. */
  readonly place: string;
  /** Key of a recommendation. */
  readonly recommendation?: string;
  /** Lower case. */
  readonly type?: string;
  readonly tag?: { readonly name: string; readonly value?: string };
  /** Lower-case id; means everything under it too. */
  readonly resource?: string;
  readonly cost: Cost;
}

/** One action of the user's that fixes recommendations on several resources at once. */
export interface TogetherRule {
  /** Where it stands in the costs file; undefined: declared by the catalogue. */
  readonly place?: string;
  /** Keys. */
  readonly recommendations: readonly string[];
  readonly action: string;
  /** `subscription`, `resourceGroup`, `tag:NAME`, or a path from the resource to an id. */
  readonly on: string;
  readonly cost?: Cost;
}

/** Half an hour, two hours, a day: what one fix takes when nobody says otherwise. */
export const usualRules: CostRules = { hoursByEffort: { low: 0.5, moderate: 2, high: 8 }, rules: [], together: [] };

/** Tags of a resource by lower-case name; what the plan knows of tags. */
export type TagsOf = (key: string) => Readonly<Record<string, string>> | undefined;

/**
 * What fixing costs. Of rules that apply, the most special one: resource before tag before type before recommendation; then the later one.
 * @param onUse told each place that decided a cost
 */
export function costsBy(
  { hoursByEffort, rules }: CostRules,
  { items, tagsOf, onUse }: { readonly items: readonly CatalogueItem[]; readonly tagsOf: TagsOf; readonly onUse?: (place: string) => void },
) {
  const effortByKey = new Map(items.map(({ recommendation: { key, fix } }) => [key, hoursByEffort[fix.effort]]));
  const sorted = rules
    .map((rule, at) => ({ rule, rank: rankOf(rule), at }))
    .sort((a, b) => b.rank - a.rank || b.at - a.at)
    .map(({ rule }) => rule);
  return (resource: Pick<JudgedResource, 'key' | 'type'>, recommendation: string): Cost => {
    const rule = sorted.find((one) => applies(one, resource, recommendation, tagsOf));
    if (rule !== undefined) onUse?.(rule.place);
    return rule?.cost ?? effortByKey.get(recommendation) ?? hoursByEffort.moderate;
  };
}

function rankOf({ resource, tag, type, recommendation }: CostRule): number {
  return (
    Number(resource !== undefined) * 8 +
    Number(tag !== undefined) * 4 +
    Number(type !== undefined) * 2 +
    Number(recommendation !== undefined)
  );
}

function applies(rule: CostRule, { key, type }: Pick<JudgedResource, 'key' | 'type'>, recommendation: string, tagsOf: TagsOf): boolean {
  if (rule.recommendation !== undefined && rule.recommendation !== recommendation) return false;
  if (rule.type !== undefined && rule.type !== type) return false;
  if (rule.resource !== undefined && key !== rule.resource && !key.startsWith(`${rule.resource}/`)) return false;
  if (rule.tag === undefined) return true;
  const value = tagsOf(key)?.[rule.tag.name];
  return value !== undefined && (rule.tag.value === undefined || rule.tag.value === value);
}

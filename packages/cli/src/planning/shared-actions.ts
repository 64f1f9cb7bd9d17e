import type { JudgedResource, SharedAction } from '@plumbline/assess';
import { resourceGroupOf } from '@plumbline/assess';
import type { CatalogueItem } from '@plumbline/catalogue';
import type { Entry } from '@plumbline/inventory';
import type { Cost } from '@plumbline/score';
import type { TagsOf, TogetherRule } from './cost-rules.ts';

/** What one action is done on, for people. */
export interface ActionText {
  readonly action: string;
  /** The id or the value of the tag. */
  readonly on: string;
}

/** The actions that fix a recommendation on several resources: those of the costs file, then those that the catalogue declares. */
export interface SharedActions {
  /** To be told every entry of the input: an action may be done on a resource that the unhealthy one names. */
  readonly observe: (entry: Entry) => void;
  readonly actionOf: (resource: JudgedResource, recommendation: string) => SharedAction | undefined;
  readonly textOf: (key: string) => ActionText;
}

export function sharedActionsOf(
  items: readonly CatalogueItem[],
  together: readonly TogetherRule[],
  context: {
    readonly tagsOf: TagsOf;
    readonly costOf: (resource: { readonly key: string; readonly type: string }, recommendation: string) => Cost;
  },
): SharedActions {
  const ruleByKey = new Map<string, TogetherRule & { readonly number: number }>();
  const declared = items.flatMap(({ recommendation: { key, fix } }): TogetherRule[] =>
    fix.together === undefined ? [] : [{ recommendations: [key], ...fix.together }],
  );
  for (const [number, rule] of [...together, ...declared].entries()) {
    for (const key of rule.recommendations) if (!ruleByKey.has(key)) ruleByKey.set(key, { ...rule, number });
  }
  const pathsByType = pathsOf(items, ruleByKey);
  const idByPlace = new Map<string, string>();
  const texts = new Map<string, ActionText>();

  const targetOf = ({ key, subscription }: JudgedResource, on: string): string | undefined => {
    if (on === 'subscription') return subscription === '' ? undefined : `/subscriptions/${subscription}`;
    if (on === 'resourceGroup') {
      const group = resourceGroupOf(key);
      return group === undefined ? undefined : `/subscriptions/${subscription}/resourceGroups/${group}`;
    }
    if (on.startsWith('tag:')) return context.tagsOf(key)?.[on.slice(4).toLowerCase()];
    return idByPlace.get(`${key} ${on}`);
  };

  return {
    observe(entry) {
      for (const path of pathsByType.get(entry.type) ?? []) {
        const id = idAt(entry.resource, path);
        if (id !== undefined) idByPlace.set(`${entry.key} ${path}`, id);
      }
    },
    actionOf(resource, recommendation) {
      const rule = ruleByKey.get(recommendation);
      if (rule === undefined) return undefined;
      const target = targetOf(resource, rule.on);
      if (target === undefined) return undefined;
      const key = `${rule.number} ${target.toLowerCase()}`;
      if (!texts.has(key)) texts.set(key, { action: rule.action, on: target });
      return { key, cost: rule.cost ?? context.costOf({ key: target.toLowerCase(), type: '' }, recommendation) };
    },
    textOf: (key) => texts.get(key) ?? { action: key, on: '' },
  };
}

function pathsOf(items: readonly CatalogueItem[], ruleByKey: ReadonlyMap<string, TogetherRule>): ReadonlyMap<string, readonly string[]> {
  const paths = new Map<string, Set<string>>();
  for (const { recommendation } of items) {
    const on = ruleByKey.get(recommendation.key)?.on;
    if (on === undefined || on === 'subscription' || on === 'resourceGroup' || on.startsWith('tag:')) continue;
    for (const type of recommendation.resourceTypes) {
      const key = type.toLowerCase();
      paths.set(key, new Set([...(paths.get(key) ?? []), on]));
    }
  }
  return new Map([...paths].map(([type, own]) => [type, [...own]]));
}

/** The first text at a path such as `properties.networkProfile.networkInterfaces[*].id`. */
function idAt(value: unknown, path: string): string | undefined {
  let found: unknown = value;
  for (const part of path.split('.')) {
    const [name = '', list] = part.split('[', 2);
    found = typeof found === 'object' && found !== null ? (found as Readonly<Record<string, unknown>>)[name] : undefined;
    if (list !== undefined) found = Array.isArray(found) ? found[0] : undefined;
  }
  return typeof found === 'string' && found !== '' ? found : undefined;
}

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
  /** From the costs file, not from the catalogue. */
  readonly isOwn: boolean;
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
    /** Told each place in the costs file of which there is an action to do. */
    readonly onUse?: (place: string) => void;
  },
): SharedActions {
  const ruleByKey = new Map<string, TogetherRule & { readonly number: number }>();
  const declared = items.flatMap(({ recommendation: { key, fix } }): TogetherRule[] =>
    fix.together === undefined ? [] : [{ recommendations: [key], ...fix.together }],
  );
  for (const [number, rule] of [...together, ...declared].entries()) {
    for (const key of rule.recommendations) if (!ruleByKey.has(key)) ruleByKey.set(key, { ...rule, number });
  }
  const routesByType = routesOf(items, ruleByKey);
  const laterSteps = new Set([...routesByType.values()].flatMap((routes) => routes.flatMap(({ steps }) => steps.slice(1))));
  const idsByPlace = new Map<string, readonly string[]>();
  const texts = new Map<string, ActionText>();

  const targetOf = ({ key, subscription }: JudgedResource, on: string): string | undefined => {
    if (on === 'subscription') return subscription === '' ? undefined : `/subscriptions/${subscription}`;
    if (on === 'resourceGroup') {
      const group = resourceGroupOf(key);
      return group === undefined ? undefined : `/subscriptions/${subscription}/resourceGroups/${group}`;
    }
    if (on.startsWith('tag:')) return context.tagsOf(key)?.[on.slice(4).toLowerCase()];
    let found = [key];
    for (const step of stepsOf(on)) found = found.flatMap((id) => idsByPlace.get(`${id.toLowerCase()} ${step}`) ?? ['']);
    // Two security groups on one machine: hardening one of them leaves the other.
    const [only, ...others] = found;
    return others.every((id) => id.toLowerCase() === only?.toLowerCase()) ? only || undefined : undefined;
  };

  return {
    observe(entry) {
      const first = (routesByType.get(entry.type) ?? []).flatMap(({ steps }) => steps.slice(0, 1));
      for (const step of new Set([...first, ...laterSteps])) {
        const ids = idsAt(entry.resource, step);
        if (ids.length > 0) idsByPlace.set(`${entry.key} ${step}`, ids);
      }
    },
    actionOf(resource, recommendation) {
      const rule = ruleByKey.get(recommendation);
      if (rule === undefined) return undefined;
      const target = targetOf(resource, rule.on);
      if (target === undefined) return undefined;
      if (rule.place !== undefined) context.onUse?.(rule.place);
      const key = `${rule.number} ${target.toLowerCase()}`;
      if (!texts.has(key)) texts.set(key, { action: rule.action, on: target, isOwn: rule.number < together.length });
      return { key, cost: rule.cost ?? context.costOf({ key: target.toLowerCase(), type: '' }, recommendation) };
    },
    textOf: (key) => texts.get(key) ?? { action: key, on: '', isOwn: false },
  };
}

/** The way from an unhealthy resource to what the action is done on: paths to ids, each in the resource that the one before names. */
interface Route {
  readonly steps: readonly string[];
}

const stepsOf = (on: string): readonly string[] => on.split('>').map((step) => step.trim());

function routesOf(items: readonly CatalogueItem[], ruleByKey: ReadonlyMap<string, TogetherRule>): ReadonlyMap<string, readonly Route[]> {
  const routes = new Map<string, Route[]>();
  for (const { recommendation } of items) {
    const on = ruleByKey.get(recommendation.key)?.on;
    if (on === undefined || on === 'subscription' || on === 'resourceGroup' || on.startsWith('tag:')) continue;
    for (const type of recommendation.resourceTypes) {
      const key = type.toLowerCase();
      routes.set(key, [...(routes.get(key) ?? []), { steps: stepsOf(on) }]);
    }
  }
  return routes;
}

/** The texts at a path such as `properties.networkProfile.networkInterfaces[*].id`. */
function idsAt(value: unknown, path: string): string[] {
  let found: unknown[] = [value];
  for (const part of path.split('.')) {
    const [name = '', list] = part.split('[', 2);
    found = found.flatMap((one) => {
      const member = typeof one === 'object' && one !== null ? (one as Readonly<Record<string, unknown>>)[name] : undefined;
      return list === undefined ? [member] : Array.isArray(member) ? member : [];
    });
  }
  return found.filter((one): one is string => typeof one === 'string' && one !== '');
}

import type { Entry } from '@plumbline/inventory';
import type { Resource } from '@plumbline/policy';
import { ancestorsOf } from '../../arm-id.ts';
import type { Estate } from '../../estate-index.ts';
import type { Hierarchy } from '../../hierarchy.ts';
import type { JudgePlan } from '../../judge-plan.ts';
import { prune } from '../../prune.ts';
import { resourceGroupPlace } from '../../watch.ts';
import { hashOf } from './place-hash.ts';
import type { Rows } from './rows.ts';

export interface LinesEstateOptions {
  readonly plan: JudgePlan;
  readonly rows: Rows;
  /** What the fresh lines are. */
  readonly added: readonly Entry[];
  readonly hierarchy: Hierarchy;
  readonly collected: readonly { readonly type: string; readonly subscription?: string }[];
  entryOf(row: number): Entry;
}

const none: readonly Resource[] = [];

/** The estate of a part, of which only those lines are read that somebody asks for. */
export function linesEstate({ plan, rows, added, hierarchy, collected, entryOf }: LinesEstateOptions): Estate {
  const { table } = rows;
  const typePositions = new Map(table.names.types.map((type, position) => [type, position]));
  const subscriptionPositions = new Map(table.names.subscriptions.map((id, position) => [id, position]));
  const resourceByEntry = new Map<Entry, Resource>();
  const lists = new Map<string, readonly Resource[]>();
  const declared = new Set(collected.map(({ type, subscription }) => `${subscription?.toLowerCase() ?? '*'} ${type.toLowerCase()}`));

  const kept = (entry: Entry): Resource | undefined => {
    const paths = plan.keptPathsByType.get(entry.type);
    if (paths === undefined) return undefined;
    let resource = resourceByEntry.get(entry);
    if (resource === undefined) {
      resource = prune(entry.resource, paths);
      resourceByEntry.set(entry, resource);
    }
    return resource;
  };
  const linesOf = (type: string): readonly number[] => {
    const position = typePositions.get(type);
    return position === undefined || !plan.keptPathsByType.has(type) ? [] : rows.ofType(position);
  };
  /** @param isMaybe of a row, by hashes; `is` by its entry */
  const listed = (
    place: string,
    type: string,
    { isMaybe, is }: { readonly isMaybe: (row: number) => boolean; readonly is: (entry: Entry) => boolean },
  ) => {
    const name = `${place} ${type}`;
    let list = lists.get(name);
    if (list === undefined) {
      const found = linesOf(type).filter(isMaybe).map(entryOf);
      const all = [...found, ...added].filter((entry) => entry.type === type && is(entry));
      list = all.sort((a, b) => (a.key < b.key ? -1 : 1)).flatMap((entry) => kept(entry) ?? none);
      lists.set(name, list);
    }
    return list;
  };

  return {
    byKey(key) {
      for (const entry of added) if (entry.key === key) return kept(entry);
      for (const row of rows.withKey(hashOf(key))) {
        const entry = row < table.lines ? entryOf(row) : undefined;
        if (entry?.key === key) return kept(entry);
      }
      return undefined;
    },
    under(key, type) {
      const place = hashOf(key);
      const isMaybe = (row: number) => rows.liesUnder(row, place);
      return listed(key, type, { isMaybe, is: (entry) => ancestorsOf(entry.key).includes(key) });
    },
    inSubscription(subscription, type) {
      const position = subscriptionPositions.get(subscription);
      const isMaybe = (row: number) => table.subscriptions[row] === position;
      return listed(`in ${subscription}`, type, { isMaybe, is: (entry) => entry.subscription === subscription });
    },
    inResourceGroup(subscription, resourceGroup, type) {
      const place = hashOf(resourceGroupPlace(subscription, resourceGroup));
      return listed(`in ${subscription} ${resourceGroup}`, type, {
        isMaybe: (row) => rows.liesUnder(row, place),
        is: (entry) => entry.subscription === subscription && entry.resourceGroup === resourceGroup,
      });
    },
    // Whole types that come or go have their part assessed in full, so the old lines tell.
    isCollected(subscription, type) {
      const position = subscriptionPositions.get(subscription);
      if (linesOf(type).some((row) => table.subscriptions[row] === position)) return true;
      if (plan.keptPathsByType.has(type) && added.some((entry) => entry.type === type && entry.subscription === subscription)) return true;
      return declared.has(`* ${type}`) || declared.has(`${subscription} ${type}`);
    },
    managementGroupsOf: hierarchy.managementGroupsOf,
  };
}

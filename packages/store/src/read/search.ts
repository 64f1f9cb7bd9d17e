import { textAt } from '../database.ts';
import type { Part } from '../selection.ts';
import type { SearchHit } from '../store.ts';
import { narrowed } from './narrowed.ts';
import { conditionOf, likeOf } from './resource-rows.ts';
import type { View } from './view.ts';

/** Recommendations and subscriptions by their names, management groups, then resources by their ids. */
export async function searched(view: View, text: string, limit = 20): Promise<readonly SearchHit[]> {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  const most = Math.max(1, Math.min(100, limit));
  const found = [...recommendationHits(view, wanted), ...placeHits(view, wanted)].slice(0, most);
  return found.length >= most ? found : [...found, ...(await resourceHits(view, wanted, most - found.length))];
}

function* recommendationHits({ state }: View, wanted: string): Iterable<SearchHit> {
  for (const { recommendation } of state.setup.catalogue.items) {
    const { name, key, title, alsoKnownAs } = recommendation;
    const isFound = [name, key, title, ...(alsoKnownAs ?? [])].some((one) => one.toLowerCase().includes(wanted));
    if (isFound) yield { kind: 'recommendation', id: name, title, detail: recommendation.severity };
  }
}

function* placeHits({ mirror, selected }: View, wanted: string): Iterable<SearchHit> {
  const { hierarchy } = mirror.context;
  const groups = new Set<string>();
  for (const subscription of [...selected.parts.keys()].sort()) {
    if (subscription === '' || !mirror.counts.has(subscription)) continue;
    const title = hierarchy.displayNameOf(subscription);
    const chain = hierarchy.managementGroupsOf(subscription);
    for (const group of chain) groups.add(group);
    if (`${subscription} ${title.toLowerCase()}`.includes(wanted)) {
      yield {
        kind: 'subscription',
        id: `/subscriptions/${subscription}`,
        title,
        detail: chain.map((group) => hierarchy.groupNameOf(group)).join(' < '),
      };
    }
  }
  for (const group of [...groups].sort()) {
    const title = hierarchy.groupNameOf(group);
    if (!`${group} ${title.toLowerCase()}`.includes(wanted)) continue;
    yield { kind: 'managementGroup', id: `/providers/Microsoft.Management/managementGroups/${group}`, title, detail: '' };
  }
}

/** Some subscriptions at a time: what is found soon is told soon, and searches that go on side by side take turns. */
async function resourceHits(view: View, wanted: string, limit: number): Promise<readonly SearchHit[]> {
  const hits: SearchHit[] = [];
  for (const parts of inPieces(await narrowed(view, wanted))) {
    const condition = conditionOf(parts, view.reader.anyOf, 2);
    const rows = await view.reader.query(
      `SELECT r.id, r.type FROM resource r WHERE r.deleted = 0 AND r.implied = 0 AND r.key LIKE $1 ESCAPE '\\' AND ${condition.sql} LIMIT ${limit - hits.length}`,
      [likeOf(wanted), ...condition.parameters],
    );
    for (const row of rows) {
      const id = textAt(row, 'id');
      hits.push({ kind: 'resource', id, title: id.slice(id.lastIndexOf('/') + 1), detail: textAt(row, 'type') });
    }
    if (hits.length >= limit) break;
  }
  return hits;
}

const pieceResources = 20_000;

function* inPieces({ mirror, selected }: View): Iterable<ReadonlyMap<string, Part>> {
  let piece = new Map<string, Part>();
  let resources = 0;
  for (const [subscription, part] of selected.parts) {
    piece.set(subscription, part);
    for (const count of mirror.counts.get(subscription)?.values() ?? []) resources += count;
    if (resources < pieceResources) continue;
    yield piece;
    piece = new Map();
    resources = 0;
  }
  if (piece.size > 0) yield piece;
}

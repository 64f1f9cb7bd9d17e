import { keyOf, subscriptionOf } from '@plumbline/inventory';
import type { JsonObject } from '@plumbline/policy';
import { numberAt, type Row, textAt, textOrNullAt } from '../database.ts';
import { letterIn, statusOf } from '../letter.ts';
import { lookupHash, lookupsAnsweredBy } from '../lookup.ts';
import { bodiesOf, resourcesByKey, type StoredResource } from '../rows.ts';
import { isInParts } from '../selection.ts';
import type { ResourceDetail, ResourceTransition } from '../store.ts';
import { entryOrImplied } from '../write/judge-page.ts';
import { assessmentTimes, type Explained, explained } from './explain.ts';
import { assessedItem, rowOf } from './resource-rows.ts';
import type { View } from './view.ts';

const mostRelated = 100;
const mostTransitions = 200;

export async function resourceDetail(view: View, id: string): Promise<ResourceDetail | undefined> {
  const key = keyOf(id);
  const subscription = subscriptionOf(key) ?? '';
  if (!isInParts(view.selected.parts, key, subscription)) return undefined;
  const row = (await resourcesByKey(view.reader, subscription, [key])).get(key);
  if (row === undefined || row.deleted) return undefined;
  const body = (await bodiesOf(view.reader, subscription, [row.rid])).get(row.rid);
  const verdicts = (await explained(view, [row], 'all')).get(row);
  const times = await assessmentTimes(view, row);
  const { ordinals } = view.state.setup;
  const assessments = [...(verdicts?.verdicts.keys() ?? [])].flatMap((index) => {
    const own = times.get(ordinals.ofIndex(index)) ?? { evaluated: row.firstSeen, changed: row.firstSeen };
    return (verdicts === undefined ? undefined : assessedItem(view, row, index, verdicts, own)) ?? [];
  });
  const { name, type, resourceGroup } = rowOf(view, row, body, undefined);
  return {
    id: row.id,
    name,
    type,
    subscription,
    resourceGroup,
    managementGroups: view.mirror.context.hierarchy.managementGroupsOf(subscription),
    firstSeen: new Date(row.firstSeen).toISOString(),
    changed: new Date(row.changed).toISOString(),
    resource: body === undefined ? { id: row.id } : (JSON.parse(body) as JsonObject),
    implied: row.implied,
    assessments,
    dependsOn: dependenciesOf(view, row, verdicts),
    dependents: await dependentsOf(view, row, body),
    history: await historyOf(view, row),
  };
}

/** Resources that its verdicts looked at, as far as they may be read. */
function dependenciesOf(view: View, row: StoredResource, verdicts: Explained | undefined): readonly string[] {
  return [...(verdicts?.lookedAt ?? [])]
    .filter((id) => keyOf(id) !== row.key && isInParts(view.selected.readable, keyOf(id), subscriptionOf(keyOf(id)) ?? ''))
    .sort()
    .slice(0, mostRelated);
}

async function dependentsOf(view: View, row: StoredResource, body: string | undefined): Promise<readonly string[]> {
  if (row.implied || body === undefined || !view.state.setup.plan.keptPathsByType.has(row.type)) return [];
  const hashes = lookupsAnsweredBy(entryOrImplied(row, body)).map(lookupHash);
  const rows = await view.reader.query(
    `SELECT DISTINCT r.id, r.key, r.subscription FROM dependency d JOIN resource r ON r.subscription = d.subscription AND r.rid = d.rid
     WHERE d.lookup ${view.reader.anyOf(1, 'bigint')} AND r.deleted = 0 ORDER BY r.key LIMIT 1000`,
    [hashes],
  );
  return rows
    .filter((other) => other['key'] !== row.key && isInParts(view.selected.readable, textAt(other, 'key'), textAt(other, 'subscription')))
    .slice(0, mostRelated)
    .map((other) => textAt(other, 'id'));
}

async function historyOf(view: View, row: StoredResource): Promise<readonly ResourceTransition[]> {
  const rows = await view.reader.query(
    `SELECT t.sequence, t.recommendation, t.before, t.after, t.cause, m.at FROM transition t JOIN moment m ON m.sequence = t.sequence
     WHERE t.subscription = $1 AND t.rid = $2 ORDER BY t.sequence DESC, t.recommendation LIMIT ${mostTransitions}`,
    [row.subscription, row.rid],
  );
  return rows.map((one) => transitionIn(view, one, row.id));
}

/** @param one a row of `transition` with the time of its moment */
export function transitionIn({ state }: View, one: Row, resource: string): ResourceTransition {
  const ordinal = numberAt(one, 'recommendation');
  const about = { sequence: numberAt(one, 'sequence'), at: new Date(numberAt(one, 'at')).toISOString(), resource };
  if (ordinal === -1) return { ...about, kind: 'put' };
  if (ordinal === -2) return { ...about, kind: 'delete' };
  const index = state.setup.ordinals.indexOf(ordinal);
  const item = index === undefined ? undefined : state.setup.plan.items[index]?.item;
  const cause = textOrNullAt(one, 'cause');
  return {
    ...about,
    kind: 'status',
    recommendation: item?.recommendation.name ?? state.setup.ordinals.keyOf(ordinal),
    from: statusIn(one, 'before'),
    to: statusIn(one, 'after'),
    ...(cause === null ? {} : { cause }),
  };
}

function statusIn(row: Row, column: string): ReturnType<typeof statusOrNull> {
  return statusOrNull(textOrNullAt(row, column));
}

function statusOrNull(letter: string | null) {
  return letter === null ? null : statusOf[letterIn(letter)];
}

// Reads again what has changed: the resources themselves, and what is asked for below them.
import type { Refused } from '../export/folder.ts';
import type { Client } from '../http/client.ts';
import { type JsonMap, objectsIn, textIn } from '../json.ts';
import { graphPageRows } from '../limits.ts';
import { redact } from '../redact/redact.ts';
import type { ApiVersions } from '../work/api-versions.ts';
import { queryPath, resourcesQuery } from '../work/graph-query.ts';
import { childrenUnit, type Parent, subscriptionIn, wholeUnit } from '../work/lists.ts';
import type { Needs } from '../work/needs.ts';
import { type ChildRequest, sourceOf } from '../work/sources.ts';
import { unreadableIn } from '../work/unreadable.ts';
import type { KeptStore } from './kept-store.ts';

/** Resources in one query by their ids. */
const idsPerQuery = 100;
/** Resources whose children are asked for together. */
const parentsAtOnce = 50;

export interface Reread {
  readonly put: readonly JsonMap[];
  readonly gone: readonly string[];
  readonly refused: readonly Refused[];
}

export interface RereadGiven {
  readonly client: Client;
  readonly store: Pick<KeptStore, 'idsIn'>;
  readonly needs: Needs;
  readonly versions: ApiVersions;
  readonly appSettings: boolean;
}

/** @param targets ids; those that are said to be gone are gone when they cannot be found any more. */
export async function reread(targets: ReadonlyMap<string, { readonly isDeleted: boolean }>, given: RereadGiven): Promise<Reread> {
  const put: JsonMap[] = [];
  const gone: string[] = [];
  const refused: Refused[] = [];
  const rows = await rowsOf([...targets.keys()], given.client, refused);
  const found = new Set(rows.map((row) => textIn(row, 'id')?.toLowerCase()));
  for (const [id, { isDeleted }] of targets) {
    // What was made or changed and is not to be found may be on its way, or not readable: the next full round knows.
    if (isDeleted && !found.has(id.toLowerCase())) gone.push(...(await given.store.idsIn(id)));
  }
  for (const [type, own] of grouped(rows)) {
    const isWhole = sourceOf(type).kind === 'whole' && given.needs.whole.includes(type);
    const resources = isWhole ? await wholeRows(type, own, given.client, refused) : own;
    put.push(...resources);
    await below(type, resources, given, { put, gone, refused });
  }
  return { put: put.map((resource) => redact(resource)), gone, refused };
}

async function rowsOf(ids: readonly string[], client: Client, refused: Refused[]): Promise<readonly JsonMap[]> {
  const rows: JsonMap[] = [];
  for (let from = 0; from < ids.length; from += idsPerQuery) {
    const some = ids.slice(from, from + idsPerQuery);
    const subscriptions = [...new Set(some.map(subscriptionIn))];
    const body = { subscriptions, query: resourcesQuery(some), options: { $top: graphPageRows, resultFormat: 'objectArray' } };
    const answer = await client.ask({ url: queryPath, host: 'resourceManager', lane: 'query', body });
    if (answer.kind === 'answer') rows.push(...objectsIn(answer.json['data']));
    else refused.push({ type: 'microsoft.resources/resources', status: answer.status, reason: answer.code || 'refused' });
  }
  return rows;
}

async function wholeRows(type: string, held: readonly JsonMap[], client: Client, refused: Refused[]): Promise<readonly JsonMap[]> {
  const source = sourceOf(type);
  if (source.kind !== 'whole') return held;
  const page = await wholeUnit(client, { type, held, apiVersion: source.apiVersion, id: 'again' }).ask(undefined);
  refused.push(...(page.refused ?? []));
  return page.rows;
}

/** Everything that is asked for below resources of a type, and below that again. What is no longer there is gone. */
async function below(
  type: string,
  resources: readonly JsonMap[],
  given: RereadGiven,
  into: { readonly put: JsonMap[]; readonly gone: string[]; readonly refused: Refused[] },
): Promise<void> {
  const { client, store, needs, versions, appSettings } = given;
  const unreadable = unreadableIn(needs);
  const parents = resources.flatMap((row): readonly Parent[] => {
    const id = textIn(row, 'id');
    return id === undefined ? [] : [{ id, subscription: subscriptionIn(id) }];
  });
  if (parents.length === 0) return;
  for (const { childType, asked } of askedBelow(type, needs)) {
    const filled = await versions.fill(
      childType,
      asked.filter(({ isSettings }) => isSettings !== true || appSettings),
    );
    if (filled === undefined) continue;
    const children: JsonMap[] = [];
    for (let from = 0; from < parents.length; from += parentsAtOnce) {
      const some = parents.slice(from, from + parentsAtOnce);
      const page = await childrenUnit(client, { type: childType, parents: some, asked: filled, id: 'again', unreadable }).ask(undefined);
      children.push(...page.rows);
      const refused = page.refused ?? [];
      into.refused.push(...refused);
      const seen = new Set(page.rows.map((row) => textIn(row, 'id')?.toLowerCase()));
      for (const parent of some) {
        // Below what was refused stays what was known.
        if (refused.some(({ scope }) => isBelow(scope ?? '', parent.id))) continue;
        for (const id of await store.idsIn(parent.id, childType)) {
          if (!seen.has(id.toLowerCase())) into.gone.push(...(await store.idsIn(id)));
        }
      }
    }
    into.put.push(...children);
    await below(childType, children, given, into);
  }
}

/** What hangs on resources of a type: their children, and what rules look for on them. */
function* askedBelow(type: string, needs: Needs): Generator<{ readonly childType: string; readonly asked: readonly ChildRequest[] }> {
  for (const childType of needs.children) {
    const source = sourceOf(childType);
    if (source.kind === 'children' && source.parent === type) yield { childType, asked: source.asked };
  }
  for (const [childType, hosts] of needs.extensions) {
    const source = sourceOf(childType);
    const isHost = hosts === '*' ? sourceOf(type).kind === 'query' : hosts.includes(type);
    if (source.kind === 'extension' && isHost) yield { childType, asked: source.asked };
  }
}

function grouped(rows: readonly JsonMap[]): ReadonlyMap<string, readonly JsonMap[]> {
  const byType = new Map<string, JsonMap[]>();
  for (const row of rows) {
    const type = textIn(row, 'type')?.toLowerCase() ?? '';
    const own = byType.get(type);
    if (own === undefined) byType.set(type, [row]);
    else own.push(row);
  }
  return byType;
}

function isBelow(scope: string, id: string): boolean {
  const [place, above] = [scope.toLowerCase(), id.toLowerCase()];
  return place === above || place.startsWith(`${above}/`);
}

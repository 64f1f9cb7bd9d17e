// What a collection would ask, before it asks it. Only counts are read.
import { type CollectOptions, connect } from './collect.ts';
import type { Client } from './http/client.ts';
import { numberAt, objectsIn, textIn } from './json.ts';
import { directoryPageRows, estimateMs, graphPageRows, subscriptionsPerQuery } from './limits.ts';
import { discover } from './work/discover.ts';
import { queryOf, queryPath } from './work/graph-query.ts';
import { needsOf } from './work/needs.ts';
import { sourceOf, type Table } from './work/sources.ts';

export interface PlannedRequest {
  readonly kind: 'query' | 'list' | 'below' | 'directory';
  /** The type, or the table of Resource Graph. */
  readonly what: string;
  /** As it is sent; `{subscription}` and `{id}` stand for each of them. */
  readonly request: string;
  /** undefined: nobody can tell before asking. */
  readonly requests: number | undefined;
}

export interface RequestPlan {
  readonly subscriptions: number;
  readonly planned: readonly PlannedRequest[];
  /** Sum of those that are known. */
  readonly requests: number;
  /** The least time under the documented limits, milliseconds. */
  readonly leastMs: number;
}

/** @throws what `collect` throws before it writes anything */
export async function requestPlan(options: Omit<CollectOptions, 'out'>): Promise<RequestPlan> {
  const { client, close } = connect(options);
  try {
    return await planWith(client, options);
  } finally {
    await close();
  }
}

async function planWith(client: Client, options: Omit<CollectOptions, 'out'>): Promise<RequestPlan> {
  const needs = needsOf(options.catalogue, { everyType: options.everyType === true, policies: options.policies === true });
  const found = await discover(client, options, { tenant: options.tenant, known: [] });
  const subscriptions = found.subscriptions.map(({ id }) => id);
  const countOf = await counted(client, subscriptions);
  const planned: PlannedRequest[] = [];
  for (const [table, needed] of needs.queries) {
    const types = table === 'resources' && needs.isEveryType ? undefined : needed;
    const rows = types === undefined ? countOf.inAll : needed.reduce((sum, type) => sum + (countOf.byType.get(type) ?? 0), 0);
    const batches = Math.ceil(subscriptions.length / subscriptionsPerQuery);
    const requests = table === 'resources' ? Math.max(batches, Math.ceil(rows / graphPageRows)) : batches;
    planned.push({ kind: 'query', what: table, request: `POST ${queryPath} ${queryOf(table as Table, types)}`, requests });
  }
  planned.push({
    kind: 'list',
    what: 'microsoft.authorization/permissions',
    request: 'GET /subscriptions/{subscription}/providers/Microsoft.Authorization/permissions?api-version=2022-04-01',
    requests: subscriptions.length,
  });
  for (const type of needs.subscriptionLists) {
    const source = sourceOf(type);
    if (source.kind !== 'subscription-list') continue;
    const filter = source.filter === undefined ? '' : `&$filter=${source.filter}`;
    const request = `GET /subscriptions/{subscription}${source.path}?api-version=${source.apiVersion}${filter}`;
    planned.push({ kind: 'list', what: type, request, requests: subscriptions.length });
  }
  for (const type of [...needs.whole, ...needs.children, ...needs.extensions.keys()]) {
    const source = sourceOf(type);
    if (source.kind === 'whole') {
      planned.push({
        kind: 'below',
        what: type,
        request: `GET {id}?api-version=${source.apiVersion}`,
        requests: countOf.byType.get(type) ?? 0,
      });
    } else if (source.kind === 'children' || source.kind === 'extension') {
      const hosts = source.kind === 'children' ? [source.parent] : needs.extensions.get(type);
      const parents = hosts === '*' ? countOf.inAll : sumOf((hosts ?? []).map((host) => countOf.byType.get(host)));
      // What lies below something that is a list itself is counted nowhere.
      const isUnknown = source.kind === 'children' && sourceOf(source.parent).kind === 'children';
      for (const one of source.asked) {
        if (one.isSettings === true && options.appSettings === false) continue;
        const request = `${one.method ?? 'GET'} {id}/${one.path}?api-version=${one.apiVersion ?? '{newest}'}`;
        planned.push({ kind: 'below', what: type, request, requests: isUnknown ? undefined : parents });
      }
    }
  }
  if (options.endpoints.graph !== undefined) {
    const request = `GET ${options.endpoints.graph}/v1.0`;
    if (needs.directory.users)
      planned.push({
        kind: 'directory',
        what: 'microsoft.graph/users',
        request: `${request}/users?$top=${directoryPageRows}`,
        requests: undefined,
      });
    if (needs.directory.groups)
      planned.push({
        kind: 'directory',
        what: 'microsoft.graph/groups',
        request: `${request}/groups/{id}/transitiveMembers`,
        requests: undefined,
      });
  }
  const sum = (kind: PlannedRequest['kind']) => sumOf(planned.map((one) => (one.kind === kind ? one.requests : 0)));
  const lists = sum('list') / subscriptions.length;
  // Where the resources lie decides, as each subscription has a bucket of its own.
  const below = sum('below');
  const reads = subscriptions.map(
    (subscription) => lists + below * (countOf.inAll === 0 ? 0 : (countOf.bySubscription.get(subscription) ?? 0) / countOf.inAll),
  );
  return {
    subscriptions: subscriptions.length,
    planned,
    requests: sumOf(planned.map(({ requests }) => requests)),
    leastMs: estimateMs({ queries: sum('query'), reads, directory: sum('directory') }),
  };
}

function sumOf(numbers: readonly (number | undefined)[]): number {
  return numbers.reduce<number>((sum, one) => sum + (one ?? 0), 0);
}

interface Counts {
  readonly byType: ReadonlyMap<string, number>;
  readonly bySubscription: ReadonlyMap<string, number>;
  readonly inAll: number;
}

/** How many resources there are of each type and in each subscription. */
async function counted(client: Client, subscriptions: readonly string[]): Promise<Counts> {
  const byType = new Map<string, number>();
  const bySubscription = new Map<string, number>();
  for (let from = 0; from < subscriptions.length; from += subscriptionsPerQuery) {
    const batch = subscriptions.slice(from, from + subscriptionsPerQuery);
    for (const [column, counts] of [
      ['type', byType],
      ['subscriptionId', bySubscription],
    ] as const) {
      const query = `resources | summarize resources = count() by ${column} | order by ${column} asc`;
      const body = { subscriptions: batch, query, options: { $top: graphPageRows, resultFormat: 'objectArray' } };
      const answer = await client.ask({ url: queryPath, host: 'resourceManager', lane: 'query', body });
      if (answer.kind === 'refused') continue;
      for (const row of objectsIn(answer.json['data'])) {
        const name = textIn(row, column)?.toLowerCase();
        if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + (numberAt(row, 'resources') ?? 0));
      }
    }
  }
  return { byType, bySubscription, inAll: sumOf([...byType.values()]) };
}

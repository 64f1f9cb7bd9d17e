// What an export says of itself: what was asked for where and when, what is there completely, and what was refused.
import type { Endpoints } from '../clouds.ts';
import type { JsonMap } from '../json.ts';
import { subscriptionsPerQuery } from '../limits.ts';
import type { Discovered, Selection } from '../work/discover.ts';
import type { Needs } from '../work/needs.ts';
import { sourceOf } from '../work/sources.ts';
import type { Folder, Refused } from './folder.ts';

export interface Coverage {
  /** Lower-case type, with the subscription unless it is of the tenant. */
  readonly collected: readonly { readonly type: string; readonly subscription?: string }[];
  readonly refused: readonly Refused[];
  readonly differences: readonly { readonly query: string; readonly rows: number; readonly totalRecords: number }[];
  /** By type and path. */
  readonly redactions: ReadonlyMap<string, number>;
  readonly notes: readonly string[];
}

/** Works out from the journal which types are completely there in which subscription. */
export async function collectedIn(
  folder: Folder,
  needs: Needs,
  { subscriptions, endpoints }: { readonly subscriptions: readonly string[]; readonly endpoints: Endpoints },
): Promise<Coverage> {
  const refused: Refused[] = needs.unavailable.map(({ type, why }) => ({ type, reason: why }));
  const redactions = new Map<string, number>();
  const totals = new Map<string, number[]>();
  const begun = new Set<string>();
  for await (const step of folder.steps()) {
    begun.add(step.unit);
    refused.push(...(step.refused ?? []));
    for (const [place, count] of Object.entries(step.redactions ?? {})) redactions.set(place, (redactions.get(place) ?? 0) + count);
    if (step.total === undefined) continue;
    if (step.page === 0) totals.set(step.unit, []);
    totals.get(step.unit)?.push(step.total);
  }
  if (endpoints.graph === undefined) {
    for (const [what, isNeeded] of Object.entries(needs.directory)) {
      if (isNeeded) refused.push({ type: `Microsoft.Graph/${what}`, reason: 'no endpoint of Microsoft Graph was named' });
    }
  }
  const differences: { query: string; rows: number; totalRecords: number }[] = [];
  const different = new Set<string>();
  for (const [unit, seen] of totals) {
    const rows = folder.state(unit)?.rows ?? 0;
    // A query that was asked again counts as the second time went, when all that can be asked is that no page was lost.
    const least = Math.min(...seen);
    if (begun.has(`${unit} again`) || rows >= least) continue;
    differences.push({ query: unit, rows, totalRecords: least });
    different.add(unit.replace(/ again$/, ''));
  }

  const all = uniqueRefused(refused);
  const isRefusedAt = new Set(
    all.flatMap(({ type, scope }) => (scope === undefined ? `${type.toLowerCase()} *` : `${type.toLowerCase()} ${scope.toLowerCase()}`)),
  );
  const collected: { type: string; subscription?: string }[] = [];
  const firstOfBatch = new Map(subscriptions.map((id, index) => [id, subscriptions[index - (index % subscriptionsPerQuery)] ?? id]));
  const memo = new Map<string, boolean>();
  const isCollected = (type: string, subscription: string): boolean => {
    const name = `${type} ${subscription}`;
    let known = memo.get(name);
    if (known === undefined) {
      memo.set(name, false);
      known =
        !isRefusedAt.has(`${type} *`) && !isRefusedAt.has(`${type} /subscriptions/${subscription}`) && isFromCollected(type, subscription);
      memo.set(name, known);
    }
    return known;
  };
  const isFromCollected = (type: string, subscription: string): boolean => {
    const source = sourceOf(type);
    switch (source.kind) {
      case 'query':
        return isQueried(source.table, subscription);
      case 'whole':
        return isQueried('resources', subscription);
      case 'subscription-list':
        return folder.state(`list ${type} ${subscription}`)?.isDone === true;
      case 'children':
      case 'embedded':
        return isCollected(source.parent, subscription);
      case 'extension': {
        const hosts = needs.extensions.get(type) ?? [];
        return hosts === '*' ? isQueried('resources', subscription) : hosts.every((host) => isCollected(host, subscription));
      }
      case 'directory':
      case 'hierarchy':
      case 'none':
        return false;
    }
  };
  const isQueried = (table: string, subscription: string): boolean => {
    const unit = `query ${table} ${firstOfBatch.get(subscription)}`;
    return folder.state(unit)?.isDone === true && !different.has(unit);
  };
  for (const type of needs.types) {
    const source = sourceOf(type);
    if (source.kind === 'directory' || source.kind === 'hierarchy') {
      // One group that may not be read is missing by itself; a tree of which a part is missing is none.
      const isRefused = source.kind === 'hierarchy' ? all.some((one) => one.type.toLowerCase() === type) : isRefusedAt.has(`${type} *`);
      if (!isRefused) collected.push({ type });
    } else for (const subscription of subscriptions) if (isCollected(type, subscription)) collected.push({ type, subscription });
  }
  const notes = differences.map(({ query, rows, totalRecords }) => `${query}: ${rows} rows came of ${totalRecords} that were announced`);
  return { collected, refused: all, differences, redactions: new Map([...redactions].sort(([a], [b]) => (a < b ? -1 : 1))), notes };
}

function uniqueRefused(refused: readonly Refused[]): readonly Refused[] {
  return [...new Map(refused.map((one) => [`${one.type.toLowerCase()} ${one.scope?.toLowerCase() ?? ''}`, one])).values()];
}

export interface ManifestFacts {
  readonly found: Discovered;
  readonly endpoints: Endpoints;
  readonly selection: Selection;
  readonly finishedAt: string;
  readonly version: string | undefined;
  readonly requestIds: readonly string[];
}

interface AskedInAll {
  readonly what: string;
  readonly request: string;
  readonly from: string;
  to: string;
  scopes: number;
  requests: number;
  rows: number;
  totalRecords: number | undefined;
  readonly requestIds: string[];
}

/** The manifest in pieces, since it names every request. */
export async function* manifestOf(folder: Folder, coverage: Coverage, facts: ManifestFacts): AsyncGenerator<string> {
  const { found, endpoints, selection } = facts;
  const head: JsonMap = {
    plumbline: 'export/1',
    collector: {
      name: 'plumbline collect',
      ...(facts.version === undefined ? {} : { version: facts.version }),
      isResumed: folder.isResumed,
    },
    startedAt: folder.startedAt,
    finishedAt: facts.finishedAt,
    endpoints: { resourceManager: endpoints.resourceManager, ...(endpoints.graph === undefined ? {} : { graph: endpoints.graph }) },
    selection,
    subscriptions: found.subscriptions,
    leftOut: found.leftOut,
    files: [...folder.files().keys()],
    counts: Object.fromEntries([...folder.files()].map(([file, { rows }]) => [file, rows])),
    differences: coverage.differences,
    redacted: Object.fromEntries(coverage.redactions),
  };
  yield `${JSON.stringify(head, undefined, 1).slice(0, -2)},\n`;
  yield ` "collected": [${list(coverage.collected)}],\n "refused": [${list(coverage.refused)}],\n`;
  yield ` "asked": [${list([...(await askedInAll(folder))])}]\n}\n`;
}

function list(items: readonly object[]): string {
  return items.map((item) => `\n  ${JSON.stringify(item)}`).join(',') + (items.length > 0 ? '\n ' : '');
}

/** Pages of one unit are one, and so are bundles of one type. */
async function askedInAll(folder: Folder): Promise<Iterable<AskedInAll>> {
  const byUnit = new Map<string, AskedInAll>();
  for await (const { unit, asked, total } of folder.steps()) {
    const name = unit.replace(/ #\d+$/, '').replace(/^(list \S+|permissions) (?!tenant).*$/, '$1');
    const known = byUnit.get(name);
    if (known === undefined) {
      const { what, request, at, scopes, rows, requestIds } = asked;
      byUnit.set(name, {
        what,
        request,
        from: at,
        to: at,
        scopes,
        requests: requestIds.length,
        rows,
        totalRecords: total,
        requestIds: [...requestIds],
      });
      continue;
    }
    known.to = asked.at;
    if (name !== unit) known.scopes += asked.scopes;
    known.requests += asked.requestIds.length;
    known.rows += asked.rows;
    if (total !== undefined) known.totalRecords = total;
    known.requestIds.push(...asked.requestIds);
  }
  return byUnit.values();
}

/** What a manifest says was refused, by type; for the last lines of the command. */
export function refusedTypes(
  refused: readonly Refused[],
): ReadonlyMap<string, { readonly count: number; readonly reason: string; readonly status: number | undefined }> {
  const byType = new Map<string, { count: number; reason: string; status: number | undefined }>();
  for (const { type, reason, status } of refused) {
    const name = type.toLowerCase();
    const known = byType.get(name);
    if (known === undefined) byType.set(name, { count: 1, reason, status });
    else known.count += 1;
  }
  return byType;
}

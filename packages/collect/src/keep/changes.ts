// Resource Graph notes what was created, changed and deleted in the last fourteen days, a few minutes after it happened.
import type { Client } from '../http/client.ts';
import { type JsonMap, objectsIn, textIn } from '../json.ts';
import { graphPageRows, subscriptionsPerQuery } from '../limits.ts';
import { cursorsOf } from '../work/cursors.ts';
import { literal, queryPath } from '../work/graph-query.ts';

export interface ResourceChange {
  /** Of the change itself. */
  readonly id: string;
  readonly target: string;
  readonly isDeleted: boolean;
}

export type Changes =
  | { readonly kind: 'changes'; readonly changes: readonly ResourceChange[] }
  /** More than is worth reading one by one. */
  | { readonly kind: 'too-many' }
  | { readonly kind: 'refused'; readonly status: number; readonly code: string };

/** Azure keeps them so long. */
export const changesKeptMs = 14 * 86_400_000;
/** Of one reading; a full round asks for less than reading more than these one by one. */
const mostChanges = 5000;

/**
 * @param since how long ago the first may have happened: a span, so that it does not matter whether clocks agree
 * @param types lower case; undefined: all
 */
export function changesQuery(sinceMs: number, types: readonly string[] | undefined): string {
  const filter = types === undefined ? '' : ` and targetType in~ (${types.map(literal).join(', ')})`;
  return [
    'resourcechanges',
    'extend changedAt = todatetime(properties.changeAttributes.timestamp), targetId = tostring(properties.targetResourceId), targetType = tostring(properties.targetResourceType), changeType = tostring(properties.changeType)',
    `where changedAt > ago(${Math.ceil(sinceMs / 1000)}s)${filter}`,
    'project id, targetId, targetType, changeType, changedAt',
    'order by id asc',
  ].join(' | ');
}

/** Asks for changes in subscriptions. Of several changes of one resource the latest tells whether it is gone. */
export async function changesIn(
  client: Client,
  given: { readonly subscriptions: readonly string[]; readonly sinceMs: number; readonly types: readonly string[] | undefined },
): Promise<Changes> {
  const { subscriptions, sinceMs, types } = given;
  const query = changesQuery(sinceMs, types);
  const rows: JsonMap[] = [];
  for (let from = 0; from < subscriptions.length; from += subscriptionsPerQuery) {
    const follow = cursorsOf('Changes');
    let cursor: string | undefined;
    do {
      const answer = await client.ask({
        url: queryPath,
        host: 'resourceManager',
        lane: 'query',
        body: {
          subscriptions: subscriptions.slice(from, from + subscriptionsPerQuery),
          query,
          options: { $top: graphPageRows, ...(cursor === undefined ? {} : { $skipToken: cursor }), resultFormat: 'objectArray' },
        },
      });
      if (answer.kind === 'refused') return { kind: 'refused', status: answer.status, code: answer.code };
      rows.push(...objectsIn(answer.json['data']));
      if (rows.length > mostChanges) return { kind: 'too-many' };
      cursor = textIn(answer.json, '$skipToken');
      if (cursor !== undefined) follow(cursor);
    } while (cursor !== undefined);
  }
  return { kind: 'changes', changes: rows.sort(byTime).flatMap(changeOf) };
}

function changeOf(row: JsonMap): readonly ResourceChange[] {
  const id = textIn(row, 'id');
  const target = textIn(row, 'targetId');
  if (id === undefined || target?.startsWith('/subscriptions/') !== true) return [];
  return [{ id: id.toLowerCase(), target, isDeleted: textIn(row, 'changeType')?.toLowerCase() === 'delete' }];
}

function byTime(a: JsonMap, b: JsonMap): number {
  const [first, second] = [textIn(a, 'changedAt') ?? '', textIn(b, 'changedAt') ?? ''];
  return first < second ? -1 : first > second ? 1 : 0;
}

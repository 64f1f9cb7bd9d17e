import type { Refused } from '../export/folder.ts';
import type { Client } from '../http/client.ts';
import { isObject, type JsonMap, numberAt, objectsIn, textIn } from '../json.ts';
import { graphPageRows } from '../limits.ts';
import { CollectError } from '../problems.ts';
import type { Table } from './sources.ts';
import type { Page, Unit } from './unit.ts';

export const queryPath = '/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01';

/** A text as the query language writes it. */
export function literal(text: string): string {
  return `'${text.replaceAll(/[\\']/g, (found) => `\\${found}`)}'`;
}

const columns =
  'id, name, type, location, resourceGroup, subscriptionId, tenantId, kind, sku, plan, tags, identity, zones, managedBy, extendedLocation, properties';

/** @param types lower case; undefined: every type of the table. */
export function queryOf(table: Table, types: readonly string[] | undefined): string {
  const filter = types === undefined ? '' : ` | where type in~ (${types.map(literal).join(', ')})`;
  // Never limit or take: then there are no further pages. The order has to be that of a column without repetitions.
  return `${table}${filter}${only(table)} | project ${columnsOf(table)} | order by id asc`;
}

/** @returns the query for single resources. */
export function resourcesQuery(ids: readonly string[]): string {
  return `resources | where id in~ (${ids.map(literal).join(', ')}) | project ${columns} | order by id asc`;
}

/** Definitions of Azure's own are the same for everybody; those of the user's are what assignments may need. */
function only(table: Table): string {
  return table === 'policyresources'
    ? " | where tostring(properties.policyType) !~ 'BuiltIn' and tostring(properties.policyType) !~ 'Static'"
    : '';
}

function columnsOf(table: Table): string {
  return table === 'resources'
    ? columns
    : 'id, name, type, location, resourceGroup, subscriptionId, tenantId, kind, tags, identity, properties';
}

export interface QueryUnit extends Unit {
  readonly subscriptions: readonly string[];
  readonly table: Table;
  readonly types: readonly string[] | undefined;
}

export function queryUnit(
  client: Client,
  query: {
    readonly table: Table;
    readonly types: readonly string[] | undefined;
    readonly needed: readonly string[];
    readonly subscriptions: readonly string[];
    readonly fileFor?: NonNullable<Unit['fileFor']>;
  },
): QueryUnit {
  const { table, types, subscriptions } = query;
  const text = queryOf(table, types);
  const isInherited = table === 'policyresources';
  let last: ReadonlySet<string> = new Set();
  let stale = 0;
  // A status that is none of a refusal: an answer that does not hold what it should is no want of permission.
  const refusedAll = (reason: string, status = 200): readonly Refused[] =>
    subscriptions.flatMap((subscription) =>
      query.needed.map((type): Refused => ({ type, scope: `/subscriptions/${subscription}`, status, reason })),
    );
  return {
    id: `query ${table} ${subscriptions[0]}`,
    what: table,
    request: `POST ${queryPath} ${text}`,
    scopes: subscriptions.length,
    subscriptions,
    table,
    types,
    ...(query.fileFor === undefined ? {} : { fileFor: query.fileFor }),
    async ask(cursor): Promise<Page> {
      const answer = await client.ask({
        url: queryPath,
        host: 'resourceManager',
        lane: 'query',
        body: {
          subscriptions,
          query: text,
          options: {
            $top: graphPageRows,
            ...(cursor === undefined ? {} : { $skipToken: cursor }),
            resultFormat: 'objectArray',
            // What is assigned above a subscription holds in it.
            ...(isInherited ? { authorizationScopeFilter: 'AtScopeAboveAndBelow' } : {}),
          },
        },
      });
      if (answer.kind === 'refused') {
        // A cursor that is known no longer; a host that never knows its own is asked no fourth time.
        if (cursor !== undefined && [400, 404, 410].includes(answer.status) && stale < 3) {
          stale += 1;
          return { rows: [], requestIds: [], isStale: true };
        }
        // No answer of this one leaves nothing to speak of: better to go on later than to export that.
        if (answer.status >= 500 || answer.status === 408) {
          throw new CollectError('unreachable', `Resource Graph answers ${answer.status} ${answer.code}`.trimEnd(), {
            hint: 'Try again later; the same command goes on where this one stopped.',
          });
        }
        return { rows: [], requestIds: [answer.requestId], refused: refusedAll(answer.code || 'refused', answer.status) };
      }
      const { json, requestId } = answer;
      const data = rowsIn(json['data']);
      if (data === undefined) return { rows: [], requestIds: [requestId], refused: refusedAll('NoRows') };
      const next = textIn(json, '$skipToken');
      const total = numberAt(json, 'totalRecords');
      const isCut = next === undefined && json['resultTruncated'] === 'true';
      const refused = isCut ? refusedAll('ResultTruncated') : [];
      // What slipped from the page before into this one was written then, and counts once: so it cannot hide one that went missing.
      const rows = data.filter((row) => !last.has(idOf(row)));
      last = new Set(rows.map(idOf));
      return {
        rows,
        requestIds: [requestId],
        refused,
        ...(next === undefined ? {} : { next }),
        ...(total === undefined ? {} : { total }),
      };
    },
  };
}

/** Rows, also where a host gives them as a table though it was asked for objects. @returns undefined where there are none to be found. */
function rowsIn(data: unknown): readonly JsonMap[] | undefined {
  if (Array.isArray(data)) return data.filter(isObject);
  if (!isObject(data) || !Array.isArray(data['rows'])) return undefined;
  const names = objectsIn(data['columns']).map((column) => textIn(column, 'name') ?? '');
  const rows: readonly unknown[] = data['rows'];
  return rows.flatMap((row) => (Array.isArray(row) ? [Object.fromEntries(names.map((name, at) => [name, row[at]]))] : []));
}

function idOf(row: JsonMap): string {
  return textIn(row, 'id')?.toLowerCase() ?? '';
}

import { createHash } from 'node:crypto';
import { type Column, objectsOf, type QueryProblem, runQuery, type ScalarType } from '@plumbline/resource-graph';
import { readableOf } from '@plumbline/server';
import type { Selection } from '@plumbline/store';
import { z } from 'zod';
import type { ArmCall } from '../arm/call.ts';
import { checkedBody } from '../arm/checked.ts';
import { ArmError } from '../arm/error.ts';
import { type ArmReply, route } from '../arm/route.ts';
import { slotsOf } from '../arm/slots.ts';
import { authorizationRows } from '../tables/authorization.ts';
import { containerRows } from '../tables/containers.ts';
import { policyRows } from '../tables/policies.ts';
import { resourceRows } from '../tables/resources.ts';
import { securityRows } from '../tables/security.ts';
import type { Reading, Rows } from '../tables/table.ts';
import { tenantOf } from '../tenant.ts';

const tables: Readonly<Record<string, (reading: Reading) => Rows>> = {
  resources: resourceRows,
  resourcecontainers: containerRows,
  securityresources: securityRows,
  policyresources: policyRows,
  authorizationresources: authorizationRows,
};

const mostPerPage = 1_000;
/** A query takes a processor for as long as it runs; whoever asks, four at once are enough to keep a machine busy. */
const slots = slotsOf({ most: 4, mostWaiting: 100, waitMs: 15_000 });
const timeMs = 30_000;

const count = z.int().min(0).max(1_000_000_000);
const body = z.looseObject({
  query: z.string().max(100_000),
  subscriptions: z.array(z.string().max(100)).max(10_000).nullish(),
  managementGroups: z.array(z.string().max(300)).max(100).nullish(),
  facets: z.array(z.json()).max(0, 'facets are not answered: ask for each sum in a query of its own').nullish(),
  options: z
    .looseObject({
      $top: z.int().min(1).max(1_000_000).nullish(),
      $skip: count.nullish(),
      $skipToken: z.string().max(1_000).nullish(),
      resultFormat: z.enum(['objectArray', 'table']).nullish(),
    })
    .nullish(),
});
type Asked = z.output<typeof body>;

export const resourceGraph = [
  route(
    'POST /providers/Microsoft.ResourceGraph/resources',
    async (call) => {
      const asked = await checkedBody(call, body);
      const place = placeOf(asked);
      try {
        return await slots.run(() => answered(call, asked, place), call.request.signal);
      } catch (error) {
        // Nobody is left to read the answer.
        if (call.request.signal.aborted) throw new ArmError(499, 'ClientClosedRequest', 'The client left.');
        throw error;
      }
    },
    'reader',
  ),
];

async function answered(call: ArmCall, asked: Asked, { skip, top }: Place): Promise<ArmReply> {
  const { signal } = call.request;
  const selection = selectionOf(call, asked);
  const tenant = await tenantOf(call.services.store);
  const isNothing = selection.scope?.length === 0;
  const answer = await runQuery(
    asked.query,
    {
      table: (name, demand) =>
        isNothing ? undefined : tables[name]?.({ call, selection: narrowed(selection, demand.subscriptionIds), tenant, demand, signal }),
    },
    { skip, top, signal, now: new Date(call.services.now()), limits: { timeMs } },
  );
  if (answer.kind === 'refused') throw refused(answer.problem);
  const { columns, rows, totalRecords } = answer;
  const next = skip + rows.length;
  const isTable = asked.options?.resultFormat === 'table';
  return {
    headers: { 'x-ms-user-quota-remaining': '15', 'x-ms-user-quota-resets-after': '00:00:05' },
    body: {
      totalRecords,
      count: rows.length,
      data: isTable ? { columns: columns.map(columnOf), rows } : objectsOf(columns, rows),
      facets: [],
      resultTruncated: 'false',
      ...(next < totalRecords && rows.length > 0 ? { $skipToken: tokenOf(asked, { skip: next, top }) } : {}),
    },
  };
}

interface Place {
  readonly skip: number;
  readonly top: number;
}

/** Clients send a token alone: it carries the size of the page. @throws {ArmError} */
function placeOf(asked: Asked): Place {
  const { $skip, $top, $skipToken } = asked.options ?? {};
  if (typeof $skipToken !== 'string' || $skipToken === '') return { skip: $skip ?? 0, top: Math.min($top ?? mostPerPage, mostPerPage) };
  const [skip, top, of] = Buffer.from($skipToken, 'base64url').toString().split(' ');
  const place = { skip: Number(skip), top: Number(top) };
  if (
    !Number.isInteger(place.skip) ||
    !Number.isInteger(place.top) ||
    place.skip < 0 ||
    place.top < 1 ||
    place.top > mostPerPage ||
    of !== digestOf(asked)
  )
    throw bad('InvalidSkipToken', 'The skip token is not one that was given out for this query. Take it from the page before as it is.');
  return { ...place, top: $top == null ? place.top : Math.min($top, mostPerPage) };
}

function tokenOf(asked: Asked, { skip, top }: Place): string {
  return Buffer.from(`${skip} ${top} ${digestOf(asked)}`).toString('base64url');
}

function digestOf({ query, subscriptions, managementGroups }: Asked): string {
  return createHash('sha256')
    .update(JSON.stringify([query, subscriptions ?? null, managementGroups ?? null]))
    .digest('base64url')
    .slice(0, 16);
}

/** What was asked for, cut to what may be read: of what may not be read nobody learns whether it exists. */
function selectionOf({ principal }: ArmCall, { subscriptions, managementGroups }: Asked): Selection {
  const groups = managementGroups ?? [];
  if (groups.length > 0)
    return {
      scope: groups.map((name) => (name.startsWith('/') ? name : `/providers/Microsoft.Management/managementGroups/${name}`)),
      ...readableOf(principal),
    };
  if (subscriptions == null) return readableOf(principal);
  const own = subscriptions.map((id) => (id.startsWith('/') ? id : `/subscriptions/${id}`));
  return { scope: own, ...readableOf(principal) };
}

/** Only the subscriptions that the query itself asks for, where those that were asked for are named. */
function narrowed(selection: Selection, ids: readonly string[] | undefined): Selection {
  if (ids === undefined) return selection;
  const wanted = new Set(ids.map((id) => `/subscriptions/${id.toLowerCase()}`));
  const asked = selection.scope;
  if (asked === undefined) return { ...selection, scope: [...wanted] };
  const both = asked.filter((scope) => wanted.has(scope.toLowerCase()));
  // Groups stand for subscriptions that their names do not tell.
  return both.length === 0 ? selection : { ...selection, scope: both };
}

const typeNames: Readonly<Record<ScalarType, string>> = {
  string: 'string',
  guid: 'string',
  timespan: 'string',
  long: 'integer',
  int: 'integer',
  real: 'number',
  decimal: 'number',
  bool: 'boolean',
  datetime: 'datetime',
  dynamic: 'object',
};

function columnOf({ name, type }: Column) {
  return { name, type: typeNames[type] };
}

function refused({ code, message, hint, line, column, token }: QueryProblem): ArmError {
  const detail = { code, message: `${message} ${hint}` };
  const place = line === undefined ? {} : { line, characterPositionInLine: column, ...(token === undefined ? {} : { token }) };
  const isLimit = code === 'QueryTimedOut' || code === 'QueryMemoryExceeded' || code === 'QueryRowsExceeded' || code === 'QueryTooLarge';
  // Whatever is wrong with the query itself is an invalid query first; what exactly, comes behind.
  const details =
    isLimit || code === 'InvalidQuery'
      ? [{ ...detail, ...place }]
      : [
          { code: 'InvalidQuery', message: detail.message },
          { ...detail, ...place },
        ];
  return new ArmError(400, 'BadRequest', isLimit ? 'The query was more than may be asked for at once.' : 'Query is invalid.', { details });
}

function bad(code: string, message: string): ArmError {
  return new ArmError(400, 'BadRequest', 'The request is invalid.', { details: [{ code, message }] });
}

import type { ItemVerdict } from '@plumbline/assess';
import { numberAt, type Parameter, type Row, textAt, textOrNullAt } from '../database.ts';
import { grouped } from '../grouped.ts';
import { letterIn, statusOf } from '../letter.ts';
import { OperationError } from '../operation-error.ts';
import { bodiesOf, resourceColumns, type StoredResource, storedResourceIn } from '../rows.ts';
import type { Part } from '../selection.ts';
import type { ResourcePage, ResourceQuery, ResourceRow } from '../store.ts';
import { rawVerdictIn } from '../write/judge-page.ts';
import { type Explained, explained } from './explain.ts';
import { limitIn } from './limit.ts';
import { narrowed } from './narrowed.ts';
import { type Counted, lettersOf, placeAt } from './place-at.ts';
import { assessedItem, conditionOf, cursorIn, cursorOf, likeOf, rowOf } from './resource-rows.ts';
import type { View } from './view.ts';
import { wantedItem } from './wanted-item.ts';

const columns = resourceColumns
  .split(', ')
  .map((name) => `r.${name} AS ${name}`)
  .join(', ');

/** A page of resources by subscription and number: a place in it stays the same however much is added. */
export async function resourcesPage(given: View, query: ResourceQuery): Promise<ResourcePage> {
  const view = query.search === undefined || query.search === '' ? given : await narrowed(given, query.search);
  const limit = limitIn(query.limit);
  const item = wantedItem(view.state.setup, query.recommendation);
  const index = item === undefined ? undefined : view.state.setup.catalogue.items.indexOf(item);
  const counted = await countedIn(view, query, index);
  const after = counted?.after ?? (query.after === undefined ? undefined : cursorIn(query.after));
  const found =
    index === undefined ? await plainRows(view, query, { limit, after }) : await judgedRows(view, query, { limit, after, index });
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: await rowsOf(view, query, shown, index),
    next: found.length > limit && last !== undefined ? cursorOf(last.row) : null,
    ...(counted === undefined ? {} : { total: counted.total }),
  };
}

/** How many rows there are, and where the first one asked for stands; undefined where that is known only by looking at all of them. */
async function countedIn(view: View, query: ResourceQuery, index: number | undefined): Promise<Counted | undefined> {
  const { from, after, search, subscription, type, status } = query;
  if (from !== undefined && (after !== undefined || (search ?? '') !== '')) {
    throw new OperationError('bad-request', '"from" goes neither with "after" nor with "search".', {
      hint: 'Ask for the first page without "from", and then for the pages that follow by "after".',
    });
  }
  if ((search ?? '') !== '' || after !== undefined) return undefined;
  const { ordinals, plan } = view.state.setup;
  const key = index === undefined ? undefined : plan.items[index]?.item.recommendation.key;
  return placeAt(
    view,
    {
      subscription: subscription?.toLowerCase(),
      type: type?.toLowerCase(),
      assessed:
        index === undefined || key === undefined ? undefined : { key, ordinal: ordinals.ofIndex(index), letters: lettersOf(status) },
      filter: (first) => filtersOf(view, query, { after: undefined, first }),
    },
    from ?? 0,
  );
}

interface Reading {
  readonly limit: number;
  readonly after: readonly [string, number] | undefined;
}

interface Found {
  readonly row: StoredResource;
  readonly times: { readonly evaluated: number; readonly changed: number };
  /** The verdict as it is kept, without a reason. */
  readonly verdict?: ItemVerdict;
}

/** What all such queries have in common, with its parameters. */
function filtersOf(
  view: View,
  query: ResourceQuery,
  { after, first = 1 }: { readonly after: Reading['after']; readonly first?: number },
): { readonly sql: string; readonly parameters: Parameter[] } {
  const parameters: Parameter[] = [];
  const conditions = ['r.deleted = 0'];
  const add = (value: Parameter) => `$${parameters.push(value) + first - 1}`;
  const { subscription, type, search } = query;
  const parts = new Map<string, Part>(
    [...view.selected.parts].filter(([id]) => subscription === undefined || id === subscription.toLowerCase()),
  );
  const isEverything = parts.size > view.mirror.counts.size && [...parts.values()].every((part) => part === 'whole');
  if (!isEverything) {
    const condition = conditionOf(parts, view.reader.anyOf, parameters.length + first);
    conditions.push(condition.sql);
    parameters.push(...condition.parameters);
  }
  if (type !== undefined) conditions.push(`r.type = ${add(type.toLowerCase())}`);
  if (search !== undefined && search !== '') conditions.push(`r.key LIKE ${add(likeOf(search))} ESCAPE '\\'`);
  if (after !== undefined) {
    const [place, rid] = after;
    conditions.push(`(r.subscription, r.rid) > (${add(place)}, ${add(rid)})`);
  }
  return { sql: conditions.join(' AND '), parameters };
}

async function plainRows(view: View, query: ResourceQuery, { limit, after }: Reading): Promise<readonly Found[]> {
  const { sql, parameters } = filtersOf(view, query, { after });
  const rows = await view.reader.query(
    `SELECT ${columns} FROM resource r WHERE ${sql} AND r.implied = 0 ORDER BY r.subscription, r.rid LIMIT ${limit + 1}`,
    parameters,
  );
  return rows.map((row) => ({ row: storedResourceIn(row), times: { evaluated: 0, changed: 0 } }));
}

/** One query a status, each along the index, then merged: one query for all of them would have to sort. */
async function judgedRows(
  view: View,
  query: ResourceQuery,
  { limit, after, index }: Reading & { readonly index: number },
): Promise<readonly Found[]> {
  const { sql, parameters } = filtersOf(view, query, { after });
  const ordinal = view.state.setup.ordinals.ofIndex(index);
  // Along the index of assessments: its own columns have to be named in the order and in the condition.
  const alongIndex = sql.replaceAll('r.subscription', 'a.subscription').replaceAll('r.rid', 'a.rid');
  const found: Row[] = [];
  for (const letter of lettersOf(query.status)) {
    found.push(
      ...(await view.reader.query(
        `SELECT ${columns}, a.evaluated AS evaluated, a.changed AS status_changed, a.status AS status, a.raw AS raw, a.cause AS cause,
         a.needs AS needs, a.imported AS imported FROM assessment a
         JOIN resource r ON r.subscription = a.subscription AND r.rid = a.rid
         WHERE a.recommendation = ${ordinal} AND a.status = '${letter}' AND ${alongIndex}
         ORDER BY a.subscription, a.rid LIMIT ${limit + 1}`,
        parameters,
      )),
    );
  }
  found.sort((a, b) => {
    const [first, second] = [textAt(a, 'subscription'), textAt(b, 'subscription')];
    return first === second ? numberAt(a, 'rid') - numberAt(b, 'rid') : first < second ? -1 : 1;
  });
  return found.slice(0, limit + 1).map((row) => ({
    row: storedResourceIn(row),
    times: { evaluated: numberAt(row, 'evaluated'), changed: numberAt(row, 'status_changed') },
    verdict: verdictIn(row),
  }));
}

async function rowsOf(
  view: View,
  query: ResourceQuery,
  found: readonly Found[],
  index: number | undefined,
): Promise<readonly ResourceRow[]> {
  const rows = found.map(({ row }) => row);
  const bodies = new Map<StoredResource, string>();
  for (const [subscription, own] of grouped(rows, (row) => row.subscription)) {
    const texts = await bodiesOf(
      view.reader,
      subscription,
      own.map(({ rid }) => rid),
    );
    for (const row of own) {
      const body = texts.get(row.rid);
      if (body !== undefined) bodies.set(row, body);
    }
  }
  const verdicts = index === undefined || query.explain !== true ? undefined : await explained(view, rows, 'all', index);
  return found.map(({ row, times, verdict }) => {
    const own = verdicts?.get(row) ?? (verdict === undefined || index === undefined ? undefined : keptVerdict(view, row, index, verdict));
    const assessment = own === undefined || index === undefined ? undefined : assessedItem(view, row, index, own, times);
    return rowOf(view, row, bodies.get(row), assessment);
  });
}

/** The effective verdict that a row of `assessment` holds. */
export function verdictIn(row: Row): ItemVerdict {
  const raw = rawVerdictIn(row);
  const status = statusOf[letterIn(textAt(row, 'status'))];
  const isExempted = textOrNullAt(row, 'cause') === 'Exempt' && (raw.status === 'Healthy' || raw.status === 'Unhealthy');
  return isExempted ? { status, cause: 'Exempt' } : raw;
}

export function keptVerdict({ state }: View, row: Pick<StoredResource, 'shape'>, index: number, verdict: ItemVerdict): Explained {
  const { shapes, ordinals } = state.setup;
  const exemption = shapes.get(row.shape).exempt.find(([ordinal]) => ordinal === ordinals.ofIndex(index))?.[1];
  return {
    verdicts: new Map([[index, verdict]]),
    exempt: new Map(exemption === undefined ? [] : [[index, exemption]]),
    lookedAt: new Set(),
  };
}

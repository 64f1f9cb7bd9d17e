import { keyOf } from '@plumbline/inventory';
import type { JsonObject } from '@plumbline/policy';
import { numberAt, type Parameter, textAt } from '../database.ts';
import { rangeUnder, resourceColumns, storedResourceIn } from '../rows.ts';
import type { Page } from '../store.ts';
import type { DocumentQuery, StoredDocument } from '../wide-reads.ts';
import { limitIn } from './limit.ts';
import { conditionOf } from './resource-rows.ts';
import { unknownCursor } from './unknown-cursor.ts';
import type { View } from './view.ts';

const columns = resourceColumns
  .split(', ')
  .map((name) => `r.${name} AS ${name}`)
  .join(', ');

const bodies = 'b.body AS body FROM resource r JOIN body b ON b.subscription = r.subscription AND b.rid = r.rid';

/** A page of everything that was read, as it was read: along the index by type, so that a rare type is found among millions of others. */
export async function documentsPage(view: View, query: DocumentQuery): Promise<Page<StoredDocument>> {
  const limit = limitIn(query.limit);
  const parameters: Parameter[] = [];
  const add = (value: Parameter) => `$${parameters.push(value)}`;
  const conditions = ['r.deleted = 0', 'r.implied = 0'];
  const isEverything =
    view.selected.parts.size > view.mirror.counts.size && [...view.selected.parts.values()].every((part) => part === 'whole');
  if (!isEverything) {
    const condition = conditionOf(view.selected.parts, view.reader.anyOf, 1);
    conditions.push(condition.sql);
    parameters.push(...condition.parameters);
  }
  if (query.types !== undefined) {
    const types = query.types.map((type) => type.toLowerCase());
    conditions.push(`r.type ${view.reader.anyOf(parameters.push(types), 'text')}`);
  }
  if (query.under !== undefined) {
    const key = keyOf(query.under);
    const [from, to] = rangeUnder(key);
    conditions.push(`(r.key = ${add(key)} OR (r.key >= ${add(from)} AND r.key < ${add(to)}))`);
  }
  if (query.after !== undefined) {
    const [subscription, type, key] = placeIn(query.after);
    conditions.push(`(r.subscription, r.type, r.key) > (${add(subscription)}, ${add(type)}, ${add(key)})`);
  }
  const rows = await view.reader.query(
    `SELECT ${columns}, ${query.isBare === true ? "'{}' AS body FROM resource r" : bodies}
     WHERE ${conditions.join(' AND ')} ORDER BY r.subscription, r.type, r.key LIMIT ${limit + 1}`,
    parameters,
  );
  const items = rows.slice(0, limit).map((row): StoredDocument => {
    const { id, key, type, subscription, resourceGroup } = storedResourceIn(row);
    return {
      id,
      key,
      type,
      subscription,
      resourceGroup,
      firstSeen: new Date(numberAt(row, 'first_seen')).toISOString(),
      changed: new Date(numberAt(row, 'changed')).toISOString(),
      resource: JSON.parse(textAt(row, 'body')) as JsonObject,
    };
  });
  const last = items.at(-1);
  const next = rows.length > limit && last !== undefined ? JSON.stringify([last.subscription, last.type, last.key]) : undefined;
  return { items, next: next === undefined ? null : Buffer.from(next).toString('base64url') };
}

function placeIn(text: string): readonly [string, string, string] {
  try {
    const read: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (Array.isArray(read) && read.length === 3) {
      const [subscription, type, key]: readonly unknown[] = read;
      if (typeof subscription === 'string' && typeof type === 'string' && typeof key === 'string') return [subscription, type, key];
    }
  } catch {
    // Said below.
  }
  throw unknownCursor();
}

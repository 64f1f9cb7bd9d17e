import { numberAt, type Parameter, type Row, textAt } from '../database.ts';
import type { AssessedItem, Page } from '../store.ts';
import type { AssessedName, AssessmentQuery } from '../wide-reads.ts';
import { limitIn } from './limit.ts';
import { assessedItem, conditionOf } from './resource-rows.ts';
import { keptVerdict, verdictIn } from './resources.ts';
import { unknownCursor } from './unknown-cursor.ts';
import type { View } from './view.ts';

const names = 'r.id AS id, a.subscription AS subscription, a.rid AS rid, a.recommendation AS recommendation';
/** Of the resource no more than is told: it is read once more with each of its assessments. */
const columns = `${names}, r.type AS type, r.shape AS shape, a.evaluated AS evaluated, a.changed AS status_changed, a.status AS status,
     a.raw AS raw, a.cause AS cause, a.needs AS needs, a.imported AS imported`;

/** A page of all assessments, without reasons: by resource, and of one resource by recommendation. */
export async function assessmentsPage(view: View, query: AssessmentQuery): Promise<Page<AssessedItem>> {
  return page(view, query, columns, (row, index) => {
    const resource = {
      id: textAt(row, 'id'),
      type: textAt(row, 'type'),
      subscription: textAt(row, 'subscription'),
      shape: numberAt(row, 'shape'),
    };
    const times = { evaluated: numberAt(row, 'evaluated'), changed: numberAt(row, 'status_changed') };
    return assessedItem(view, resource, index, keptVerdict(view, resource, index, verdictIn(row)), times);
  });
}

/** The same, with no more than what names an assessment: for who counts them. */
export async function assessedNamesPage(view: View, query: AssessmentQuery): Promise<Page<AssessedName>> {
  const { items } = view.state.setup.plan;
  return page(view, query, names, (row, index) => {
    const recommendation = items[index]?.item.recommendation.key;
    if (recommendation === undefined) return undefined;
    return { recommendation, resource: textAt(row, 'id'), subscription: textAt(row, 'subscription') };
  });
}

async function page<T extends object>(
  view: View,
  query: AssessmentQuery,
  selected: string,
  itemOf: (row: Row, index: number) => T | undefined,
): Promise<Page<T>> {
  const limit = limitIn(query.limit);
  const { parts } = view.selected;
  const parameters: Parameter[] = [];
  const add = (value: Parameter) => `$${parameters.push(value)}`;
  const conditions = ['r.deleted = 0'];
  const isEverything = parts.size > view.mirror.counts.size && [...parts.values()].every((part) => part === 'whole');
  if (!isEverything) {
    const condition = conditionOf(parts, view.reader.anyOf, 1);
    conditions.push(condition.sql.replaceAll('r.subscription', 'a.subscription'));
    parameters.push(...condition.parameters);
  }
  if (query.after !== undefined) {
    const [subscription, rid, recommendation] = placeIn(query.after);
    conditions.push(`(a.subscription, a.rid, a.recommendation) > (${add(subscription)}, ${add(rid)}, ${add(recommendation)})`);
  }
  // The assessments first, then their resources: joined at once, a planner reads all resources for every page.
  const isWhole = [...parts.values()].every((part) => part === 'whole');
  const order = 'ORDER BY a.subscription, a.rid, a.recommendation';
  const limited = `(SELECT * FROM assessment a WHERE ${isWhole ? conditions.slice(1).join(' AND ') || '1 = 1' : '1 = 1'} ${order} LIMIT ${limit + 1})`;
  const rows = await view.reader.query(
    `SELECT ${selected} FROM ${isWhole ? limited : 'assessment'} a
     JOIN resource r ON r.subscription = a.subscription AND r.rid = a.rid
     ${isWhole ? '' : `WHERE ${conditions.join(' AND ')}`} ${order} ${isWhole ? '' : `LIMIT ${limit + 1}`}`,
    parameters,
  );
  const shown = rows.slice(0, limit);
  const items = shown.flatMap((row) => {
    // One of a recommendation that the catalogue no longer has is not shown.
    const index = view.state.setup.ordinals.indexOf(numberAt(row, 'recommendation'));
    return index === undefined ? [] : (itemOf(row, index) ?? []);
  });
  const last = shown.at(-1);
  const next =
    rows.length > limit && last !== undefined
      ? Buffer.from(JSON.stringify([last['subscription'], last['rid'], last['recommendation']])).toString('base64url')
      : null;
  return { items, next };
}

function placeIn(text: string): readonly [string, number, number] {
  try {
    const read: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (Array.isArray(read) && read.length === 3) {
      const [subscription, rid, recommendation]: readonly unknown[] = read;
      if (typeof subscription === 'string' && typeof rid === 'number' && typeof recommendation === 'number') {
        return [subscription, rid, recommendation];
      }
    }
  } catch {
    // Said below.
  }
  throw unknownCursor();
}

import type { Parameter } from '../database.ts';
import { rangeUnder, type StoredResource } from '../rows.ts';
import type { Part } from '../selection.ts';
import type { AssessedItem, ResourceRow } from '../store.ts';
import type { Explained } from './explain.ts';
import { unknownCursor } from './unknown-cursor.ts';
import type { View } from './view.ts';

/** A condition on `r` that holds for what lies in these parts, and its parameters; `$` numbers go on from `first`. */
export function conditionOf(
  parts: ReadonlyMap<string, Part>,
  anyOf: (parameter: number, type: 'text') => string,
  first: number,
): { readonly sql: string; readonly parameters: readonly Parameter[] } {
  const whole = [...parts].flatMap(([subscription, part]) => (part === 'whole' ? [subscription] : []));
  const conditions: string[] = [];
  const parameters: Parameter[] = [];
  const next = (value: Parameter) => {
    parameters.push(value);
    return first + parameters.length - 1;
  };
  if (whole.length > 0) conditions.push(`r.subscription ${anyOf(next(whole), 'text')}`);
  for (const [subscription, part] of parts) {
    if (part === 'whole') continue;
    for (const key of part) {
      const [from, to] = rangeUnder(key);
      conditions.push(
        `(r.subscription = $${next(subscription)} AND (r.key = $${next(key)} OR (r.key >= $${next(from)} AND r.key < $${next(to)})))`,
      );
    }
  }
  return { sql: conditions.length === 0 ? '1 = 0' : `(${conditions.join(' OR ')})`, parameters };
}

export function likeOf(text: string): string {
  return `%${text.toLowerCase().replaceAll(/[\\%_]/g, (found) => `\\${found}`)}%`;
}

export function cursorOf(row: Pick<StoredResource, 'subscription' | 'rid'>): string {
  return Buffer.from(JSON.stringify([row.subscription, row.rid])).toString('base64url');
}

/** @throws {OperationError} bad-request */
export function cursorIn(text: string): readonly [string, number] {
  try {
    const read: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (Array.isArray(read) && typeof read[0] === 'string' && typeof read[1] === 'number') return [read[0], read[1]];
  } catch {
    // Said below.
  }
  throw unknownCursor();
}

export function rowOf({ state }: View, row: StoredResource, body: string | undefined, assessment: AssessedItem | undefined): ResourceRow {
  const resource = body === undefined ? {} : (JSON.parse(body) as Readonly<Record<string, unknown>>);
  const { name, location, tags } = resource;
  const statuses = row.shape === 0 ? [] : state.setup.shapes.get(row.shape).statuses;
  return {
    id: row.id,
    name: typeof name === 'string' ? name : row.id.slice(row.id.lastIndexOf('/') + 1),
    type: row.type,
    subscription: row.subscription,
    resourceGroup: row.resourceGroup,
    location: typeof location === 'string' ? location : null,
    tags: textsIn(tags),
    healthy: statuses.filter(([, letter]) => letter === 'h').length,
    unhealthy: statuses.filter(([, letter]) => letter === 'u').length,
    ...(assessment === undefined ? {} : { assessment }),
  };
}

function textsIn(tags: unknown): Readonly<Record<string, string>> {
  if (typeof tags !== 'object' || tags === null) return {};
  return Object.fromEntries(Object.entries(tags).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}

/** One assessment as people see it. */
export function assessedItem(
  { state, mirror }: View,
  row: Pick<StoredResource, 'id' | 'type' | 'subscription'>,
  index: number,
  explained: Explained,
  times: { readonly evaluated: number; readonly changed: number },
): AssessedItem | undefined {
  const item = state.setup.plan.items[index]?.item;
  const verdict = explained.verdicts.get(index);
  if (item === undefined || verdict === undefined) return undefined;
  const { key, name, title } = item.recommendation;
  const exemptionKey = explained.exempt.get(index);
  const exemption = exemptionKey === undefined ? undefined : (mirror.context.exemptions.get(exemptionKey)?.id ?? exemptionKey);
  return {
    recommendation: key,
    name,
    displayName: title,
    resource: row.id,
    type: row.type,
    subscription: row.subscription,
    status: verdict.status,
    ...(verdict.cause === undefined ? {} : { cause: verdict.cause }),
    ...(verdict.needs === undefined ? {} : { needs: verdict.needs }),
    decidedBy: verdict.imported === true ? 'input' : 'rule',
    ...(verdict.because === undefined ? {} : { because: verdict.because }),
    firstEvaluated: new Date(times.evaluated).toISOString(),
    statusChanged: new Date(times.changed).toISOString(),
    ...(exemption === undefined ? {} : { exemption }),
  };
}

// What an estate itself says about policies: which are assigned where, and definitions of its own.
import type { Entry } from '@plumbline/inventory';
import { assignmentType, type Context, definitionType, isTreeType } from './context.ts';
import { type Reader, textAt } from './database.ts';
import { digestOf } from './hash.ts';
import { bodiesOf, entryFrom, resourceColumns, storedResourceIn } from './rows.ts';
import type { PolicyEstate } from './store.ts';

/** @param places subscriptions that hold resources; '' is the tenant */
export async function policyEstateIn(
  reader: Reader,
  context: Pick<Context, 'entries' | 'hierarchy'>,
  places: Iterable<string>,
): Promise<PolicyEstate & { readonly digest: string }> {
  const definitions: Entry[] = [];
  for (const subscription of [...new Set(['', ...places])].sort()) {
    const rows = await reader.query(
      `SELECT ${resourceColumns} FROM resource WHERE subscription = $1 AND type = $2 AND deleted = 0 AND implied = 0`,
      [subscription, definitionType],
    );
    if (rows.length === 0) continue;
    const stored = rows.map(storedResourceIn);
    const bodies = await bodiesOf(
      reader,
      subscription,
      stored.map(({ rid }) => rid),
    );
    for (const row of stored) definitions.push(entryFrom(row, bodies.get(row.rid) ?? '{}'));
  }
  definitions.sort((a, b) => (a.key < b.key ? -1 : 1));
  const entries = [...context.entries.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  const assignments = entries.filter(({ type }) => type === assignmentType);
  // The tree decides only where assignments stand.
  const decisive = [...assignments, ...definitions, ...(assignments.length === 0 ? [] : entries.filter(({ type }) => isTreeType(type)))];
  return {
    definitions,
    assignments,
    managementGroupsOf: (subscription) => context.hierarchy.managementGroupsOf(subscription.toLowerCase()),
    digest: digestOf(JSON.stringify(decisive.map(({ key, resource }) => [key, resource]))),
  };
}

export async function placesIn(reader: Reader): Promise<readonly string[]> {
  return (await reader.query('SELECT subscription FROM place')).map((row) => textAt(row, 'subscription'));
}

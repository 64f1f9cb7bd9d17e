import type { JsonObject } from '@plumbline/policy';
import { numberAt, textAt } from '../database.ts';
import { grouped } from '../grouped.ts';
import { bodiesOf } from '../rows.ts';
import type { ResourceGroupRow } from '../wide-reads.ts';
import { conditionOf } from './resource-rows.ts';
import type { View } from './view.ts';

/** Groups that something lies in, whether or not the group itself was read. */
export async function resourceGroupRows({ reader, selected }: View): Promise<readonly ResourceGroupRow[]> {
  const { sql, parameters } = conditionOf(selected.parts, reader.anyOf, 1);
  const rows = await reader.query(
    `SELECT r.subscription AS subscription, r.resource_group AS name, MIN(r.rid) AS rid, COUNT(*) AS resources FROM resource r
     WHERE r.deleted = 0 AND r.implied = 0 AND r.resource_group IS NOT NULL AND ${sql} GROUP BY r.subscription, r.resource_group ORDER BY 1, 2`,
    parameters,
  );
  const found: ResourceGroupRow[] = [];
  for (const [subscription, own] of grouped(rows, (row) => textAt(row, 'subscription'))) {
    const bodies = await bodiesOf(
      reader,
      subscription,
      own.map((row) => numberAt(row, 'rid')),
    );
    for (const row of own) {
      const name = textAt(row, 'name');
      const body = bodies.get(numberAt(row, 'rid'));
      const { id, location } = body === undefined ? {} : (JSON.parse(body) as JsonObject);
      // Keys are in lower case; the id has the name as people write it.
      const written = typeof id === 'string' ? /^\/subscriptions\/[^/]+\/resourcegroups\/([^/]+)/i.exec(id)?.[1] : undefined;
      found.push({
        subscription,
        name: written ?? name,
        location: typeof location === 'string' ? location : null,
        resources: numberAt(row, 'resources'),
      });
    }
  }
  return found;
}

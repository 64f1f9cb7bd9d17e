import type { ImportedAssessment, ItemVerdict } from '@plumbline/assess';
import { type Reader, textAt } from './database.ts';
import { grouped } from './grouped.ts';
import type { Setup } from './setup.ts';

/** Assessments from outside of some resources of one subscription, by key, in the order of their own keys. */
export async function importedFor(
  reader: Reader,
  setup: Setup,
  subscription: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, readonly ImportedAssessment[]>> {
  const rows = await reader.query(
    `SELECT resource_key, source_key, resource_id, recommendation, verdict FROM imported
     WHERE subscription = $1 AND resource_key ${reader.anyOf(2, 'text')}`,
    [subscription, keys],
  );
  const sorted = rows.toSorted((a, b) => (textAt(a, 'source_key') < textAt(b, 'source_key') ? -1 : 1));
  const read = sorted.flatMap((row): ImportedAssessment[] => {
    const key = textAt(row, 'recommendation');
    const planned = setup.plan.items.find(({ item }) => item.recommendation.key === key);
    if (planned === undefined) return [];
    return [
      {
        planned,
        resourceKey: textAt(row, 'resource_key'),
        resourceId: textAt(row, 'resource_id'),
        verdict: JSON.parse(textAt(row, 'verdict')) as ItemVerdict,
      },
    ];
  });
  return grouped(read, ({ resourceKey }) => resourceKey);
}

import type { ExemptionRow } from './answers.ts';
import type { ExemptionsState } from './screens.ts';

export const exemptionStandings = ['expired', 'ending', 'idle', 'in-force'] as const;
/** `ending`: within 30 days. `idle`: in force, and no assessment here is exempted by it. */
export type ExemptionStanding = (typeof exemptionStandings)[number];

const soonMs = 30 * 86_400_000;

/** @param now ISO 8601 */
export function exemptionStandingOf({ expired, expiresOn, assessments }: ExemptionRow, now: string): ExemptionStanding {
  if (expired) return 'expired';
  if (expiresOn !== null && Date.parse(expiresOn) - Date.parse(now) <= soonMs) return 'ending';
  return assessments === 0 ? 'idle' : 'in-force';
}

/** The rows that a state of the screen shows, in the order of the answer. */
export function shownExemptions(
  rows: readonly ExemptionRow[],
  { show, q }: Pick<ExemptionsState, 'show' | 'q'>,
  now: string,
): readonly ExemptionRow[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    const text = `${row.displayName} ${row.reason} ${row.owner ?? ''} ${row.scope} ${row.recommendations.join(' ')}`.toLowerCase();
    return (show === 'all' || exemptionStandingOf(row, now) === show) && words.every((word) => text.includes(word));
  });
}

/** How many rows each standing has. */
export function exemptionCounts(rows: readonly ExemptionRow[], now: string): Readonly<Record<ExemptionStanding, number>> {
  const counts = { expired: 0, ending: 0, idle: 0, 'in-force': 0 };
  for (const row of rows) counts[exemptionStandingOf(row, now)] += 1;
  return counts;
}

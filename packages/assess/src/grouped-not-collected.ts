import type { NotCollected } from './report.ts';

/** A row of `NotCollected` but for the subscription, which is one of many. */
export type MissingRow = Pick<NotCollected, 'recommendation' | 'needs' | 'resources'>;

/**
 * What was not collected, by recommendation, subscription and what is missing. Most subscriptions lack the same, so what they lack is
 * held once and rows are made when somebody goes through them: in the largest estates there are some thirty million.
 */
export class GroupedNotCollected implements Iterable<NotCollected> {
  private readonly subscriptions: readonly string[];
  private readonly rowsOf: (subscription: string) => readonly MissingRow[];

  /**
   * @param subscriptions in rising order
   * @param rowsOf what one lacks; those that lack the same share the list
   */
  constructor(subscriptions: readonly string[], rowsOf: (subscription: string) => readonly MissingRow[]) {
    this.subscriptions = subscriptions;
    this.rowsOf = rowsOf;
  }

  /** What is lacked, and by how many subscriptions. */
  groups(): Iterable<{ readonly rows: readonly MissingRow[]; readonly times: number }> {
    const times = new Map<readonly MissingRow[], number>();
    for (const subscription of this.subscriptions) {
      const rows = this.rowsOf(subscription);
      if (rows.length > 0) times.set(rows, (times.get(rows) ?? 0) + 1);
    }
    return Array.from(times, ([rows, count]) => ({ rows, times: count }));
  }

  toJSON(): readonly NotCollected[] {
    return [...this];
  }

  *[Symbol.iterator](): Iterator<NotCollected> {
    const rowsByRecommendation = new Map<readonly MissingRow[], ReadonlyMap<string, readonly MissingRow[]>>();
    const recommendations = new Set<string>();
    for (const subscription of this.subscriptions) {
      const rows = this.rowsOf(subscription);
      if (rowsByRecommendation.has(rows)) continue;
      const own = new Map<string, MissingRow[]>();
      for (const row of rows) {
        recommendations.add(row.recommendation);
        own.set(row.recommendation, [...(own.get(row.recommendation) ?? []), row]);
      }
      for (const list of own.values()) list.sort((a, b) => (a.needs < b.needs ? -1 : a.needs > b.needs ? 1 : 0));
      rowsByRecommendation.set(rows, own);
    }
    for (const recommendation of [...recommendations].sort()) {
      for (const subscription of this.subscriptions) {
        for (const { needs, resources } of rowsByRecommendation.get(this.rowsOf(subscription))?.get(recommendation) ?? [])
          yield { recommendation, subscription, needs, resources };
      }
    }
  }
}

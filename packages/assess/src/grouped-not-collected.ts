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
   * @param rowsOf what one lacks, by recommendation and then by what is missing; those that lack the same share the list
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
    const recommendations = new Set<string>();
    for (const { rows } of this.groups()) for (const { recommendation } of rows) recommendations.add(recommendation);
    // How far each subscription has been told: its rows come in the same order.
    const told = new Uint32Array(this.subscriptions.length);
    for (const recommendation of [...recommendations].sort()) {
      for (const [at, subscription] of this.subscriptions.entries()) {
        const rows = this.rowsOf(subscription);
        for (let row = rows[told[at] ?? 0]; row?.recommendation === recommendation; row = rows[told[at] ?? 0]) {
          told[at] = (told[at] ?? 0) + 1;
          yield { recommendation, subscription, needs: row.needs, resources: row.resources };
        }
      }
    }
  }
}

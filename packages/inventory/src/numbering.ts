/** Things by number, in the order in which they were first met, so that what is counted or stored of them can be numbers. */
export class Numbering<K> {
  readonly list: K[];
  private readonly positions = new Map<K, number>();

  constructor(list: readonly K[] = []) {
    this.list = [...list];
    for (const [position, one] of list.entries()) this.positions.set(one, position);
  }

  has(one: K): boolean {
    return this.positions.has(one);
  }

  /** @returns undefined for what was not met before. */
  find(one: K): number | undefined {
    return this.positions.get(one);
  }

  /** Adds what was not met before. */
  positionOf(one: K): number {
    let position = this.positions.get(one);
    if (position === undefined) {
      position = this.list.length;
      this.list.push(one);
      this.positions.set(one, position);
    }
    return position;
  }
}

/** A node of a tree whose ways are told apart by numbers. Most nodes have one successor, and there are many thousands of them. */
export abstract class Branching<N extends Branching<N>> {
  private firstStep = -1;
  private firstNode: N | undefined = undefined;
  private others: Map<number, N> | undefined = undefined;

  next(step: number): N | undefined {
    return step === this.firstStep ? this.firstNode : this.others?.get(step);
  }

  /** @param step one that leads nowhere yet */
  add(step: number, node: N): void {
    if (this.firstNode === undefined) {
      this.firstStep = step;
      this.firstNode = node;
    } else {
      this.others ??= new Map();
      this.others.set(step, node);
    }
  }
}

import type { Frame } from '../compile/frame.ts';
import type { Seeks } from '../compile/related.ts';
import { Search } from './pending.ts';

/** The look-ups of one resource after another: rules that look for the same share one. */
export class Searches {
  private readonly indexByKey = new Map<string, number>();
  private readonly latest: (Search | string)[] = [];
  /** The frame's number when each was made. */
  private readonly epochs: number[] = [];

  /** @returns the number under which look-ups that ask for the same are shared; undefined where that cannot be told. */
  share({ key }: Seeks): number | undefined {
    if (key === undefined) return undefined;
    let index = this.indexByKey.get(key);
    if (index === undefined) {
      index = this.latest.push('') - 1;
      this.epochs.push(-1);
      this.indexByKey.set(key, index);
    }
    return index;
  }

  /** Text: why it cannot be worked out. */
  of(seeks: Seeks, shared: number | undefined, frame: Frame): Search | string {
    const known = shared === undefined || this.epochs[shared] !== frame.epoch ? undefined : this.latest[shared];
    if (known !== undefined) return known;
    const search = searchOf(seeks, frame);
    if (shared !== undefined) {
      this.latest[shared] = search;
      this.epochs[shared] = frame.epoch;
    }
    return search;
  }
}

/** Text: why it cannot be worked out. */
export function searchOf(seeks: Seeks, frame: Frame): Search | string {
  if (seeks.type !== undefined) return new Search(seeks, frame, undefined);
  const query = seeks.resolve(frame);
  return typeof query === 'string' ? query : new Search(seeks, frame, query);
}

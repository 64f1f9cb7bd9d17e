import type { Frame } from '../compile/frame.ts';
import type { Seeks } from '../compile/related.ts';
import { Search } from './pending.ts';

/** The look-ups of one resource after another: rules that look for the same share one. */
export class Searches {
  private readonly indexByKey = new Map<string, number>();
  private readonly latest: (Search | undefined)[] = [];

  /** @returns the number under which look-ups that ask for the same are shared; undefined for one that hangs on the resource. */
  share(seeks: Seeks): number | undefined {
    if (seeks.type === undefined) return undefined;
    const known = this.indexByKey.get(seeks.key);
    if (known !== undefined) return known;
    const index = this.indexByKey.size;
    this.indexByKey.set(seeks.key, index);
    this.latest.push(undefined);
    return index;
  }

  /** Text: why it cannot be worked out. */
  of(seeks: Seeks, shared: number | undefined, frame: Frame): Search | string {
    if (shared === undefined) return searchOf(seeks, frame);
    let search = this.latest[shared];
    if (search?.epoch !== frame.epoch) {
      search = new Search(seeks, frame, undefined);
      this.latest[shared] = search;
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

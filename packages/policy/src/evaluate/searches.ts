import type { Frame } from '../compile/frame.ts';
import type { Seeks } from '../compile/related.ts';
import { Search } from './pending.ts';

/** The look-ups of one resource after another: rules that look for the same share one. */
export class Searches {
  private readonly sharedByKey = new Map<string, SharedSearch>();

  /** One of its own where it cannot be told what is asked for. */
  of(seeks: Seeks): SharedSearch {
    const { key } = seeks;
    if (key === undefined) return new SharedSearch(seeks);
    const shared = this.sharedByKey.get(key) ?? new SharedSearch(seeks);
    this.sharedByKey.set(key, shared);
    return shared;
  }
}

/** What some rules look for, made up once for a resource. */
export class SharedSearch {
  private readonly seeks: Seeks;
  private latest: Search | string = '';
  /** The frame's number when it was made up. */
  private epoch = -1;

  constructor(seeks: Seeks) {
    this.seeks = seeks;
  }

  /** Text: why it cannot be worked out. */
  on(frame: Frame): Search | string {
    if (this.epoch !== frame.epoch) {
      this.epoch = frame.epoch;
      this.latest = searchOf(this.seeks, frame);
    }
    return this.latest;
  }
}

/** Text: why it cannot be worked out. */
export function searchOf(seeks: Seeks, frame: Frame): Search | string {
  if (seeks.type !== undefined) return new Search(frame, seeks.type, seeks.ask);
  const query = seeks.resolve(frame);
  return typeof query === 'string' ? query : new Search(frame, query.type, () => query);
}

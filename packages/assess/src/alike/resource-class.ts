import type { Content } from '@plumbline/inventory';
import type { VerdictVector } from '../verdict-vectors.ts';
import { WalkNode } from './walk-node.ts';
import type { TypeReading } from './wanted-of-type.ts';

/** Resources of one type that are alike in everything that rules look at, but for whom they refer to. */
export interface ResourceClass {
  readonly number: number;
  readonly reading: TypeReading;
  readonly words: Uint32Array;
  readonly length: number;
  /** Another class with the same hash. */
  readonly next: ResourceClass | undefined;
  /** Their verdicts; undefined where some wait for other resources. */
  readonly vector: VerdictVector | undefined;
  /** What was found of waiting verdicts, by the resources that they asked for. */
  readonly walks: WalkNode;
}

/** Classes a thread remembers. Estates have some hundreds; more are made of values that differ in every resource. */
const mostClasses = 20_000;
/** So many resources of a type decide whether remembering pays. */
const trial = 1024;

interface OfType {
  readonly byHash: Map<number, ResourceClass>;
  asked: number;
  missed: number;
}

export class ResourceClasses {
  private readonly byReading = new Map<TypeReading, OfType>();
  private count = 0;
  private last: { readonly reading: TypeReading; readonly ofType: OfType } | undefined;

  /** @returns undefined where the class is not known. */
  find(reading: TypeReading, content: Content, hash: number): ResourceClass | undefined {
    const ofType = this.of(reading);
    ofType.asked += 1;
    for (let found = ofType.byHash.get(hash); found !== undefined; found = found.next)
      if (content.isSame(found.words, found.length)) return found;
    ofType.missed += 1;
    return undefined;
  }

  /** Whether resources of the type hardly ever are alike: then looking for their classes is in vain. */
  isVain(reading: TypeReading): boolean {
    const { asked, missed } = this.of(reading);
    return asked > trial && missed > asked * 0.7;
  }

  /** @returns undefined where there are too many already. */
  add(reading: TypeReading, content: Content, { hash, vector }: { readonly hash: number; readonly vector: VerdictVector | undefined }) {
    if (this.count === mostClasses) return undefined;
    this.count += 1;
    const { byHash } = this.of(reading);
    const found: ResourceClass = {
      number: this.count,
      reading,
      words: content.kept(),
      length: content.length,
      next: byHash.get(hash),
      vector,
      walks: new WalkNode(),
    };
    byHash.set(hash, found);
    return found;
  }

  private of(reading: TypeReading): OfType {
    if (this.last?.reading === reading) return this.last.ofType;
    let ofType = this.byReading.get(reading);
    if (ofType === undefined) {
      ofType = { byHash: new Map(), asked: 0, missed: 0 };
      this.byReading.set(reading, ofType);
    }
    this.last = { reading, ofType };
    return ofType;
  }
}

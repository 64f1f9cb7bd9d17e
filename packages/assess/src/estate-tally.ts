import type { Catalogue, Category } from '@plumbline/catalogue';
import { Numbering } from '@plumbline/inventory';
import {
  type ControlsOptions,
  type ControlsScore,
  type ControlTally,
  controlsImpactsOf,
  controlsScoreOf,
  fraction,
  multiply,
  type Profile,
  type Rational,
  type ScoredControl,
  sumOf,
  type Tally,
  totalOfSums,
  weightedTermsOf,
} from '@plumbline/score';
import { byText } from './by-text.ts';
import { GroupedNotCollected, type MissingRow } from './grouped-not-collected.ts';
import { listAt } from './list-at.ts';
import type { AssessmentRun } from './run.ts';
import type { TallyCounts } from './run-tally.ts';
import { countsOf, type KeptCounts, scoringTableOf } from './scored.ts';
import { type CountedVectors, controlFold, type FoldedVectors, recommendationFold } from './vector-fold.ts';
import { vectorStatuses } from './vector-statuses.ts';
import type { VerdictVector } from './verdict-vectors.ts';

/** Something that was not collected for a recommendation, named by its index; each is there once. */
interface Missing {
  readonly index: number;
  readonly needs: string;
}

/** Vectors and types by number, so that counts of them are numbers too. */
class Numbers {
  readonly vectors = new Numbering<VerdictVector>();
  readonly types = new Numbering<string>();
  private readonly missingByVector: (readonly Missing[] | undefined)[] = [];
  private readonly missingById = new Map<string, Missing>();

  /** Subscriptions share their vectors, of which there are some thousands. */
  missingOf(vector: number): readonly Missing[] {
    let missing = this.missingByVector[vector];
    if (missing === undefined) {
      const verdicts = this.vectors.list[vector]?.verdicts ?? [];
      missing = verdicts.flatMap(([index, { cause, needs = '' }]) => (cause === 'NotCollected' ? this.missing(index, needs) : []));
      this.missingByVector[vector] = missing;
    }
    return missing;
  }

  private missing(index: number, needs: string): Missing {
    const id = `${index} ${needs}`;
    let missing = this.missingById.get(id);
    if (missing === undefined) {
      missing = { index, needs };
      this.missingById.set(id, missing);
    }
    return missing;
  }
}

/** What was counted of one type in a subscription. */
interface Bucket {
  readonly type: number;
  resources: number;
  judged: number;
  readonly countByVector: Map<number, number>;
}

/**
 * Buckets as numbers, in rising order of types, and of vectors within: type, resources, judged, how many pairs follow, and pairs of a vector
 * and its count. Estates have thousands of subscriptions with hundreds of pairs each, and maps of them take ten times the memory.
 */
type Packed = Uint32Array;

function packed(buckets: readonly Bucket[]): Packed {
  const words = new Uint32Array(buckets.reduce((sum, { countByVector }) => sum + 4 + 2 * countByVector.size, 0));
  let at = 0;
  for (const { type, resources, judged, countByVector } of buckets.toSorted((a, b) => a.type - b.type)) {
    words.set([type, resources, judged, countByVector.size], at);
    at += 4;
    for (const vector of Uint32Array.from(countByVector.keys()).sort()) {
      words[at] = vector;
      words[at + 1] = countByVector.get(vector) ?? 0;
      at += 2;
    }
  }
  return words;
}

function* bucketsIn(counts: Packed): Iterable<Bucket> {
  for (let at = 0; at < counts.length; ) {
    const [type = 0, resources = 0, judged = 0, pairs = 0] = counts.subarray(at, at + 4);
    const countByVector = new Map<number, number>();
    for (let pair = at + 4; pair < at + 4 + 2 * pairs; pair += 2) countByVector.set(counts[pair] ?? 0, counts[pair + 1] ?? 0);
    yield { type, resources, judged, countByVector };
    at += 4 + 2 * pairs;
  }
}

function resourcesIn(counts: Packed): number {
  let resources = 0;
  for (let at = 0; at < counts.length; at += 4 + 2 * (counts[at + 3] ?? 0)) resources += counts[at + 1] ?? 0;
  return resources;
}

/** What subscriptions that count the same have in common. */
class Shape {
  readonly counts: Packed;
  readonly resources: number;
  /** How many subscriptions there are. */
  times = 0;
  private readonly numbers: Numbers;
  private readonly keys: readonly string[];
  private knownMissing: readonly MissingRow[] | undefined;
  private knownCounts: KeptCounts | undefined;

  constructor(counts: Packed, numbers: Numbers, keys: readonly string[]) {
    this.counts = counts;
    this.resources = resourcesIn(counts);
    this.numbers = numbers;
    this.keys = keys;
  }

  /** Of no subscription in particular. */
  profiles(statusesOf: (vector: VerdictVector) => Profile['statuses']): readonly Profile[] {
    const counted = new Map<string, { readonly statuses: Profile['statuses']; count: number }>();
    for (const [vector, count] of this.countedVectors()) {
      if (vector.verdicts.length === 0) continue;
      const known = counted.get(vector.signature);
      if (known === undefined) counted.set(vector.signature, { statuses: statusesOf(vector), count });
      else known.count += count;
    }
    return [...counted].sort(([a], [b]) => byText(a, b)).map(([, { statuses, count }]) => ({ subscription: '', statuses, count }));
  }

  /** By recommendation, then by what is missing. */
  missing(): readonly MissingRow[] {
    if (this.knownMissing === undefined) {
      const { numbers } = this;
      const counted = new Map<Missing, number>();
      this.eachVector((number, count) => {
        for (const missing of numbers.missingOf(number)) counted.set(missing, (counted.get(missing) ?? 0) + count);
      });
      const rows = Array.from(counted, ([{ index, needs }, resources]) => ({ recommendation: this.keys[index] ?? '', needs, resources }));
      this.knownMissing = rows.sort((a, b) => byText(a.recommendation, b.recommendation) || byText(a.needs, b.needs));
    }
    return this.knownMissing;
  }

  /** Kept where several subscriptions ask for it: exact scores of thousands that count differently are large. */
  scorable(counts: () => KeptCounts): KeptCounts {
    if (this.times === 1) return counts();
    this.knownCounts ??= counts();
    return this.knownCounts;
  }

  /** Vectors by number; one comes for each type that has it. */
  eachVector(visit: (vector: number, count: number) => void): void {
    const { counts } = this;
    for (let at = 0; at < counts.length; ) {
      const end = at + 4 + 2 * (counts[at + 3] ?? 0);
      for (let pair = at + 4; pair < end; pair += 2) visit(counts[pair] as number, counts[pair + 1] as number);
      at = end;
    }
  }

  private countedVectors(): (readonly [VerdictVector, number])[] {
    const counted: (readonly [VerdictVector, number])[] = [];
    this.eachVector((number, count) => {
      const vector = this.numbers.vectors.list[number];
      if (vector !== undefined) counted.push([vector, count]);
    });
    return counted;
  }
}

/** The counts of all parts of an estate. Subscriptions that count the same are counted once: there may be a million of them. */
export interface EstateTally {
  /** Adds what was counted elsewhere. @param vectorOf finds the vector of verdicts that were written down. */
  add(counts: TallyCounts, vectorOf: (verdicts: string) => VerdictVector): void;
  profiles(): readonly Profile[];
  kept(catalogue: Catalogue): { readonly all: KeptCounts; of(subscription: string): KeptCounts };
  notCollected(): AssessmentRun['notCollected'];
  byType(): AssessmentRun['byType'];
  subscriptions(): AssessmentRun['subscriptions'];
  resources(): number;
  /** An independent one that has counted the same. */
  copy(): EstateTally;
}

/** Subscriptions that count the same are small: no two large ones do. */
const mostSharedNumbers = 200;

/**
 * @param keys recommendation keys by index of the plan
 * @param subscriptions may be numbered already, counted here or not
 */
export function estateTally(keys: readonly string[], subscriptions: Numbering<string>): EstateTally {
  return tallyFrom([], { keys, subscriptions, numbers: new Numbers() });
}

function tallyFrom(
  from: readonly (Shape | undefined)[],
  given: { readonly keys: readonly string[]; readonly subscriptions: Numbering<string>; readonly numbers: Numbers },
): EstateTally {
  const { keys, subscriptions, numbers } = given;
  /** By the number of the subscription. */
  const shapeByNumber: (Shape | undefined)[] = Array.from(subscriptions.list, () => undefined);
  const shapeOfSubscription = (subscription: string) => shapeByNumber[subscriptions.find(subscription) ?? -1];
  const sharedByText = new Map<string, Shape>();
  /** Those that subscriptions have. */
  const shapes = new Set<Shape>();
  const statusesOf = vectorStatuses(keys);

  const shapeOf = (counts: Packed): Shape => {
    if (counts.length > mostSharedNumbers) return new Shape(counts, numbers, keys);
    const text = counts.join(' ');
    let shape = sharedByText.get(text);
    if (shape === undefined) {
      shape = new Shape(counts, numbers, keys);
      sharedByText.set(text, shape);
    }
    return shape;
  };

  const put = (subscription: string, counts: Packed) => {
    const number = subscriptions.positionOf(subscription);
    const before = shapeByNumber[number];
    if (before !== undefined) {
      before.times -= 1;
      if (before.times === 0) shapes.delete(before);
    }
    const shape = shapeOf(before === undefined ? counts : packed(joinedBuckets([...bucketsIn(before.counts), ...bucketsIn(counts)])));
    shape.times += 1;
    shapes.add(shape);
    shapeByNumber[number] = shape;
  };
  for (const [number, shape] of from.entries()) if (shape !== undefined) put(subscriptions.list[number] ?? '', shape.counts);

  let inOrder: readonly string[] | undefined;
  const sorted = () => {
    inOrder ??= subscriptions.list.filter((_, number) => shapeByNumber[number] !== undefined).sort(byText);
    return inOrder;
  };
  const profiles = () =>
    sorted().flatMap((subscription) =>
      (shapeOfSubscription(subscription)?.profiles(statusesOf) ?? []).map((profile) => ({ ...profile, subscription })),
    );

  return {
    add({ vectors, buckets }, vectorOf) {
      inOrder = undefined;
      const known = vectors.map((text) => numbers.vectors.positionOf(vectorOf(text)));
      const bySubscription = new Map<string, Bucket[]>();
      for (const { subscription, type, resources, judged, counts } of buckets) {
        const countByVector = new Map<number, number>();
        for (let at = 0; at < counts.length; at += 2) {
          const vector = known[counts[at] ?? -1];
          if (vector !== undefined) countByVector.set(vector, (countByVector.get(vector) ?? 0) + (counts[at + 1] ?? 0));
        }
        listAt(bySubscription, subscription).push({ type: numbers.types.positionOf(type), resources, judged, countByVector });
      }
      for (const [subscription, own] of bySubscription) put(subscription, packed(own));
    },
    profiles,
    kept(catalogue) {
      const none = countsOf([], catalogue);
      const folds = foldsOf({ keys, vectors: numbers.vectors.list }, catalogue);
      const countsOfShape = (shape: Shape) => (): KeptCounts => {
        const counted: CountedVectors = (visit) => shape.eachVector(visit);
        const scoreOf = (options: ControlsOptions, category?: Category) =>
          controlsScoreOf(folds.ofControls(category)(counted), folds.controls, options);
        return {
          tallies: () => folds.ofRecommendations(counted),
          controls: scoreOf,
          impacts: (options) => controlsImpactsOf(shape.profiles(statusesOf), folds.controls, options),
          controlsOf: (category, options) => scoreOf(options, category).overall,
        };
      };
      return {
        all: countsOfShapes(shapes, folds, profiles),
        of(subscription) {
          const shape = shapeOfSubscription(subscription);
          return shape?.scorable(countsOfShape(shape)) ?? none;
        },
      };
    },
    notCollected: () => new GroupedNotCollected(sorted(), (subscription) => shapeOfSubscription(subscription)?.missing() ?? []),
    byType() {
      const counted = new Map<number, { resources: number; judged: number }>();
      for (const { counts, times } of shapes) {
        for (const { type, resources, judged } of bucketsIn(counts)) {
          if (resources === 0) continue;
          const count = counted.get(type) ?? { resources: 0, judged: 0 };
          counted.set(type, count);
          count.resources += resources * times;
          count.judged += judged * times;
        }
      }
      return [...counted]
        .map(([type, count]) => ({ type: numbers.types.list[type] ?? '', ...count }))
        .sort((a, b) => byText(a.type, b.type));
    },
    subscriptions: () => sorted().flatMap((id) => (id === '' ? [] : { id, resources: shapeOfSubscription(id)?.resources ?? 0 })),
    resources: () => [...shapes].reduce((sum, { resources, times }) => sum + resources * times, 0),
    copy: () => tallyFrom(shapeByNumber, given),
  };
}

interface Folds {
  readonly controls: readonly ScoredControl[];
  readonly ofRecommendations: ReturnType<typeof recommendationFold>;
  /** @param category of whose recommendations alone; all by default */
  ofControls(category?: Category): ReturnType<typeof controlFold>;
}

/** What each vector adds is found out once for all that is asked. */
function foldsOf(vectors: FoldedVectors, catalogue: Catalogue): Folds {
  const { controls } = scoringTableOf(catalogue);
  const foldByCategory = new Map<Category | undefined, ReturnType<typeof controlFold>>();
  return {
    controls,
    ofRecommendations: recommendationFold(vectors),
    ofControls(category) {
      let fold = foldByCategory.get(category);
      if (fold === undefined) {
        const own = category === undefined ? undefined : keysOf(catalogue, category);
        fold = controlFold(vectors, controls, (key) => own?.has(key) ?? true);
        foldByCategory.set(category, fold);
      }
      return fold;
    },
  };
}

/** Scores of all subscriptions together, each shape counted once and multiplied. */
function countsOfShapes(
  shapes: ReadonlySet<Shape>,
  { controls, ofRecommendations, ofControls }: Folds,
  allProfiles: () => readonly Profile[],
): KeptCounts {
  const pooled: CountedVectors = (visit) => {
    for (const shape of shapes) shape.eachVector((vector, count) => visit(vector, count * shape.times));
  };
  const scoreOf = (options: ControlsOptions, category?: Category): Pick<ControlsScore, 'controls' | 'overall'> => {
    const talliesOf = ofControls(category);
    const together = controlsScoreOf(talliesOf(pooled), controls, options);
    if (options.aggregate === 'pooled') return together;
    const own = Array.from(shapes, (shape) => ({ times: shape.times, tallies: talliesOf((visit) => shape.eachVector(visit)) }));
    return { controls: together.controls, overall: weightedOverall(own, { controls, together, options }) };
  };
  return {
    tallies: (): readonly Tally[] => ofRecommendations(pooled),
    controls: (options) => ({ ...scoreOf(options), subscriptions: [] }),
    impacts: (options) => controlsImpactsOf(allProfiles(), controls, options),
    controlsOf: (category, options) => scoreOf(options, category).overall,
  };
}

function weightedOverall(
  shapes: readonly { readonly times: number; readonly tallies: readonly ControlTally[] }[],
  {
    controls,
    together,
    options,
  }: { readonly controls: readonly ScoredControl[]; readonly together: ControlsScore; readonly options: ControlsOptions },
): ControlsScore['overall'] {
  const own = shapes.flatMap(({ times, tallies }) => {
    const [score] = controlsScoreOf(tallies, controls, options).subscriptions;
    return score === undefined || score.score === null ? [] : [{ times, score }];
  });
  // Of one subscription alone the score is its own, and not the mean of one.
  const [first, ...others] = own;
  if (first !== undefined && others.length === 0 && first.times === 1) return first.score.score;
  const sum = (name: 'weight' | 'weighted'): Rational =>
    sumOf(own.map(({ times, score }) => multiply(fraction(times), weightedTermsOf(score)[name])));
  return totalOfSums(together.controls, { weight: sum('weight'), weighted: sum('weighted') }, options);
}

function keysOf({ items }: Catalogue, category: Category): ReadonlySet<string> {
  return new Set(items.flatMap(({ recommendation }) => (recommendation.category === category ? recommendation.key : [])));
}

function joinedBuckets(buckets: readonly Bucket[]): readonly Bucket[] {
  const byType = new Map<number, Bucket>();
  for (const bucket of buckets) {
    const own = byType.get(bucket.type);
    if (own === undefined) {
      byType.set(bucket.type, bucket);
      continue;
    }
    own.resources += bucket.resources;
    own.judged += bucket.judged;
    for (const [vector, count] of bucket.countByVector) own.countByVector.set(vector, (own.countByVector.get(vector) ?? 0) + count);
  }
  return [...byType.values()];
}

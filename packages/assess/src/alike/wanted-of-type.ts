import type { GraphRecommendation } from '@plumbline/catalogue';
import { type ExtractedType, isTakenAsGiven, wantedOf } from '@plumbline/inventory';
import type { JudgePlan, PlannedItem } from '../judge-plan.ts';

/** How resources of one type are read when they are not parsed. */
export interface TypeReading extends ExtractedType {
  /** Lower case. */
  readonly type: string;
  /** Relations look at resources of this type, or its own verdicts wait for others. */
  readonly isRelated: boolean;
  /** Indices of the items that may wait for other resources. */
  readonly waiting: ReadonlySet<number>;
  /** What only the other items read is kept aside: relations do not look at it. */
  readonly hasAside: boolean;
  /** It holds others that are judged by themselves, so each is parsed all the same. */
  readonly holdsOthers: boolean;
}

/** Entries that say something about others, or about the order of scopes: they are read in full. */
const special = new Set([
  'microsoft.resources/subscriptions',
  'microsoft.management/managementgroups',
  'microsoft.management/managementgroups/subscriptions',
  'microsoft.security/assessments',
  'microsoft.authorization/policyexemptions',
  'microsoft.authorization/policyassignments',
]);

/** @returns undefined where verdicts hang on more than can be named: such resources are parsed one by one. */
export function typeReadingOf(plan: JudgePlan, spelling: string): TypeReading | undefined {
  const type = spelling.toLowerCase();
  if (special.has(type) || !isTakenAsGiven(spelling)) return undefined;
  const kept = plan.keptPathsByType.get(type);
  if (kept === '*') return undefined;
  const items = plan.itemsOf(type);
  const waiting = new Set(items.filter(mayWait).map(({ index }) => index));
  const paths = new Set(kept);
  const aside = new Set<string>();
  const isRelated = kept !== undefined || waiting.size > 0;
  for (const planned of items) {
    const read = readBy(planned, type);
    if (read === undefined) return undefined;
    const into = !isRelated || waiting.has(planned.index) ? paths : aside;
    for (const path of read) into.add(path);
  }
  // Graph recommendations see the envelope of what they look at.
  if (isRelated) for (const path of ['kind', 'sku']) paths.add(path);
  const wanted = wantedOf(inBytes(paths), inBytes(aside));
  if (wanted === undefined) return undefined;
  const hasTellingNames = plan.items.some(
    ({ item: { recommendation } }) => recommendation.kind === 'graph' && isSeenBy(recommendation, type),
  );
  return {
    type,
    wanted,
    isRelated,
    waiting,
    hasAside: aside.size > 0,
    hasTellingNames,
    holdsOthers: type === 'microsoft.network/virtualnetworks',
  };
}

/** What is read as one field may follow from several members. */
function inBytes(paths: ReadonlySet<string>): readonly string[] {
  return [...paths].flatMap((path) => (path === 'fullName' ? ['id', 'name'] : path));
}

function readBy(planned: PlannedItem, type: string): readonly string[] | undefined {
  switch (planned.kind) {
    case 'imported':
    case 'broken':
      return [];
    case 'policy':
      return planned.policy.readsBeyond.length > 0 ? undefined : planned.policy.reads;
    case 'applied': {
      // Which of several assignments reach a resource hangs on where it lies.
      if (!planned.applied.isEverywhere) return undefined;
      const { all } = planned.applied;
      return all.some(({ readsBeyond }) => readsBeyond.length > 0) ? undefined : all.flatMap(({ reads }) => reads);
    }
    case 'graph': {
      const { reads } = planned.recommendation;
      const own = Object.entries(reads).flatMap(([name, paths]) => (name.toLowerCase() === type ? [paths] : []));
      return own.includes('*') ? undefined : own.flat();
    }
  }
}

function mayWait(planned: PlannedItem): boolean {
  if (planned.kind === 'graph') return true;
  if (planned.kind === 'policy') return planned.policy.related !== undefined;
  return planned.kind === 'applied' && planned.applied.all.some(({ related }) => related !== undefined);
}

function isSeenBy({ reads, resourceTypes }: GraphRecommendation, type: string): boolean {
  return [...Object.keys(reads), ...resourceTypes].some((seen) => seen.toLowerCase() === type);
}

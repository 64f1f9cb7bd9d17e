import type { GraphRecommendation } from '@plumbline/catalogue';
import { type ExtractedType, isTakenAsGiven, wantedOf } from '@plumbline/inventory';
import { placeValues } from '../judge.ts';
import type { JudgePlan, PlannedItem } from '../judge-plan.ts';

/** How resources of one type are read when they are not parsed. */
export interface TypeReading extends ExtractedType {
  /** Lower case. */
  readonly type: string;
  /** Relations look at resources of this type, or its own verdicts wait for others. */
  readonly isRelated: boolean;
  /** Indices of the items that may wait for other resources. */
  readonly waiting: ReadonlySet<number>;
  /** How much of where a resource lies its own rules read, those that wait and the others. */
  readonly place: { readonly waiting: PlaceRead; readonly alone: PlaceRead };
  /** A rule may look for others in a resource group that it names. */
  readonly namesGroup: boolean;
  /** It holds others that are judged by themselves, so each is parsed all the same. */
  readonly holdsOthers: boolean;
}

/** The outermost is the whole of what is read, since ids of resource groups begin with their subscription's. */
export type PlaceRead = 'nothing' | 'subscription' | 'resourceGroup';

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
  const isRelated = kept !== undefined || waiting.size > 0;
  const own = { waiting: new Set<string>(), alone: new Set<string>() };
  const beyond = { waiting: new Set<string>(), alone: new Set<string>() };
  for (const planned of items) {
    const read = readBy(planned);
    if (read === undefined) return undefined;
    const who = waiting.has(planned.index) ? 'waiting' : 'alone';
    for (const path of read.paths) own[who].add(path);
    for (const name of read.beyond) beyond[who].add(name);
  }
  if ([...beyond.waiting, ...beyond.alone].some((name) => !isPlace(name) && name !== 'resourceGroupName')) return undefined;
  const graph = graphReads(plan, type);
  // Graph recommendations see the envelope of what they look at.
  const others = kept === undefined && waiting.size === 0 ? [] : ['kind', 'sku', ...graph.paths];
  const wanted = wantedOf({
    others: inBytes(others),
    othersText: inBytes(textReads(plan, type)),
    waiting: inBytes(own.waiting),
    alone: inBytes(own.alone),
  });
  if (wanted === undefined) return undefined;
  return {
    type,
    wanted,
    isRelated,
    waiting,
    place: { waiting: placeIn(beyond.waiting), alone: placeIn(beyond.alone) },
    namesGroup: beyond.waiting.has('resourceGroupName'),
    hasTellingNames: graph.isSeen,
    holdsOthers: type === 'microsoft.network/virtualnetworks',
  };
}

function isPlace(name: string): boolean {
  return name.startsWith('subscription') || name.startsWith('resourceGroup.') || name === 'resourceGroup';
}

function placeIn(beyond: ReadonlySet<string>): PlaceRead {
  if (placeValues.resourceGroup.some((name) => beyond.has(name))) return 'resourceGroup';
  return placeValues.subscription.some((name) => beyond.has(name)) ? 'subscription' : 'nothing';
}

/** What is read as one field may follow from several members. */
function inBytes(paths: Iterable<string>): readonly string[] {
  return [...paths].flatMap((path) => {
    if (path === 'fullName') return ['id', 'name'];
    // readings.tagsUnderProperties
    return /^tags\b/i.test(path) ? [path, `properties.${path}`] : path;
  });
}

/** What a resource's own rule reads of it. @returns undefined where that cannot be told. */
function readBy(planned: PlannedItem): { readonly paths: readonly string[]; readonly beyond: readonly string[] } | undefined {
  switch (planned.kind) {
    case 'imported':
    case 'broken':
      return nothing;
    case 'policy':
      return { paths: planned.policy.reads, beyond: planned.policy.readsBeyond };
    case 'applied': {
      // Which of several assignments reach a resource hangs on where it lies.
      if (!planned.applied.isEverywhere) return undefined;
      const { all } = planned.applied;
      return { paths: all.flatMap(({ reads }) => reads), beyond: all.flatMap(({ readsBeyond }) => readsBeyond) };
    }
    case 'graph':
      // What it reads of its own resource it may read of others like it, so it counts as seen by others.
      return nothing;
  }
}

const nothing = { paths: [], beyond: [] };

/** What graph recommendations look at: which resources ids there name they follow, and of the texts they ask for what is theirs. */
function graphReads(plan: JudgePlan, type: string): { readonly paths: readonly string[]; readonly isSeen: boolean } {
  const looking = plan.items.flatMap((planned) =>
    planned.kind === 'graph' && isSeenBy(planned.recommendation, type) ? planned.recommendation : [],
  );
  const paths = looking.flatMap(({ reads }) =>
    Object.entries(reads).flatMap(([name, own]) => (name.toLowerCase() === type && own !== '*' ? own : [])),
  );
  return { paths, isSeen: looking.length > 0 };
}

/** What existence conditions read of a type: policies compare texts, ids among them. */
function textReads(plan: JudgePlan, type: string): readonly string[] {
  return plan.items.flatMap((planned) => {
    const policies = planned.kind === 'policy' ? [planned.policy] : planned.kind === 'applied' ? planned.applied.all : [];
    return policies.flatMap(({ related }) => (related?.type === type ? related.reads : []));
  });
}

function mayWait(planned: PlannedItem): boolean {
  if (planned.kind === 'graph') return true;
  if (planned.kind === 'policy') return planned.policy.related !== undefined;
  return planned.kind === 'applied' && planned.applied.all.some(({ related }) => related !== undefined);
}

function isSeenBy({ reads, resourceTypes }: GraphRecommendation, type: string): boolean {
  return [...Object.keys(reads), ...resourceTypes].some((seen) => seen.toLowerCase() === type);
}

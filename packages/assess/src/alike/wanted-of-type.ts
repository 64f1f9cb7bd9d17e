import type { GraphRecommendation } from '@plumbline/catalogue';
import { type ExtractedType, isTakenAsGiven, wantedOf } from '@plumbline/inventory';
import type { CompiledPolicy } from '@plumbline/policy';
import { type JudgePlan, judgingIn, type PlannedItem } from '../judge-plan.ts';
import type { NameTest, OwnReads, PlaceMember, PlaceRead } from './own-reads.ts';

/** How resources of one type are read when they are not parsed. */
export interface TypeReading extends ExtractedType {
  /** Lower case. */
  readonly type: string;
  /** Relations look at resources of this type, or its own verdicts wait for others. */
  readonly isRelated: boolean;
  /** Indices of the items that may wait for other resources. */
  readonly waiting: ReadonlySet<number>;
  /** What else its own rules read of it, those that wait and the others; undefined: nothing. */
  readonly ownReads: { readonly waiting: OwnReads | undefined; readonly alone: OwnReads | undefined };
  /** A rule may look for others in a resource group that it names. */
  readonly namesGroup: boolean;
  /** Types of which a rule looks for one by the resource's own name or place, or compares those with what it finds. */
  readonly personal: ReadonlySet<string>;
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
  // The name of a tag that a rule works out could be taken for an alias of a type with brackets.
  if (special.has(type) || type.includes('[') || !isTakenAsGiven(spelling)) return undefined;
  const kept = plan.keptPathsByType.get(type);
  if (kept === '*') return undefined;
  const items = plan.itemsOf(type);
  const waiting = new Set(items.filter(mayWait).map(({ index }) => index));
  const isRelated = kept !== undefined || waiting.size > 0;
  const own = { waiting: new Set<string>(), alone: new Set<string>() };
  const beyond = { waiting: new Set<string>(), alone: new Set<string>() };
  const nameTests = { waiting: new Map<string, NameTest>(), alone: new Map<string, NameTest>() };
  const personal = new Set<string>();
  for (const planned of items) {
    const policies = policiesOf(planned);
    if (policies === undefined) return undefined;
    const who = waiting.has(planned.index) ? 'waiting' : 'alone';
    for (const policy of policies) {
      const later = policy.readsInDetails.filter(isPersonal);
      const leftOut = new Set([...later, ...policy.nameTests.map(({ path }) => path)]);
      for (const path of policy.reads) if (!leftOut.has(path)) own[who].add(path);
      // Of one reading all have the same type.
      for (const name of policy.readsBeyond) if (!leftOut.has(name) && name !== 'type') beyond[who].add(name);
      for (const test of policy.nameTests) nameTests[who].set(`${test.path} ${test.key}`, test);
      if (later.length > 0 && policy.related !== undefined) personal.add(policy.related.type);
    }
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
    ownReads: {
      waiting: ownReadsOf(beyond.waiting, [...nameTests.waiting.values()]),
      alone: ownReadsOf(beyond.alone, [...nameTests.alone.values()]),
    },
    namesGroup: beyond.waiting.has('resourceGroupName'),
    personal,
    hasTellingNames: graph.isSeen,
    holdsOthers: type === 'microsoft.network/virtualnetworks',
  };
}

function isPlace(name: string): boolean {
  return name.startsWith('subscription') || name.startsWith('resourceGroup.') || name === 'resourceGroup';
}

/** What is different in every place, so that it is the place that counts. `resourceGroupName` says where related resources are looked for. */
const placeItself = /^(subscription|resourceGroup)(?:\.(?:id|name|subscriptionid))?$/;

function ownReadsOf(beyond: ReadonlySet<string>, nameTests: readonly NameTest[]): OwnReads | undefined {
  const place = placeIn(beyond);
  const placeMembers = placeMembersIn(beyond);
  const isNothing = place === 'nothing' && placeMembers.length === 0 && nameTests.length === 0;
  return isNothing ? undefined : { place, placeMembers, nameTests };
}

function placeIn(beyond: ReadonlySet<string>): PlaceRead {
  const places = [...beyond].flatMap((name) => placeItself.exec(name)?.[1] ?? []);
  return places.includes('resourceGroup') ? 'resourceGroup' : places.includes('subscription') ? 'subscription' : 'nothing';
}

function placeMembersIn(beyond: ReadonlySet<string>): readonly PlaceMember[] {
  return [...beyond].sort().flatMap((name) => {
    const [, of, member] = /^(subscription|resourceGroup)\.(.+)$/.exec(name) ?? [];
    if ((of !== 'subscription' && of !== 'resourceGroup') || member === undefined || placeItself.test(name)) return [];
    return { of, member };
  });
}

/** What each resource has of its own: to have it in the key would make every one different. */
function isPersonal(read: string): boolean {
  return read === 'id' || read === 'name' || read === 'fullName' || isPlace(read);
}

/** What is read as one field may follow from several members. */
function inBytes(paths: Iterable<string>): readonly string[] {
  return [...paths].flatMap((path) => {
    if (path === 'fullName') return ['id', 'name'];
    // readings.tagsUnderProperties
    return /^tags\b/i.test(path) ? [path, `properties.${path}`] : path;
  });
}

/**
 * The policies of an item that look at anything. What a graph recommendation reads of its own resource it may read of others like it, so it counts as seen by others.
 *
 * @returns undefined where which of them hold hangs on where a resource lies
 */
function policiesOf(planned: PlannedItem): readonly CompiledPolicy[] | undefined {
  if (planned.kind === 'applied' && !planned.applied.isEverywhere) return undefined;
  return judgingIn(planned);
}

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
    return judgingIn(planned).flatMap(({ related }) => (related?.type === type ? related.reads : []));
  });
}

function mayWait(planned: PlannedItem): boolean {
  return planned.kind === 'graph' || judgingIn(planned).some(({ related }) => related !== undefined);
}

function isSeenBy({ reads, resourceTypes }: GraphRecommendation, type: string): boolean {
  return [...Object.keys(reads), ...resourceTypes].some((seen) => seen.toLowerCase() === type);
}

import type { Entry, OfferedLine, ResourceKey, SubscriptionId } from '@plumbline/inventory';
import { type AlikeKnowledge, alikeReader } from './alike/alike-reader.ts';
import { Walker } from './alike/walk.ts';
import { subscriptionOf, typeOf } from './arm-id.ts';
import { embeddedIn } from './embedded.ts';
import { type Estate, estateBuilder } from './estate-index.ts';
import { type Exemption, exemptionIndexOf, exemptionOf } from './exemptions.ts';
import { type Hierarchy, type HierarchyFacts, hierarchyBuilder } from './hierarchy.ts';
import { type ImportedAssessment, importedReader, type UnknownAssessment } from './imported.ts';
import { planOf } from './judge-plan.ts';
import { PlaceStates, type States } from './place-states.ts';
import { stateBuilder } from './resource-state.ts';
import { type AssessmentRun, type AssessOptions, judgeOptionsOf, type ResourceState } from './run.ts';
import { runOf } from './run-of.ts';
import { scopeFilterOf } from './scope.ts';
import { type Settled, settle } from './settle.ts';
import { isUnreadableKey } from './unreadable.ts';
import { type VerdictVector, verdictVectors } from './verdict-vectors.ts';
import { type Watch, watchedEstate } from './watch.ts';

/**
 * Assesses a stream of entries against a catalogue. Nothing of a resource is kept but its verdicts and what relations look at;
 * the same resource twice: the later wins. The result does not depend on the order of the rest.
 *
 * @throws the signal's reason when aborted; nothing else: a rule or a resource that cannot be judged costs one verdict.
 */
export async function assess(entries: AsyncIterable<readonly Entry[]>, options: AssessOptions): Promise<AssessmentRun> {
  const assessor = assessorOf(options);
  for await (const batch of entries) {
    options.signal?.throwIfAborted();
    for (const entry of batch) assessor.add(entry);
  }
  const { settled, hierarchy } = assessor.finish();
  const scope = scopeFilterOf(options.scope ?? [], hierarchy).ids;
  return runOf(settled, { catalogue: options.catalogue, now: options.now, scope, hierarchy });
}

export interface Assessor {
  add(entry: Entry): void;
  /** Takes a resource from its bytes, where it is like others. @returns false where it has to be read and added. */
  offer(line: OfferedLine): boolean;
  finish(): Assessed;
  /** Called when nothing is asked any more of what `finish` gave. */
  end(): void;
}

export interface Assessed {
  readonly settled: Settled;
  readonly hierarchy: Hierarchy;
  /** What the parts below look up in this one when it is what stands above subscriptions. */
  readonly above: Above;
}

/** What stands above subscriptions, for the assessment of a part of those below. */
export interface Above {
  readonly estate: Estate;
  readonly hierarchy: HierarchyFacts;
  readonly exemptions: readonly Exemption[];
  readonly definitionByAssignment: ReadonlyMap<string, string>;
}

/**
 * @param layer puts what is looked up elsewhere over the estate of the part
 * @param alike what is known of resources that are alike, from other parts of the same estate
 */
export function assessorOf(
  options: AssessOptions,
  above?: Above,
  layer: (own: Estate) => Estate = (own) => own,
  alike?: { readonly known: AlikeKnowledge; readonly subscriptions: ReadonlySet<string>; readonly watch?: Watch | undefined },
): Assessor {
  const plan = planOf(options.catalogue);
  const vectors = alike?.known.vectors ?? verdictVectors();
  const stateOf = stateBuilder(plan, vectors, { ...judgeOptionsOf(options), isBrief: alike !== undefined });
  const reader = alike && alikeReader(alike.known, { subscriptions: alike.subscriptions, plan, stateOf });
  const placed = reader && new PlaceStates(reader.places);
  const states: States = placed ?? new Map<string, ResourceState>();
  const estate = estateBuilder(plan, reader?.places);
  const hierarchy = hierarchyBuilder(above?.hierarchy);
  const readImported = importedReader(plan);
  const special = specialEntries();
  const keysOfSpecial = new Set<string>();
  const embedded = new Map<string, readonly ResourceState[]>();
  let duplicates = 0;

  const replace = (key: string) => {
    duplicates += 1;
    estate.forget(key);
    embedded.delete(key);
  };
  const embed = (entry: Entry) => {
    const children = embeddedIn(entry);
    if (children.length > 0)
      embedded.set(
        entry.key,
        children.map((child) => ({ ...stateOf(child, undefined), implied: true })),
      );
  };

  return {
    offer(line) {
      const resource = reader?.read(line);
      if (resource === undefined || placed === undefined) return false;
      const { place } = resource;
      if (placed.hasAt(place) || (keysOfSpecial.size > 0 && keysOfSpecial.has(resource.key))) replace(resource.key);
      placed.setAt(place, resource);
      if (plan.keptPathsByType.has(resource.type)) estate.keep(resource);
      if (resource.ofClass.reading.holdsOthers) embed(line.parse());
      return true;
    },
    add(entry) {
      if (states.has(entry.key) || keysOfSpecial.has(entry.key)) replace(entry.key);
      hierarchy.add(entry);
      const kept = estate.add(entry);
      if (special.take(entry, readImported, options.now) || isUnreadableKey(entry.key)) keysOfSpecial.add(entry.key);
      else {
        states.set(entry.key, stateOf(entry, kept));
        embed(entry);
      }
    },
    finish() {
      const built = hierarchy.build();
      const imported = sortedByKey(special.imported);
      for (const children of embedded.values()) for (const child of children) if (!states.has(child.key)) states.set(child.key, child);
      addImplied(states, imported, (entry) => ({ ...stateOf(entry, undefined), implied: true }), vectors.empty);
      const exemptions = [...(above?.exemptions ?? []), ...special.exemptions.values()];
      const { definitionByAssignment } = special;
      const own = estate.build({ collected: options.collected?.() ?? [], managementGroupsOf: built.managementGroupsOf });
      const watch = alike?.watch;
      const layered = watch === undefined ? layer(own) : watchedEstate(layer(own), watch);
      const settled = settle({
        likeness: alike && {
          walker: new Walker({ own, estate: layered, budget: alike.known.budget, watch, onClock: () => options.onClock?.() }),
          joined: alike.known.joined,
        },
        watch,
        plan,
        options,
        vectors,
        states,
        hierarchy: built,
        estate: layered,
        imported,
        unknownAssessments: [...special.unknown.values()],
        exemptions,
        exemptionIndex: exemptionIndexOf(exemptions, built, {
          get: (assignment) => definitionByAssignment.get(assignment) ?? above?.definitionByAssignment.get(assignment),
        }),
        duplicates,
      });
      return { settled, hierarchy: built, above: { estate: own, hierarchy: hierarchy.facts, exemptions, definitionByAssignment } };
    },
    end: () => reader?.end(),
  };
}

/** Entries that are no subjects but say something about others. Keyed by id, so that the later one wins here too. */
function specialEntries() {
  const imported = new Map<string, ImportedAssessment>();
  const unknown = new Map<string, UnknownAssessment>();
  const exemptions = new Map<string, Exemption>();
  const definitionByAssignment = new Map<string, string>();
  return {
    imported,
    unknown,
    exemptions,
    definitionByAssignment,
    take(entry: Entry, readImported: ReturnType<typeof importedReader>, now: string): boolean {
      switch (entry.type) {
        case 'microsoft.security/assessments': {
          const read = readImported(entry);
          if ('planned' in read) imported.set(entry.key, read);
          else unknown.set(entry.key, read);
          return true;
        }
        case 'microsoft.authorization/policyexemptions':
          exemptions.set(entry.key, exemptionOf(entry, now));
          return true;
        case 'microsoft.authorization/policyassignments': {
          const properties = entry.resource['properties'];
          const definition =
            typeof properties === 'object' && properties !== null && 'policyDefinitionId' in properties
              ? properties['policyDefinitionId']
              : null;
          if (typeof definition === 'string') definitionByAssignment.set(entry.key, definition.toLowerCase());
          return false;
        }
        default:
          return false;
      }
    },
  };
}

/** Two assessments of one thing are joined in this order, not in that of the input. */
function sortedByKey<T>(map: ReadonlyMap<string, T>): readonly T[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}

/** A subscription that resources lie in and that was not exported itself. */
export function impliedSubscription(subscription: string, id = `/subscriptions/${subscription}`): Entry {
  return {
    key: `/subscriptions/${subscription}` as ResourceKey,
    type: 'microsoft.resources/subscriptions',
    subscription: subscription as SubscriptionId,
    resourceGroup: undefined,
    hasConfiguration: false,
    resource: { id, type: 'Microsoft.Resources/subscriptions', name: subscription },
  };
}

/**
 * Adds what the input names without holding it: the subscriptions that resources lie in (they are judged on roles and settings),
 * and the resources that imported assessments speak of (they count as given).
 */
function addImplied(
  states: States,
  imported: Iterable<ImportedAssessment>,
  impliedStateOf: (entry: Entry) => ResourceState,
  empty: VerdictVector,
): void {
  const subscriptions = new Set<string>();
  // Resources of one mostly stand behind each other.
  let last = '';
  for (const { subscription } of states.values()) {
    if (subscription !== last && subscription !== '') subscriptions.add(subscription);
    last = subscription;
  }
  const assessed = new Map<string, string>();
  for (const { resourceKey, resourceId } of imported) {
    assessed.set(resourceKey, resourceId);
    const subscription = subscriptionOf(resourceKey);
    if (subscription !== undefined) subscriptions.add(subscription);
  }
  for (const subscription of [...subscriptions].sort()) {
    const key = `/subscriptions/${subscription}`;
    if (states.has(key)) continue;
    const id = assessed.get(key) ?? key;
    states.set(key, impliedStateOf(impliedSubscription(subscription, id)));
  }
  for (const [key, id] of assessed) {
    if (states.has(key)) continue;
    const about = { id, key, type: typeOf(key) ?? '', subscription: subscriptionOf(key) ?? '' };
    states.set(key, { ...about, implied: true, vector: empty, begun: [], resource: undefined });
  }
}

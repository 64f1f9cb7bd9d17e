// What a change of the tree, of exemptions, of what is collected, or of the time, does to verdicts elsewhere.
import { type Exemption, hierarchyBuilder, writtenHierarchy } from '@plumbline/assess';
import type { Entry } from '@plumbline/inventory';
import { type Context, contextOf, exemptionType, isRefused, isTreeType } from '../context.ts';
import { numberAt, textAt } from '../database.ts';
import { type Lookup, lookupHash } from '../lookup.ts';
import { rangeUnder } from '../rows.ts';
import { collectedAfter, isCollectedNoted, isContextNoted } from './collected.ts';
import { addRid, countBefore, isCollected, type Work } from './work.ts';

const groupPrefix = '/providers/microsoft.management/managementgroups/';

/** The context with everything noted so far. */
export async function currentContext(work: Work): Promise<Context> {
  const before = work.mirror.context;
  const isExpiring = before.nextExpiry <= work.clock;
  if (!isContextNoted(work) && !isExpiring) {
    if (work.context.clock !== work.clock) work.context = { ...work.context, clock: work.clock };
    return work.context;
  }
  const entries = new Map(before.entries);
  let isTreeSame = true;
  let isOfTreeAlone = true;
  for (const [key, { entry }] of work.contextChanges) {
    const old = before.entries.get(key);
    isTreeSame &&= placesTextOf(entry ?? undefined) === placesTextOf(old);
    isOfTreeAlone &&= isOfTree(entry ?? undefined) && isOfTree(old);
    if (entry === null) entries.delete(key);
    else entries.set(key, entry);
  }
  // A tag of a subscription moves nothing, and all exemptions need not be read anew for it.
  const isSame = isTreeSame && isOfTreeAlone && !isCollectedNoted(work) && !isExpiring;
  work.context = isSame
    ? { ...before, entries, clock: work.clock }
    : contextOf(entries, collectedAfter(work), work.clock, { context: before, isTreeSame });
  return work.context;
}

/** What an entry says of the tree. */
function placesTextOf(entry: Entry | undefined): string {
  const { add, facts } = hierarchyBuilder();
  if (entry !== undefined) add(entry);
  return JSON.stringify(writtenHierarchy(facts));
}

function isOfTree(entry: Entry | undefined): boolean {
  return entry === undefined || isTreeType(entry.type);
}

/** Notes all that has to be judged or settled again because the context is another one. */
export async function noteEffects(work: Work): Promise<void> {
  const before = work.mirror.context;
  const after = await currentContext(work);
  noteCollected(work, before);
  if (before.clock !== after.clock) noteLookup(work, { kind: 'clock' });
  if (before.hierarchy === after.hierarchy && before.index === after.index) return;
  if (work.isFirst) return;
  const moved = movedSubscriptions(work, before, after);
  for (const subscription of moved) noteLookup(work, { kind: 'groups', subscription });
  const scopes = scopesChanged(work, before, after);
  const isGroupExempt = [...before.exemptions.values(), ...after.exemptions.values()].some(({ scope }) => scope.startsWith(groupPrefix));
  if (isGroupExempt) for (const subscription of moved) scopes.add(`/subscriptions/${subscription}`);
  for (const scope of scopes) await noteScope(work, scope, before, after);
}

function noteLookup(work: Work, lookup: Lookup): void {
  work.lookups.add(lookupHash(lookup));
}

function noteCollected(work: Work, before: Context): void {
  const places = new Set(work.typeDifferences.keys());
  for (const place of [...work.declaredChanges, ...work.undeclared, ...refusalsChanged(before, work.context)]) {
    const [subscription = '', type = ''] = place.split(' ');
    if (subscription !== '*') places.add(place);
    else for (const known of ['', ...knownSubscriptions(work)]) places.add(`${known} ${type}`);
  }
  for (const place of places) {
    const [subscription = '', type = ''] = place.split(' ');
    const isKept = work.setup.plan.keptPathsByType.has(type);
    const wasDeclared = before.declared.has(place) || before.declared.has(`* ${type}`);
    const wasCollected = !isRefused(before, subscription, type) && (wasDeclared || (isKept && countBefore(work, subscription, type) > 0));
    if (wasCollected !== isCollected(work, subscription, type)) noteLookup(work, { kind: 'collected', subscription, type });
  }
}

/** Places of which it is said anew, or no longer, that they could not be read. */
function refusalsChanged(before: Context, after: Context): readonly string[] {
  return [...before.refused, ...after.refused].filter((place) => !(before.refused.has(place) && after.refused.has(place)));
}

function knownSubscriptions(work: Work): ReadonlySet<string> {
  return new Set([...work.mirror.counts.keys(), ...work.lastRids.keys()]);
}

function movedSubscriptions(work: Work, before: Context, after: Context): readonly string[] {
  if (before.hierarchy === after.hierarchy) return [];
  const chain = (context: Context, subscription: string) => context.hierarchy.managementGroupsOf(subscription).join('/');
  return [...knownSubscriptions(work)].filter((subscription) => chain(before, subscription) !== chain(after, subscription));
}

/** The scopes of exemptions that came, went, changed, expired, or whose assignment did. */
function scopesChanged(work: Work, before: Context, after: Context): Set<string> {
  const scopes = new Set<string>();
  const add = (exemption: Exemption | undefined) => {
    if (exemption !== undefined) scopes.add(exemption.scope);
  };
  for (const [key, { entry }] of work.contextChanges) {
    if (entry?.type === exemptionType || before.exemptions.has(key)) {
      add(before.exemptions.get(key));
      add(after.exemptions.get(key));
    }
    if (before.definitionByAssignment.get(key) === after.definitionByAssignment.get(key)) continue;
    for (const exemption of [...before.exemptions.values(), ...after.exemptions.values()]) {
      if (exemption.assignment === key) add(exemption);
    }
  }
  for (const [key, exemption] of after.exemptions) if (before.exemptions.get(key)?.expired !== exemption.expired) add(exemption);
  return scopes;
}

/** Notes all resources in a scope for settling. */
async function noteScope(work: Work, scope: string, before: Context, after: Context): Promise<void> {
  const { transaction } = work;
  if (scope.startsWith(groupPrefix)) {
    const group = scope.slice(groupPrefix.length);
    for (const subscription of knownSubscriptions(work)) {
      const isIn = [before, after].some(({ hierarchy }) => hierarchy.managementGroupsOf(subscription).includes(group));
      if (isIn) await noteScope(work, `/subscriptions/${subscription}`, before, after);
    }
  }
  const subscription = scope.startsWith('/subscriptions/') ? (scope.split('/')[2] ?? '') : '';
  await transaction.lock([subscription], 'exclusive');
  const isWhole = scope === `/subscriptions/${subscription}`;
  const [from, to] = rangeUnder(scope);
  const rows = isWhole
    ? await transaction.query('SELECT rid FROM resource WHERE subscription = $1 AND deleted = 0', [subscription])
    : await transaction.query(
        'SELECT rid FROM resource WHERE subscription = $1 AND deleted = 0 AND (key = $2 OR (key >= $3 AND key < $4))',
        [subscription, scope, from, to],
      );
  for (const row of rows) addRid(work.resettled, subscription, numberAt(row, 'rid'));
}

/** Adds everything that has looked up what is now different. */
export async function noteDependents(work: Work): Promise<void> {
  const { transaction } = work;
  const hashes = [...work.lookups];
  for (let at = 0; at < hashes.length; at += 2000) {
    const rows = await transaction.query(`SELECT subscription, rid FROM dependency WHERE lookup ${transaction.anyOf(1, 'bigint')}`, [
      hashes.slice(at, at + 2000),
    ]);
    for (const row of rows) addRid(work.dirty, textAt(row, 'subscription'), numberAt(row, 'rid'));
  }
}

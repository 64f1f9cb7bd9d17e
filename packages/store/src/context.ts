import {
  type Exemption,
  type ExemptionIndex,
  exemptionIndexOf,
  exemptionOf,
  type Hierarchy,
  hierarchyBuilder,
  isUnreadableKey,
} from '@plumbline/assess';
import { type Entry, instantMsOf, type NotPermitted } from '@plumbline/inventory';

export const exemptionType = 'microsoft.authorization/policyexemptions';
export const assessmentType = 'microsoft.security/assessments';
export const assignmentType = 'microsoft.authorization/policyassignments';
export const definitionType = 'microsoft.authorization/policydefinitions';
const hierarchyTypes: ReadonlySet<string> = new Set([
  'microsoft.resources/subscriptions',
  'microsoft.management/managementgroups',
  'microsoft.management/managementgroups/subscriptions',
]);

/** Entries that decide about others: the tree, exemptions, assignments. */
export function isContextType(type: string): boolean {
  return type === exemptionType || type === assignmentType || hierarchyTypes.has(type);
}

/** What decides which policies hold where: assignments, definitions of the estate's own, the tree. */
export function isPolicyType(type: string): boolean {
  return type === assignmentType || type === definitionType || hierarchyTypes.has(type);
}

/** Entries that are no subjects of assessments themselves: assessments, exemptions, and what stands for something that could not be read. */
export function isSpecial({ type, key }: { readonly type: string; readonly key: string }): boolean {
  return type === assessmentType || type === exemptionType || isUnreadableKey(key);
}

/** What verdicts are joined with: few enough to be held in memory by every process. Never changed, only replaced. */
export interface Context {
  /** By key. */
  readonly entries: ReadonlyMap<string, Entry>;
  /** `subscription type`, or `* type`: declared to be collected completely. */
  readonly declared: ReadonlySet<string>;
  /** What a collector was not allowed to read, as of the last export that said so. */
  readonly notPermitted: readonly NotPermitted[];
  /** Of these `subscription type`, or `* type`: what was refused for a whole subscription, or everywhere. */
  readonly refused: ReadonlySet<string>;
  /** Milliseconds since 1970; expiry dates are held against it. */
  readonly clock: number;
  readonly hierarchy: Hierarchy;
  /** By key, sorted. */
  readonly exemptions: ReadonlyMap<string, Exemption>;
  readonly keyByExemption: ReadonlyMap<Exemption, string>;
  readonly definitionByAssignment: ReadonlyMap<string, string>;
  readonly index: ExemptionIndex;
  /** When the next exemption expires; Infinity when none does. */
  readonly nextExpiry: number;
}

/** @param before shares what has not changed. */
export function contextOf(
  entries: ReadonlyMap<string, Entry>,
  { declared, notPermitted }: Pick<Context, 'declared' | 'notPermitted'>,
  clock: number,
  before?: { readonly context: Context; readonly isTreeSame: boolean },
): Context {
  // Sorted, so that what is built does not depend on the order in which things came.
  const sorted = [...entries.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  const hierarchy = before?.isTreeSame === true ? before.context.hierarchy : hierarchyOf(sorted);
  const now = new Date(clock).toISOString();
  const exemptions = new Map(
    sorted.filter(({ type }) => type === exemptionType).map((entry): [string, Exemption] => [entry.key, exemptionOf(entry, now)]),
  );
  const definitionByAssignment = new Map(
    sorted
      .filter(({ type }) => type === assignmentType)
      .flatMap((entry) => {
        const definition = definitionIn(entry);
        return definition === undefined ? [] : [[entry.key, definition] as const];
      }),
  );
  return {
    entries,
    declared,
    notPermitted,
    refused: new Set(notPermitted.flatMap(({ type, scope }) => placeOf(scope, type) ?? [])),
    clock,
    hierarchy,
    exemptions,
    keyByExemption: new Map([...exemptions].map(([key, exemption]) => [exemption, key])),
    definitionByAssignment,
    index: exemptionIndexOf([...exemptions.values()], hierarchy, definitionByAssignment),
    nextExpiry: Math.min(
      Infinity,
      ...[...exemptions.values()]
        .filter(({ expired, expiresOn }) => !expired && expiresOn !== null)
        .map(({ expiresOn }) => instantMsOf(expiresOn ?? '')),
    ),
  };
}

/** @returns `subscription type` for a whole subscription, `* type` without a scope; undefined for a part of one. */
export function placeOf(scope: string | undefined, type: string): string | undefined {
  if (scope === undefined) return `* ${type}`;
  const subscription = /^\/subscriptions\/([^/]+)\/?$/i.exec(scope)?.[1]?.toLowerCase();
  return subscription === undefined ? undefined : `${subscription} ${type}`;
}

/** Whether nobody may say there that something of a type is missing. */
export function isRefused({ refused }: Context, subscription: string, type: string): boolean {
  return refused.size > 0 && (refused.has(`${subscription} ${type}`) || refused.has(`* ${type}`));
}

function hierarchyOf(sorted: readonly Entry[]): Hierarchy {
  const builder = hierarchyBuilder();
  for (const entry of sorted) builder.add(entry);
  return builder.build();
}

export function isTreeType(type: string): boolean {
  return hierarchyTypes.has(type);
}

function definitionIn(entry: Entry): string | undefined {
  const properties = entry.resource['properties'];
  const definition =
    typeof properties === 'object' && properties !== null && 'policyDefinitionId' in properties ? properties['policyDefinitionId'] : null;
  return typeof definition === 'string' ? definition.toLowerCase() : undefined;
}

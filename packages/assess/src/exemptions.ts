import { benchmarkInitiative, type CatalogueItem, policyNamesOf } from '@plumbline/catalogue';
import { type Entry, instantMsOf } from '@plumbline/inventory';
import { ancestorsOf, typeOf } from './arm-id.ts';
import type { Hierarchy } from './hierarchy.ts';
import { objectOf, textOf } from './json-reading.ts';
import { isChosenBy, type ResourceSelector, resourceSelectorsOf } from './resource-selectors.ts';

/** A policy exemption found in the input: Waiver leaves resources out, Mitigated counts them healthy. */
export interface Exemption {
  readonly id: string;
  readonly displayName: string;
  readonly category: 'Waiver' | 'Mitigated';
  /** ISO 8601 as given; null: for ever. */
  readonly expiresOn: string | null;
  readonly expired: boolean;
  /** Lower-case id of the exempted scope. */
  readonly scope: string;
  /** Lower-case reference ids; empty: everything in the assignment. */
  readonly references: readonly string[];
  /** The resources in its scope that it is for; empty: all of them. */
  readonly selectors: readonly (readonly ResourceSelector[])[];
  readonly assignment: string;
}

/** @returns the exemption that an entry of type `microsoft.authorization/policyexemptions` holds. */
export function exemptionOf(entry: Entry, now: string): Exemption {
  const properties = objectOf(entry.resource['properties']);
  const expiry = properties['expiresOn'] ?? null;
  const expiresOn = expiry === null || expiry === '' ? null : typeof expiry === 'string' ? expiry : JSON.stringify(expiry);
  const references = properties['policyDefinitionReferenceIds'] ?? [];
  const at = entry.key.lastIndexOf('/providers/microsoft.authorization/policyexemptions/');
  return {
    id: textOf(entry.resource['id']) ?? entry.key,
    displayName: textOf(properties['displayName']) ?? textOf(entry.resource['name']) ?? entry.key,
    category: (textOf(properties['exemptionCategory']) ?? '').toLowerCase() === 'mitigated' ? 'Mitigated' : 'Waiver',
    expiresOn,
    // A date that cannot be read must not hide anything for ever.
    expired: expiresOn !== null && !(typeof expiry === 'string' && instantMsOf(expiry) > Date.parse(now)),
    scope: at === -1 ? entry.key : entry.key.slice(0, at),
    references: (Array.isArray(references) ? references : [references]).map((reference) => (textOf(reference) ?? '').toLowerCase()),
    selectors: resourceSelectorsOf(properties['resourceSelectors']),
    assignment: (textOf(properties['policyAssignmentId']) ?? '').toLowerCase(),
  };
}

export interface ExemptionIndex {
  /** The exemption in force for a recommendation on a resource; that of the nearest scope, then the first by id. */
  find(item: CatalogueItem, key: string, subscription: string, location?: string): Exemption | undefined;
}

const groupPrefix = '/providers/microsoft.management/managementgroups/';

/**
 * @param definitionByAssignment lower-case ids of assigned definitions by assignment, for those in the input: an exemption from
 *   an assignment that is known to be something else than the security benchmark reaches only what it names.
 */
export function exemptionIndexOf(
  exemptions: readonly Exemption[],
  hierarchy: Hierarchy,
  definitionByAssignment: Pick<ReadonlyMap<string, string>, 'get'>,
): ExemptionIndex {
  const active = exemptions.filter((exemption) => !exemption.expired).sort((a, b) => (a.id < b.id ? -1 : 1));
  const namesByItem = new Map<CatalogueItem, ReadonlySet<string>>();
  const namesOf = (item: CatalogueItem) => {
    let names = namesByItem.get(item);
    if (names === undefined) {
      names = policyNamesOf(item);
      namesByItem.set(item, names);
    }
    return names;
  };
  const reaches = (exemption: Exemption, item: CatalogueItem): boolean => {
    if (exemption.references.length > 0) return exemption.references.some((reference) => namesOf(item).has(reference));
    const definition = definitionByAssignment.get(exemption.assignment);
    if (definition === undefined || definition.endsWith(benchmarkInitiative)) return true;
    return namesOf(item).has(definition.slice(definition.lastIndexOf('/') + 1));
  };
  // By scope: estates have tens of thousands of exemptions, and each resource lies in only a few scopes.
  const byScope = new Map<string, Exemption[]>();
  for (const exemption of active) byScope.set(exemption.scope, [...(byScope.get(exemption.scope) ?? []), exemption]);
  return {
    find(item, key, subscription, location) {
      if (byScope.size === 0) return undefined;
      const resource = { type: typeOf(key) ?? '', location };
      const groups = hierarchy.managementGroupsOf(subscription).map((group) => groupPrefix + group);
      for (const scope of [key, ...ancestorsOf(key), ...groups]) {
        const found = byScope.get(scope)?.find((exemption) => reaches(exemption, item) && isChosenBy(exemption.selectors, resource));
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

import type { JsonObject } from '@plumbline/policy';
import { assessmentResource } from './shapes/assessment.ts';
import { flattenedTypes, unflattened } from './shapes/flattened.ts';
import { managementGroupResource } from './shapes/management-group.ts';
import { subscriptionResource } from './shapes/subscription.ts';

/** What is known of a type as an input spells it. Kept per spelling, so that each of a million resources costs one look-up. */
export interface TypeFacts {
  /** Lower case. */
  readonly type: string;
  /** How resources of this type are to be written, where that differs from the spelling given. */
  readonly spelling: string | undefined;
  /** Brings resources of types that exports write in several ways into one shape. */
  readonly normalise: ((resource: JsonObject) => JsonObject) | undefined;
}

/** The resource providers call it one thing, Resource Graph and the policy language another. */
const spellings: Readonly<Record<string, string>> = {
  'microsoft.resources/resourcegroups': 'Microsoft.Resources/subscriptions/resourceGroups',
  '/subscriptions': 'Microsoft.Resources/subscriptions',
  '/providers/microsoft.management/managementgroups': 'Microsoft.Management/managementGroups',
};

const assessments = 'microsoft.security/assessments';

/** More spellings than this are an attack, not an estate. */
const mostSpellings = 20_000;

/** @returns a look-up of types by their spelling; undefined for what is no type (`Region`). */
export function typeLookup(): (spelling: string) => TypeFacts | undefined {
  const known = new Map<string, TypeFacts | undefined>();
  return (spelling) => {
    const found = known.get(spelling);
    if (found !== undefined || known.has(spelling)) return found;
    const facts = typeFactsOf(spelling);
    if (known.size < mostSpellings) known.set(spelling, facts);
    return facts;
  };
}

function typeFactsOf(given: string): TypeFacts | undefined {
  const lower = given.toLowerCase();
  const spelling = Object.hasOwn(spellings, lower) ? spellings[lower] : undefined;
  const type = (spelling ?? given).toLowerCase();
  if (!type.includes('/') || type.startsWith('/')) return undefined;
  return { type, spelling, normalise: normaliserOf(type) };
}

function normaliserOf(type: string): TypeFacts['normalise'] {
  if (type === 'microsoft.resources/subscriptions') return subscriptionResource;
  if (type === 'microsoft.management/managementgroups') return managementGroupResource;
  const renames = Object.hasOwn(flattenedTypes, type) ? flattenedTypes[type] : undefined;
  if (renames === undefined) return undefined;
  const put = (resource: JsonObject) => unflattened(resource, renames);
  return type === assessments ? (resource) => assessmentResource(put(resource)) : put;
}

/** Whether a resource of this type, spelled so, with its configuration in `properties`, is taken as it is given. */
export function isTakenAsGiven(spelling: string): boolean {
  const facts = typeFactsOf(spelling);
  if (facts === undefined || facts.spelling !== undefined) return false;
  return facts.normalise === undefined || (facts.type !== assessments && Object.hasOwn(flattenedTypes, facts.type));
}

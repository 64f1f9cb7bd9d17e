import type { JsonValue } from '../json.ts';

/**
 * The API version that a rule sees when the input does not say one. For resources that exist already Azure gives the newest
 * version of the type; nothing is newer than this.
 */
export const newestApiVersion = '9999-12-31';

/**
 * What a property of a context function is when the context does not have it. Azure documents both: a resource group that no
 * other resource manages has a null `managedBy`, and existing resources are judged at the newest API version.
 */
export function contextDefault(functionName: string, property: string): JsonValue | undefined {
  const name = `${functionName}.${property}`.toLowerCase();
  if (name === 'resourcegroup.managedby') return null;
  return name === 'requestcontext.apiversion' ? newestApiVersion : undefined;
}

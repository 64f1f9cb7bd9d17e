import type { Assignment } from './assignment.ts';
import { isExcluded, isWithin, type ScopeTree } from './scope.ts';
import { isChosen, isSelected, type Selected } from './selector.ts';

/** Whether an assignment holds for a resource: in its scope, under no `notScope`, chosen by its resource selectors. */
export function isAssigned(assignment: Assignment, resource: Selected & { readonly id: string }, tree: ScopeTree): boolean {
  const { scope, notScopes, resourceSelectors } = assignment;
  if (scope === undefined || !isWithin(resource.id, scope, tree)) return false;
  return !isExcluded(resource.id, notScopes, tree) && isChosen(resourceSelectors, resource);
}

/** The effect that overrides the definition's for a member on a resource; the first override that fits, in their order. */
export function overriddenEffect(assignment: Assignment, thing: Selected): string | undefined {
  return firstOverride(assignment, 'policyEffect', thing);
}

/** The version of the definition that a resource is judged by, as asked for: `1.*.*`; undefined: the latest. */
export function versionFor(assignment: Assignment, thing: Selected): string | undefined {
  return firstOverride(assignment, 'policyVersion', thing) ?? assignment.definitionVersion;
}

function firstOverride(assignment: Assignment, kind: 'policyEffect' | 'policyVersion', thing: Selected): string | undefined {
  return assignment.overrides.find((override) => override.kind === kind && isSelected(override.selectors, thing))?.value;
}

/** Whether a version of a definition answers a request such as `1.*.*` or `1.2.*`. Patches are never pinned. */
export function fitsVersion(version: string, wanted: string): boolean {
  const [major, minor] = version.split(/[.-]/);
  const [wantedMajor, wantedMinor] = wanted.split('.');
  return (wantedMajor === '*' || wantedMajor === major) && (wantedMinor === undefined || wantedMinor === '*' || wantedMinor === minor);
}

/** The message for a resource that does not comply: the member's own, else the assignment's. */
export function messageFor(assignment: Assignment, referenceId: string | undefined): string | undefined {
  const wanted = referenceId?.toLowerCase();
  const own = assignment.messages.find((one) => one.referenceId !== undefined && one.referenceId.toLowerCase() === wanted);
  return (own ?? assignment.messages.find((one) => one.referenceId === undefined))?.message;
}

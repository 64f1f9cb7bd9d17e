import { type Assignment, attestedPolicy, type CompiledPolicy, isAssigned, overriddenEffect, type ScopeTree } from '@plumbline/policy';

/** What an assignment is matched against. */
export interface AssignedTo {
  readonly id: string;
  readonly type: string;
  readonly location: string | undefined;
}

/** How a policy is applied to an estate: by the assignments found there, or to everything when there are none. */
export interface AppliedPolicy {
  /** Every compiled variant: one without assignments, otherwise one for each assignment and override. */
  readonly all: readonly CompiledPolicy[];
  /** All of them hold for every resource: there are no assignments. */
  readonly isEverywhere: boolean;
  /** The variants that hold for a resource; none: no assignment reaches it. */
  policiesFor(resource: AssignedTo): readonly CompiledPolicy[];
}

export interface Variant {
  readonly assignment: Assignment;
  readonly referenceId: string | undefined;
  /** Compiled with the assignment's parameters, and with another effect where an override by location says so. */
  compile(effect: string | undefined): CompiledPolicy | undefined;
}

/** @param variants one for each assignment; empty: `policy` holds everywhere. */
export function appliedPolicy(policy: CompiledPolicy, variants: readonly Variant[], tree: ScopeTree): AppliedPolicy {
  if (variants.length === 0) {
    const only = [policy];
    return { all: only, isEverywhere: true, policiesFor: () => only };
  }
  const compiled = variants.flatMap((variant) => {
    const { assignment, referenceId } = variant;
    const effects = new Set([undefined, ...assignment.overrides.filter(({ kind }) => kind === 'policyEffect').map(({ value }) => value)]);
    const as = { assignmentId: assignment.id ?? '', referenceId };
    const compile = (effect: string | undefined) => {
      const policy = variant.compile(effect);
      return policy && attestedPolicy(policy, as);
    };
    const byEffect = new Map([...effects].map((effect) => [effect, compile(effect)]));
    return { assignment, referenceId, byEffect };
  });
  return {
    all: compiled.flatMap(({ byEffect }) => [...byEffect.values()].filter((one) => one !== undefined)),
    isEverywhere: false,
    policiesFor({ id, type, location }) {
      return compiled.flatMap(({ assignment, referenceId, byEffect }) => {
        const selected = { id, type, ...(location === undefined ? {} : { location }) };
        if (!isAssigned(assignment, selected, tree)) return [];
        const effect = overriddenEffect(assignment, { ...selected, ...(referenceId === undefined ? {} : { referenceId }) });
        return byEffect.get(effect) ?? [];
      });
    },
  };
}

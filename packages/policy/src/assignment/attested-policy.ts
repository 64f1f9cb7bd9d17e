import type { CompiledPolicy, PendingVerdict } from '../compiled.ts';
import type { EvaluationContext, Verdict } from '../evaluation.ts';
import type { Resource } from '../resource.ts';
import { type AttestedState, attestedState, parseAttestation } from './attestation.ts';

/** Lower case. */
export const attestationType = 'microsoft.policyinsights/attestations';

/**
 * A manual policy as one assignment applies it: what somebody attested for a resource is looked up like any related resource, so that a
 * stream of them decides it too. Without an attestation in force the definition's default state counts; where no attestations were
 * collected at all, nothing is decided.
 *
 * @param policy one whose `decidedBy` is `manual`; any other comes back as it is
 * @param as the assignment's id and, in an initiative, the member's reference id
 */
export function attestedPolicy(
  policy: CompiledPolicy,
  as: { readonly assignmentId: string; readonly referenceId?: string | undefined },
): CompiledPolicy {
  const { undecidable } = policy;
  if (policy.decidedBy !== 'manual' || policy.isOff || undecidable === undefined) return policy;
  const verdictOf = (state: AttestedState): Verdict =>
    state === 'Unknown' ? { compliance: 'Unknown', reason: undecidable } : { compliance: state, effect: policy.effect };

  const begin = (resource: Resource, context: EvaluationContext): Verdict | PendingVerdict => {
    const open = policy.begin(resource, context);
    const { id } = resource;
    if (open.compliance !== 'Unknown' || typeof id !== 'string') return open;
    return {
      compliance: 'Pending',
      query: { type: attestationType, scope: 'extensions', of: id.toLowerCase() },
      settle(candidates) {
        if (candidates === undefined) return open;
        const attestations = candidates.flatMap((candidate) => parseAttestation(candidate).value ?? []);
        return verdictOf(attestedState(attestations, { ...as, resourceId: id, now: context.now }, policy.defaultState));
      },
    };
  };
  return {
    id: policy.id,
    name: policy.name,
    displayName: policy.displayName,
    description: policy.description,
    category: policy.category,
    version: policy.version,
    metadata: policy.metadata,
    mode: policy.mode,
    types: policy.types,
    effect: policy.effect,
    decidedBy: policy.decidedBy,
    isOff: policy.isOff,
    undecidable: undefined,
    defaultState: policy.defaultState,
    missingParameters: policy.missingParameters,
    reads: policy.reads,
    related: {
      type: attestationType,
      reads: ['policyAssignmentId', 'policyDefinitionReferenceId', 'complianceState', 'expiresOn'].map((name) => `properties.${name}`),
    },
    readsConfiguration: policy.readsConfiguration,
    readsBeyond: policy.readsBeyond,
    readsInDetails: policy.readsInDetails,
    nameTests: policy.nameTests,
    begin,
    evaluate(resource, context) {
      const verdict = begin(resource, context);
      return verdict.compliance === 'Pending' ? verdict.settle(context.related?.(verdict.query)) : verdict;
    },
    decide: (resource, context) => policy.decide(resource, context),
    details: (resource, context) => policy.details(resource, context),
  };
}

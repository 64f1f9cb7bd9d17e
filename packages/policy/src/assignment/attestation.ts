import type { JsonValue } from '../json.ts';
import type { Parsed } from '../parse/definition.ts';
import { readEnvelope } from '../parse/envelope.ts';
import { pathOf } from '../parse/json-text.ts';
import { report, textOf } from '../parse/reading.ts';
import { scopeInId } from './assignment.ts';
import { msOf, readExpiry } from './expiry.ts';

export type AttestedState = 'Compliant' | 'NonCompliant' | 'Unknown';

/** What somebody states about a manual policy on one resource. */
export interface Attestation {
  /** The resource attested, lower case. */
  readonly resourceId: string;
  /** Lower case. */
  readonly assignmentId: string;
  /** Lower case; undefined for an assignment of a single definition. */
  readonly referenceId: string | undefined;
  readonly state: AttestedState;
  readonly expiresAtMs: number | undefined;
}

const states: readonly AttestedState[] = ['Compliant', 'NonCompliant', 'Unknown'];

function stateOf(text: string | undefined): AttestedState | undefined {
  return states.find((state) => state.toLowerCase() === text?.toLowerCase());
}

/** Reads a resource `Microsoft.PolicyInsights/attestations`. */
export function parseAttestation(input: string | JsonValue): Parsed<Attestation> {
  const envelope = readEnvelope(input, ['policyassignmentid']);
  const problems = [...envelope.problems];
  if (!envelope.value) return { value: undefined, problems };
  const { entries, outer, path } = envelope.value;
  const assignmentId = textOf(entries.get('policyassignmentid'));
  const id = textOf(outer.get('id'));
  const resourceId =
    id === undefined
      ? undefined
      : (scopeInId(id) ?? id.slice(0, Math.max(0, id.toLowerCase().lastIndexOf('/providers/microsoft.policyinsights/'))));
  if (assignmentId === undefined || resourceId === undefined) {
    report(problems, 'missing-key', path, 'an attestation needs "id" and "policyAssignmentId"', 'Add both.');
    return { value: undefined, problems };
  }
  const written = textOf(entries.get('compliancestate'));
  const state = written === undefined ? 'Unknown' : stateOf(written);
  if (!state)
    report(problems, 'unknown-selector', pathOf(path, 'complianceState'), `"${written}" is no state`, `Use one of ${states.join(', ')}.`);
  const value: Attestation = {
    resourceId: resourceId.toLowerCase(),
    assignmentId: assignmentId.toLowerCase(),
    referenceId: textOf(entries.get('policydefinitionreferenceid'))?.toLowerCase(),
    state: state ?? 'Unknown',
    expiresAtMs: readExpiry(entries.get('expireson'), problems),
  };
  return { value, problems };
}

/** The state of a manual policy on a resource: its attestation while that holds, else the definition's default state. */
export function attestedState(
  attestations: readonly Attestation[],
  question: { readonly resourceId: string; readonly assignmentId: string; readonly referenceId?: string | undefined; readonly now: string },
  defaultState: string | undefined,
): AttestedState {
  const found = attestations.find(
    (one) =>
      one.resourceId === question.resourceId.toLowerCase() &&
      one.assignmentId === question.assignmentId.toLowerCase() &&
      one.referenceId === question.referenceId?.toLowerCase() &&
      (one.expiresAtMs === undefined || msOf(question.now) < one.expiresAtMs),
  );
  return found?.state ?? stateOf(defaultState) ?? 'Unknown';
}

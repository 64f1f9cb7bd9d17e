import type { JsonValue } from '../json.ts';
import type { Parsed } from '../parse/definition.ts';
import { readEnvelope } from '../parse/envelope.ts';
import { pathOf } from '../parse/json-text.ts';
import { report, textOf } from '../parse/reading.ts';
import { scopeInId, textsOf } from './assignment.ts';
import { msOf, readExpiry } from './expiry.ts';
import { isWithin, type ScopeTree } from './scope.ts';
import { isChosen, readResourceSelectors, type Selected, type Selector } from './selector.ts';

/** A resource or scope that an assignment is not held against. */
export interface Exemption {
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly displayName: string;
  readonly description: string;
  /** The scope that it is a child of. */
  readonly scope: string | undefined;
  /** Lower case. */
  readonly assignmentId: string;
  /** Lower case; empty: every member of the assignment. */
  readonly referenceIds: ReadonlySet<string>;
  readonly category: 'Waiver' | 'Mitigated';
  /** The instant from which it is no longer honoured, in milliseconds since 1970; undefined: never. */
  readonly expiresAtMs: number | undefined;
  readonly resourceSelectors: readonly (readonly Selector[])[];
}

/** Reads an exemption, bare or as the resource `Microsoft.Authorization/policyExemptions`, from text or parsed JSON. */
export function parseExemption(input: string | JsonValue): Parsed<Exemption> {
  const envelope = readEnvelope(input, ['policyassignmentid']);
  const problems = [...envelope.problems];
  if (!envelope.value) return { value: undefined, problems };
  const { entries, outer, path } = envelope.value;
  const assignmentId = textOf(entries.get('policyassignmentid'));
  if (assignmentId === undefined) {
    report(problems, 'missing-key', path, 'there is no "policyAssignmentId"', 'Name the assignment.');
    return { value: undefined, problems };
  }
  const id = textOf(outer.get('id'));
  const written = textOf(entries.get('exemptioncategory'));
  const category = (['Waiver', 'Mitigated'] as const).find((name) => name.toLowerCase() === written?.toLowerCase());
  if (!category) {
    report(
      problems,
      'unknown-selector',
      pathOf(path, 'exemptionCategory'),
      `"${written ?? ''}" is no category`,
      'Use "Waiver" or "Mitigated".',
    );
  }
  const value: Exemption = {
    id,
    name: textOf(outer.get('name')),
    displayName: textOf(entries.get('displayname')) ?? textOf(outer.get('name')) ?? '',
    description: textOf(entries.get('description')) ?? '',
    scope: textOf(entries.get('scope')) ?? scopeInId(id),
    assignmentId: assignmentId.toLowerCase(),
    referenceIds: new Set(textsOf(entries.get('policydefinitionreferenceids'), problems).map((reference) => reference.toLowerCase())),
    category: category ?? 'Waiver',
    expiresAtMs: readExpiry(entries.get('expireson'), problems),
    resourceSelectors: readResourceSelectors(entries.get('resourceselectors'), problems),
  };
  return { value, problems };
}

/** What an exemption is asked about: one member of one assignment on one resource. */
export interface ExemptionQuestion extends Selected {
  readonly resourceId: string;
  readonly assignmentId: string;
  readonly now: string;
}

/** Whether an exemption covers a resource under an assignment. An expired one stays in place and covers nothing. */
export function isExempt(exemption: Exemption, question: ExemptionQuestion, tree: ScopeTree): boolean {
  const { scope, expiresAtMs, referenceIds } = exemption;
  if (exemption.assignmentId !== question.assignmentId.toLowerCase()) return false;
  if (expiresAtMs !== undefined && !(msOf(question.now) < expiresAtMs)) return false;
  if (referenceIds.size > 0 && !referenceIds.has(question.referenceId?.toLowerCase() ?? '')) return false;
  return scope !== undefined && isWithin(question.resourceId, scope, tree) && isChosen(exemption.resourceSelectors, question);
}

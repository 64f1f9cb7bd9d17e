import { effectKindOf } from '../parse/effects.ts';
import { isDataPlane } from '../parse/modes.ts';
import type { Definition } from '../parse/tree.ts';
import { type Asked, askedOf } from './request.ts';

/** Why a rule cannot be decided from configuration, by class. */
export type UndecidableClass = 'static' | 'data plane' | 'manual' | 'operation' | 'other effect';

export interface Undecidable {
  readonly class: UndecidableClass;
  readonly reason: string;
  /** Decidable where the context tells this of the request. */
  readonly asked?: Asked;
}

/** Undefined when plain configuration decides. What depends on others' verdicts is decidable: those are resources too. */
export function undecidableOf(definition: Definition, effect: string): Undecidable | undefined {
  if (definition.policyType?.toLowerCase() === 'static') {
    return { class: 'static', reason: "Microsoft is responsible for this control; it has no rule to run on a customer's resources." };
  }
  if (isDataPlane(definition.mode)) {
    return {
      class: 'data plane',
      reason: `Mode ${definition.mode} judges what lies inside a resource, which its configuration does not show.`,
    };
  }
  switch (effectKindOf(effect)) {
    case 'manual':
      return { class: 'manual', reason: 'Somebody has to attest it; no configuration shows it.' };
    case 'operation':
      return { class: 'operation', reason: `The effect ${effect} is about operations and says nothing about a resource's state.` };
    case 'data':
      return {
        class: 'data plane',
        reason: `The effect ${effect} is carried out inside a resource, which its configuration does not show.`,
      };
    case 'other':
      return {
        class: 'other effect',
        reason: `The effect ${effect} changes settings elsewhere and says nothing about a resource's state.`,
      };
    case 'condition':
    case 'existence':
    case 'disabled':
    case undefined:
      return undecidableRequest(definition);
  }
}

function undecidableRequest({ rule }: Definition): Undecidable | undefined {
  const asked = askedOf(rule.if) ?? (rule.details?.existenceCondition && askedOf(rule.details.existenceCondition));
  if (asked === undefined) return undefined;
  const reason =
    asked === 'claims'
      ? 'The rule asks for the answer of an external endpoint, which is known only while a request is judged.'
      : 'The rule asks who makes a request, which is known only while one is judged.';
  return { class: 'operation', reason, asked };
}

import type { Evaluator, Outcome } from '../expression/environment.ts';
import type { JsonValue } from '../json.ts';

interface Signature {
  /** As documented; looked up without case. */
  readonly name: string;
  /** The least and the most arguments. */
  readonly arguments: readonly [minimum: number, maximum: number];
}

/** A pure function of values. Nothing (an absent property) as an argument makes the whole call yield nothing. */
export interface StrictFunction extends Signature {
  readonly kind: 'strict';
  readonly apply: (values: readonly JsonValue[]) => Outcome;
}

/** A pure function that has an answer for absent arguments too. */
export interface LenientFunction extends Signature {
  readonly kind: 'lenient';
  readonly apply: (values: readonly (JsonValue | undefined)[]) => Outcome;
}

/** A pure function that decides which of its arguments are evaluated at all. */
export interface LazyFunction extends Signature {
  readonly kind: 'lazy';
  readonly bind: (values: readonly Evaluator[]) => Evaluator;
}

/** What a function may read besides its arguments; such calls are never folded. */
export type ContextName = 'utcNow' | 'requestContext' | 'resourceGroup' | 'subscription' | 'policy' | 'claims';

/** A function of the evaluation's context, whose arguments are never absent. */
export interface ContextFunction extends Signature {
  readonly kind: 'context';
  readonly reads: ContextName;
  readonly bind: (values: readonly Evaluator[]) => Evaluator;
}

export type TemplateFunction = StrictFunction | LenientFunction | LazyFunction | ContextFunction;

/** As many arguments as the language allows. */
export const many = 128;

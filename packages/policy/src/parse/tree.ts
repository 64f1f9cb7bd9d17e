import type { ExpressionNode } from '../expression/node.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { OperatorName } from '../operators/operator.ts';

/** A value of a rule: as it stands, one expression, or a list or object with expressions inside. */
export type Operand =
  | { readonly kind: 'literal'; readonly value: JsonValue }
  | { readonly kind: 'expression'; readonly text: string; readonly root: ExpressionNode; readonly path: string }
  | { readonly kind: 'list'; readonly items: readonly Operand[]; readonly written: JsonValue }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Operand])[]; readonly written: JsonValue };

export type Condition =
  | { readonly kind: 'allOf' | 'anyOf'; readonly path: string; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly path: string; readonly of: Condition }
  | Test;

/** One comparison: what is read, how it is compared, with what. */
export interface Test {
  readonly kind: 'test';
  readonly path: string;
  readonly left: LeftSide;
  readonly operator: OperatorName;
  /** The operator's key as written. */
  readonly operatorText: string;
  readonly right: Operand;
}

export type LeftSide =
  | { readonly kind: 'field'; readonly name: Operand }
  | { readonly kind: 'value'; readonly value: Operand }
  | { readonly kind: 'count'; readonly count: Count };

export type Count =
  | { readonly kind: 'field'; readonly field: Operand; readonly where: Condition | undefined; readonly path: string }
  | {
      readonly kind: 'value';
      readonly value: Operand;
      readonly name: string | undefined;
      readonly where: Condition | undefined;
      readonly path: string;
    };

export interface ParameterDeclaration {
  readonly name: string;
  /** Lower case: string, array, object, boolean, integer, float, datetime. */
  readonly type: string;
  readonly defaultValue: JsonValue | undefined;
  readonly allowedValues: readonly JsonValue[] | undefined;
  readonly metadata: JsonObject;
  readonly path: string;
}

export interface Rule {
  readonly if: Condition;
  readonly effect: Operand;
  readonly details: Details | undefined;
}

/** The `details` of an effect. Kept whole for effects that only carry them. */
export interface Details {
  readonly path: string;
  /** Keys as written; `existenceCondition` and `deployment` left out, strings with expressions ready to run. */
  readonly operand: Operand;
  readonly type: Operand | undefined;
  readonly name: Operand | undefined;
  readonly resourceGroupName: Operand | undefined;
  readonly existenceScope: Operand | undefined;
  readonly existenceCondition: Condition | undefined;
  readonly defaultState: Operand | undefined;
  /** Fields that `modify` or `append` would change, with their paths in the document. */
  readonly changes: readonly { readonly operation: string; readonly field: Operand; readonly path: string }[];
}

/** A definition read from JSON; what it says, nothing decided yet. */
export interface Definition {
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly displayName: string;
  readonly description: string;
  readonly category: string | undefined;
  readonly version: string | undefined;
  readonly metadata: JsonObject;
  /** As written; undefined when absent. */
  readonly mode: string | undefined;
  /** As written: BuiltIn, Custom, Static. */
  readonly policyType: string | undefined;
  /** By lower-case name. */
  readonly parameters: ReadonlyMap<string, ParameterDeclaration>;
  readonly rule: Rule;
  /** JSON path of the rule within the document, `$.properties.policyRule`. */
  readonly rulePath: string;
  /** False for a bare rule, whose parameters are declared nowhere. */
  readonly declares: boolean;
}

import type { AliasCatalogue } from '../aliases/catalogue.ts';
import type { RelatedQuery } from '../evaluation.ts';
import type { Outcome } from '../expression/environment.ts';
import { keyReader } from '../fields/key.ts';
import type { FieldNames } from '../fields/name.ts';
import type { JsonValue } from '../json.ts';
import type { Condition, Definition } from '../parse/tree.ts';
import type { Resource } from '../resource.ts';
import { applicabilityOf } from './applicability.ts';
import { compileCondition } from './condition.ts';
import type { Code, Frame } from './frame.ts';
import { compileSeeks, type Seeks } from './related.ts';
import { remembered } from './remembered.ts';
import { Scope, type Yield } from './scope.ts';
import { Target } from './target.ts';

export interface RuleOptions {
  readonly aliases: AliasCatalogue;
  readonly names: FieldNames;
  readonly parameters: ReadonlyMap<string, JsonValue | undefined>;
}

/** A rule compiled for one target. */
export interface TargetRule {
  readonly target: Target;
  readonly scope: Scope;
  readonly if: Code;
  readonly applies: Code;
  readonly effect: Yield;
  readonly details: Yield | undefined;
  /** Of an if-not-exists effect: what the look-up asks for. */
  readonly seeks: Seeks | undefined;
}

const typeReader = keyReader('type');

/** The lower-case type of a resource; undefined when it has none. */
export function typeOf(resource: Resource): string | undefined {
  const type = typeReader(resource);
  return typeof type === 'string' ? lowerType(type) : undefined;
}

const lowerByType = new Map<string, string>();

/** Types repeat endlessly, so their lower-case form is remembered. */
const lowerType = (type: string): string => remembered(lowerByType, type, (written) => written.toLowerCase());

export function compileRule(definition: Definition, target: Target, options: RuleOptions): TargetRule {
  const scope = new Scope({ target, owner: undefined, parameters: options.parameters, bindings: [], levels: 0 });
  const { rule } = definition;
  return {
    target,
    scope,
    if: compileCondition(rule.if, scope),
    applies: compileCondition(applicabilityOf(rule.if, scope), scope),
    effect: scope.yield(rule.effect),
    details: rule.details && scope.yield(rule.details.operand),
    seeks: rule.details && compileSeeks(rule.details, scope, target.type),
  };
}

/** The existence condition, for candidates of one type. */
export function compileExistence(
  condition: Condition,
  owner: Target,
  target: Target,
  options: RuleOptions,
): { readonly scope: Scope; readonly code: Code } {
  const scope = new Scope({ target, owner, parameters: options.parameters, bindings: [], levels: 0 });
  return { scope, code: compileCondition(condition, scope) };
}

export function outcomeOf(value: Yield, frame: Frame): Outcome {
  return 'constant' in value ? value.constant : value.run(frame);
}

/** Resolves the look-up of an if-not-exists effect; text: why it cannot be resolved. */
export function queryOf({ seeks }: TargetRule, frame: Frame): RelatedQuery | string {
  if (!seeks) return 'the effect has no details';
  return seeks.type === undefined ? seeks.resolve(frame) : seeks.ask(frame.lowerId());
}

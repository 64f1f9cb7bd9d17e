import type { AliasCatalogue } from '../aliases/catalogue.ts';
import type { RelatedQuery } from '../evaluation.ts';
import type { Outcome } from '../expression/environment.ts';
import { keyReader } from '../fields/key.ts';
import type { FieldNames } from '../fields/name.ts';
import type { JsonValue } from '../json.ts';
import type { Condition, Definition, Details, Operand } from '../parse/tree.ts';
import type { Resource } from '../resource.ts';
import { compileApplicability } from './applicability.ts';
import { compileCondition } from './condition.ts';
import type { Code, Frame } from './frame.ts';
import { relatedQuery } from './related.ts';
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

interface Seeks {
  readonly type: Yield | undefined;
  readonly name: Yield | undefined;
  readonly resourceGroup: Yield | undefined;
  readonly existenceScope: Yield | undefined;
}

const typeReader = keyReader('type');

/** The lower-case type of a resource; undefined when it has none. */
export function typeOf(resource: Resource): string | undefined {
  const type = typeReader(resource);
  return typeof type === 'string' ? lowerType(type) : undefined;
}

const lowerByType = new Map<string, string>();

/** Types repeat endlessly, so their lower-case form is remembered; as many as there are types in Azure, a few times over. */
function lowerType(type: string): string {
  let lower = lowerByType.get(type);
  if (lower === undefined) {
    lower = type.toLowerCase();
    if (lowerByType.size >= 5000) lowerByType.clear();
    lowerByType.set(type, lower);
  }
  return lower;
}

export function compileRule(definition: Definition, target: Target, options: RuleOptions): TargetRule {
  const scope = new Scope({ target, owner: undefined, parameters: options.parameters, bindings: [], levels: 0 });
  const { rule } = definition;
  return {
    target,
    scope,
    if: compileCondition(rule.if, scope),
    applies: compileApplicability(rule.if, scope),
    effect: scope.yield(rule.effect),
    details: rule.details && scope.yield(rule.details.operand),
    seeks: rule.details && seeksOf(rule.details, scope),
  };
}

function seeksOf(details: Details, scope: Scope): Seeks {
  const yielded = (operand: Operand | undefined): Yield | undefined => operand && scope.yield(operand);
  return {
    type: yielded(details.type),
    name: yielded(details.name),
    resourceGroup: yielded(details.resourceGroupName),
    existenceScope: yielded(details.existenceScope),
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

/** Resolves the look-up of an if-not-exists effect; a name that cannot be worked out is left out. Text: why it cannot be resolved. */
export function queryOf(rule: TargetRule, frame: Frame): RelatedQuery | string {
  const { seeks } = rule;
  if (!seeks) return 'the effect has no details';
  const type = textFor(seeks.type, frame);
  if (type === undefined) return 'the type of the related resource cannot be worked out';
  const sought = {
    type,
    name: textFor(seeks.name, frame),
    resourceGroup: textFor(seeks.resourceGroup, frame),
    existenceScope: textFor(seeks.existenceScope, frame),
  };
  return relatedQuery(sought, frame.resource, rule.target.type);
}

function textFor(value: Yield | undefined, frame: Frame): string | undefined {
  if (!value) return undefined;
  const text = outcomeOf(value, frame);
  return typeof text === 'string' ? text.toLowerCase() : undefined;
}

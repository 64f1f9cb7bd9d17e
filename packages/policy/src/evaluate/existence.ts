import type { Code, Frame } from '../compile/frame.ts';
import { compileExistence, type RuleOptions, type TargetRule, typeOf } from '../compile/rule.ts';
import type { Scope } from '../compile/scope.ts';
import { Target } from '../compile/target.ts';
import type { Decision, EvaluationContext } from '../evaluation.ts';
import type { Condition, Definition, Details } from '../parse/tree.ts';
import type { Resource } from '../resource.ts';
import { type Explanation, pathInRule, traceOf, writtenOf } from './trace.ts';

interface Compiled {
  readonly target: Target;
  readonly scope: Scope;
  readonly code: Code;
}

/** What candidates are judged for: the type that was asked for, and what asked. */
export interface Seeker {
  readonly type: string;
  readonly rule: TargetRule;
  readonly resource: Resource;
  readonly context: EvaluationContext;
}

/** The existence condition of a definition, judged on candidates one by one; any that satisfies it is enough. */
export class Existence {
  /** What decided where no candidate was there; undefined for a rule that looks for none. */
  readonly absent: Decision | undefined;
  private readonly condition: Condition | undefined;
  private readonly options: RuleOptions;
  /** By the target of the rule, whose values the condition may ask for, and the type of the candidate. */
  private readonly compiledByType = new WeakMap<Target, Map<string, Compiled>>();

  constructor(definition: Definition, options: RuleOptions) {
    const { details } = definition.rule;
    this.absent = details && absenceOf(details, definition);
    this.condition = details?.existenceCondition;
    this.options = options;
  }

  /** True when a candidate satisfies the condition (or is there, without one); text: why that cannot be told. */
  holds(candidates: readonly Resource[], seeker: Seeker): boolean | string {
    const { condition } = this;
    const present = candidates.filter(isResource);
    if (!condition) return present.length > 0;
    let failure: string | undefined;
    for (const candidate of present) {
      const compiled = this.compiled(condition, candidate, seeker);
      const frame = frameFor(compiled, candidate, seeker);
      const result = typeof compiled.code === 'boolean' ? compiled.code : compiled.code(frame);
      if (result === true) return true;
      if (result === undefined) failure ??= frame.reason;
    }
    return failure ?? false;
  }

  explain(candidates: readonly Resource[], seeker: Seeker): readonly Explanation[] {
    const { condition } = this;
    if (!condition) return [];
    return candidates.filter(isResource).map((candidate) => {
      const compiled = this.compiled(condition, candidate, seeker);
      const trace = traceOf(condition, compiled.scope);
      return trace(frameFor(compiled, candidate, seeker));
    });
  }

  private compiled(condition: Condition, candidate: Resource, { type, rule }: Seeker): Compiled {
    const own = typeOf(candidate) ?? type;
    const byType = this.compiledByType.get(rule.target) ?? new Map<string, Compiled>();
    this.compiledByType.set(rule.target, byType);
    const known = byType.get(own);
    if (known) return known;
    const target = new Target(own, undefined, this.options);
    const compiled = { target, ...compileExistence(condition, rule.target, target, this.options) };
    byType.set(own, compiled);
    return compiled;
  }
}

/** Made after compiling: only then has every path its slot. */
function frameFor({ target }: Compiled, candidate: Resource, { rule, resource, context }: Seeker): Frame {
  return target.openAnother(candidate, context, rule.target.openAnother(resource, context));
}

function absenceOf({ path, type, existenceCondition }: Details, definition: Definition): Decision {
  return {
    path: pathInRule(existenceCondition?.path ?? path, definition),
    subject: type?.kind === 'literal' ? writtenOf(type) : 'related resource',
    operator: 'exists',
    found: undefined,
    expected: true,
  };
}

/** Hosts may answer with null for what does not exist; such a candidate satisfies nothing, not even a negative condition. */
function isResource(candidate: Resource | null | undefined): candidate is Resource {
  return typeof candidate === 'object' && candidate !== null && !Array.isArray(candidate);
}

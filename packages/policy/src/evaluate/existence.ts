import type { Code, Frame } from '../compile/frame.ts';
import { compileExistence, type RuleOptions, type TargetRule, typeOf } from '../compile/rule.ts';
import type { Scope } from '../compile/scope.ts';
import { Target } from '../compile/target.ts';
import type { Decision, EvaluationContext } from '../evaluation.ts';
import type { Definition } from '../parse/tree.ts';
import type { Resource } from '../resource.ts';
import { type Explanation, traceOf } from './trace.ts';

interface Compiled {
  readonly target: Target;
  readonly scope: Scope;
  readonly code: Code;
}

/** The existence condition of a definition, judged on candidates one by one; any that satisfies it is enough. */
export class Existence {
  private readonly definition: Definition;
  private readonly options: RuleOptions;
  /** By the target of the rule, whose values the condition may ask for, and the type of the candidate. */
  private readonly compiledByType = new WeakMap<Target, Map<string, Compiled>>();

  constructor(definition: Definition, options: RuleOptions) {
    this.definition = definition;
    this.options = options;
  }

  /** True when a candidate satisfies the condition (or is there, without one); text: why that cannot be told. */
  holds(candidates: readonly Resource[], type: string, rule: TargetRule, resource: Resource, context: EvaluationContext): boolean | string {
    const present = candidates.filter(isResource);
    if (!this.definition.rule.details?.existenceCondition) return present.length > 0;
    let failure: string | undefined;
    for (const candidate of present) {
      const { frame, compiled } = this.open(candidate, type, rule, resource, context);
      const result = typeof compiled.code === 'boolean' ? compiled.code : compiled.code(frame);
      if (result === true) return true;
      if (result === undefined) failure ??= frame.failure ?? 'the existence condition could not be judged';
    }
    return failure ?? false;
  }

  explain(
    candidates: readonly Resource[],
    type: string | undefined,
    rule: TargetRule,
    resource: Resource,
    context: EvaluationContext,
  ): readonly Explanation[] {
    const condition = this.definition.rule.details?.existenceCondition;
    if (!condition || type === undefined) return [];
    return candidates.filter(isResource).map((candidate) => {
      const compiled = this.compile(candidate, type, rule);
      const trace = traceOf(condition, compiled.scope);
      return trace(this.frameFor(compiled, candidate, rule, resource, context));
    });
  }

  /** What decided when no candidate was there. */
  absence(rulePath: string): Decision | undefined {
    const { details } = this.definition.rule;
    if (!details) return undefined;
    const path = details.existenceCondition?.path ?? details.path;
    const type = details.type?.kind === 'literal' && typeof details.type.value === 'string' ? details.type.value : 'related resource';
    const own = path.startsWith(rulePath) ? `$${path.slice(rulePath.length)}` : path;
    return { path: own, subject: type, operator: 'exists', found: undefined, expected: true };
  }

  private open(
    candidate: Resource,
    type: string,
    rule: TargetRule,
    resource: Resource,
    context: EvaluationContext,
  ): { frame: Frame; compiled: Compiled } {
    const compiled = this.compile(candidate, type, rule);
    return { compiled, frame: this.frameFor(compiled, candidate, rule, resource, context) };
  }

  /** Made after compiling: only then has every path its slot. */
  private frameFor(compiled: Compiled, candidate: Resource, rule: TargetRule, resource: Resource, context: EvaluationContext): Frame {
    return compiled.target.openAnother(candidate, context, rule.target.openAnother(resource, context));
  }

  private compile(candidate: Resource, type: string, rule: TargetRule): Compiled {
    const own = typeOf(candidate) ?? type;
    const byType = this.compiledByType.get(rule.target) ?? new Map<string, Compiled>();
    this.compiledByType.set(rule.target, byType);
    const known = byType.get(own);
    if (known) return known;
    const target = new Target(own, undefined, this.options);
    const condition = this.definition.rule.details?.existenceCondition ?? { kind: 'allOf', path: '$', of: [] };
    const compiled = { target, ...compileExistence(condition, rule.target, target, this.options) };
    byType.set(own, compiled);
    return compiled;
  }
}

/** Hosts may answer with null for what does not exist; such a candidate satisfies nothing, not even a negative condition. */
function isResource(candidate: Resource | null | undefined): candidate is Resource {
  return typeof candidate === 'object' && candidate !== null && !Array.isArray(candidate);
}

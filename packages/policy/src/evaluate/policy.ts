import { isEvaluated, isIndexed, isIndexedType } from '../compile/eligible.ts';
import { type Frame, type Judge, judgeOf } from '../compile/frame.ts';
import { compileSeeks } from '../compile/related.ts';
import { tells } from '../compile/request.ts';
import { compileRule, outcomeOf, queryOf, type RuleOptions, type TargetRule, typeOf } from '../compile/rule.ts';
import { fail, isFailure, Scope } from '../compile/scope.ts';
import { Target } from '../compile/target.ts';
import { type Undecidable, undecidableOf } from '../compile/undecidable.ts';
import type { CompiledPolicy, DecidedBy, PendingVerdict } from '../compiled.ts';
import { outcomes, type Question } from '../diagram/diagram.ts';
import { no, yes } from '../diagram/formula.ts';
import type { FormulaMaker } from '../diagram/formula-of.ts';
import type { Decision, EvaluationContext, Verdict } from '../evaluation.ts';
import { ExpressionFailure } from '../expression/environment.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { type EffectKind, effectKindOf } from '../parse/effects.ts';
import type { Definition } from '../parse/tree.ts';
import type { Resource } from '../resource.ts';
import { ByTarget } from './by-target.ts';
import { Existence } from './existence.ts';
import type { PolicyFacts } from './facts.ts';
import { type LookUp, type Outcomes, Pending } from './pending.ts';
import { Plan, type Plannable } from './plan.ts';
import { searchOf } from './searches.ts';
import { decisive, type Explanation, pathInRule, traceOf } from './trace.ts';

const notApplicable: Verdict = { compliance: 'NotApplicable' };
const never: Question = { kind: 'condition', if: no, applies: no };

/** Judges resources by one definition. Rules are compiled for each resource type when it is first seen. */
export class Policy implements CompiledPolicy, Plannable {
  readonly definition: Definition;
  readonly facts: PolicyFacts;
  /** Where they are the same for all resources. */
  readonly verdicts: Plannable['verdicts'];
  private readonly options: RuleOptions;
  private readonly kind: EffectKind | undefined;
  private readonly existence: Existence;
  private readonly outcomes: Outcomes;
  private readonly typeSet: ReadonlySet<string> | undefined;
  private readonly rules: ByTarget<JudgedRule>;
  private readonly plans: ByTarget<Plan<Policy>>;

  constructor(definition: Definition, facts: PolicyFacts, options: RuleOptions) {
    this.definition = definition;
    this.facts = facts;
    this.options = options;
    this.kind = facts.effectIsComputed ? undefined : effectKindOf(facts.effect);
    this.typeSet = facts.types && new Set(facts.types);
    this.existence = new Existence(definition, options);
    this.outcomes = this.outcomesOf(facts.effect);
    this.verdicts = {
      [outcomes.compliant]: this.outcomes.found,
      [outcomes.nonCompliant]: this.outcomes.missing,
      [outcomes.notApplicable]: notApplicable,
      [outcomes.unknown]: { compliance: 'Unknown', reason: facts.undecidable ?? '' },
    };
    this.rules = new ByTarget((type, apiVersion) => this.compileFor(this.targetFor(type, apiVersion)));
    this.plans = new ByTarget((type, apiVersion) => new Plan<Policy>(this.targetFor(type, apiVersion), [[0, this]]));
  }

  get id(): string | undefined {
    return this.definition.id;
  }
  get name(): string | undefined {
    return this.definition.name;
  }
  get displayName(): string {
    return this.definition.displayName;
  }
  get description(): string {
    return this.definition.description;
  }
  get category(): string | undefined {
    return this.definition.category;
  }
  get version(): string | undefined {
    return this.definition.version;
  }
  get metadata(): JsonObject {
    return this.definition.metadata;
  }
  get mode(): string | undefined {
    return this.definition.mode;
  }
  get types(): readonly string[] | undefined {
    return this.facts.types;
  }
  get effect(): string {
    return this.facts.effect;
  }
  get decidedBy(): DecidedBy {
    return this.facts.decidedBy;
  }
  get isOff(): boolean {
    return this.facts.isOff;
  }
  get undecidable(): string | undefined {
    return this.facts.undecidable;
  }
  get defaultState(): string | undefined {
    return this.facts.defaultState;
  }
  get missingParameters(): readonly string[] {
    return this.facts.missingParameters;
  }
  get reads(): readonly string[] {
    return this.facts.reads;
  }
  get related(): CompiledPolicy['related'] {
    return this.facts.related;
  }
  get readsBeyond(): readonly string[] {
    return this.facts.readsBeyond;
  }
  get readsInDetails(): readonly string[] {
    return this.facts.readsInDetails;
  }
  get nameTests(): CompiledPolicy['nameTests'] {
    return this.facts.nameTests;
  }
  get readsConfiguration(): boolean {
    return this.facts.readsConfiguration;
  }

  evaluate(resource: Resource, context: EvaluationContext): Verdict {
    const plan = this.planFor(resource, context);
    if (!plan) return notApplicable;
    const [rule] = plan.rules;
    return rule ? plan.evaluate(rule, plan.open(resource, context)) : notApplicable;
  }

  begin(resource: Resource, context: EvaluationContext): Verdict | PendingVerdict {
    const plan = this.planFor(resource, context);
    if (!plan) return notApplicable;
    const [rule] = plan.rules;
    return rule ? plan.begin(rule, plan.open(resource, context)) : notApplicable;
  }

  /** Undefined: the rule cannot hold for the resource's type. */
  private planFor(resource: Resource, context: EvaluationContext): Plan<Policy> | undefined {
    const type = typeOf(resource);
    if (type !== undefined && this.typeSet && !this.typeSet.has(type)) return undefined;
    return this.plans.of(type, this.versionIn(context));
  }

  decide(resource: Resource, context: EvaluationContext): Decision | undefined {
    const verdict = this.evaluate(resource, context);
    if (verdict.compliance !== 'Compliant' && verdict.compliance !== 'NonCompliant') return undefined;
    const { if: condition, existence } = this.explain(resource, context);
    const told = existence ? (existence.find((one) => one.result === true) ?? existence[0]) : condition;
    if (!told) return this.existence.absent;
    const leaf = decisive(told);
    return {
      path: pathInRule(leaf.path, this.definition),
      subject: leaf.subject ?? leaf.kind,
      operator: leaf.operator ?? leaf.kind,
      found: leaf.found,
      expected: leaf.expected,
    };
  }

  /**
   * What the rule answers to a request with this resource, whatever its mode and applicability: the effect as written when it
   * takes hold, and whether the rule matches (for if-not-exists effects: and nothing satisfies it).
   */
  answer(resource: Resource, context: EvaluationContext): Answer {
    const rule = this.ruleFor(resource, context);
    const frame = rule.target.open(resource, context);
    const found = this.effectFor(frame, rule);
    if (found?.kind === 'disabled') return { effect: undefined, matches: false };
    const result = judgeOf(rule.if)(frame);
    if (result === false) return { effect: undefined, matches: false };
    if (result === undefined || !found) return { effect: undefined, matches: undefined, reason: frame.reason };
    const { effect, kind } = found;
    if (kind !== 'existence') return { effect, matches: true };
    const pending = this.pending(rule, frame, this.outcomes);
    const verdict = pending.compliance === 'Pending' ? pending.settle(context.related?.(pending.query)) : pending;
    if (verdict.compliance === 'Error') return { effect: undefined, matches: undefined, reason: verdict.reason };
    const matches = verdict.compliance !== 'Compliant';
    return { effect: matches ? effect : undefined, matches };
  }

  details(resource: Resource, context: EvaluationContext): JsonValue | undefined {
    const rule = this.ruleFor(resource, context);
    if (!rule.details) return undefined;
    const value = outcomeOf(rule.details, rule.target.openAnother(resource, context));
    return isFailure(value) ? undefined : value;
  }

  /** The whole `if` with what each condition found, and the existence condition on every candidate when it comes to that. */
  explain(
    resource: Resource,
    context: EvaluationContext,
  ): { readonly if: Explanation; readonly existence: readonly Explanation[] | undefined } {
    const rule = this.ruleFor(resource, context);
    const trace = traceOf(this.definition.rule.if, rule.scope);
    const frame = rule.target.openAnother(resource, context);
    const condition = trace(frame);
    if (condition.result !== true || this.effectFor(frame, rule)?.kind !== 'existence') return { if: condition, existence: undefined };
    const query = queryOf(rule, frame);
    if (typeof query === 'string') return { if: condition, existence: [] };
    const candidates = context.related?.(query) ?? [];
    return { if: condition, existence: this.existence.explain(candidates, { type: query.type, rule, resource, context }) };
  }

  /** The API version as far as it makes a difference to the rule. */
  versionIn({ apiVersion }: EvaluationContext): string | undefined {
    return this.options.aliases.hasVersions === false ? undefined : apiVersion?.toLowerCase();
  }

  targetFor(type: string | undefined, apiVersion: string | undefined): Target {
    return new Target(type, apiVersion, this.options);
  }

  judgeAlone(resource: Resource, context: EvaluationContext): Verdict | PendingVerdict {
    const rule = this.ruleFor(resource, context);
    try {
      return rule.run(rule.target.open(resource, context));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      // The engine's own limits: a resource nested so deep that a walk over it overflows.
      return { compliance: 'Error', reason: `a limit of the JavaScript engine was reached: ${error.message}` };
    }
  }

  /** Compiles the rule for a target, its verdict included; its paths get slots there. */
  private compileFor(target: Target): JudgedRule {
    const rule = compileRule(this.definition, target, this.options);
    const { effect } = this.facts;
    return { ...rule, run: this.kind ? this.runOf(rule, { effect, kind: this.kind }) : (frame) => this.computed(rule, frame) };
  }

  questionFor(target: Target, maker: FormulaMaker): Question | undefined {
    const { kind } = this;
    const { indexed, types, undecidable, asked, wholeIf } = this.facts;
    if (kind === undefined || asked !== undefined) return undefined;
    const { names } = this.options;
    const isIndexable = !indexed || names === 'paths' || isIndexedType(target.type, types !== undefined);
    if (kind === 'disabled' || isIndexable === false || (names === 'aliases' && !isEvaluated(target.type))) return never;
    const scope = this.scopeOn(target);
    const { if: condition } = this.definition.rule;
    const matches = maker.of(condition, scope);
    const question: Question = {
      kind: undecidable !== undefined ? 'undecidable' : kind === 'existence' ? 'existence' : 'condition',
      if: undecidable === undefined ? matches : yes,
      applies: wholeIf ? matches : maker.applicability(condition, scope),
    };
    return isIndexable === true ? question : maker.where(question, 'indexed', (frame) => isIndexed(frame.resource));
  }

  private runOf(rule: TargetRule, { effect, kind }: FoundEffect): Run {
    const { names } = this.options;
    const { indexed, types, wholeIf } = this.facts;
    const { type } = rule.target;
    if (kind === 'disabled' || (names === 'aliases' && !isEvaluated(type))) return () => notApplicable;
    // Kubernetes policies apply where their whole `if` holds, which is about the cluster; the others by type, name and kind.
    const applies = judgeOf(wholeIf ? rule.if : rule.applies);
    const decided = this.decidedRun(rule, kind, applies, this.outcomesOf(effect));
    const undecidable = undecidableOf(this.definition, effect);
    const run: Run = undecidable ? undecidedRun(undecidable, applies, decided) : decided;
    if (!indexed || names === 'paths') return run;
    const known = isIndexedType(type, types !== undefined);
    if (known !== undefined) return known ? run : () => notApplicable;
    return (frame) => (isIndexed(frame.resource) ? run(frame) : notApplicable);
  }

  private decidedRun(rule: TargetRule, kind: EffectKind, applies: Judge, verdicts: Outcomes): Run {
    const judge = judgeOf(rule.if);
    if (kind === 'existence') {
      return (frame) => {
        const result = judge(frame);
        if (result === true) return this.pending(rule, frame, verdicts);
        return result === false ? notApplicable : failed(frame);
      };
    }
    return (frame) => {
      if (applies(frame) === false) return notApplicable;
      const result = judge(frame);
      return result === true ? verdicts.missing : result === false ? verdicts.found : failed(frame);
    };
  }

  /** The effect hangs on the resource, and with it what a true `if` means. */
  private computed(rule: TargetRule, frame: Frame): Verdict | PendingVerdict {
    const found = this.effectFor(frame, rule);
    return found ? this.runOf(rule, found)(frame) : failed(frame);
  }

  private pending(rule: TargetRule, frame: Frame, verdicts: Outcomes): Verdict | PendingVerdict {
    const { seeks } = rule;
    if (!seeks) return { compliance: 'Error', reason: 'the effect has no details' };
    const search = searchOf(seeks, frame);
    if (typeof search === 'string') return { compliance: 'Error', reason: search };
    return new Pending({ seeks, outcomes: verdicts, ruleFor: () => rule }, search);
  }

  lookUpFor(target: Target): LookUp | undefined {
    const { details } = this.definition.rule;
    if (!details) return undefined;
    const scope = this.scopeOn(target);
    return {
      seeks: compileSeeks(details, scope, target.type),
      outcomes: this.outcomes,
      ruleFor: (resource, context) => this.ruleFor(resource, context),
    };
  }

  private scopeOn(target: Target): Scope {
    return new Scope({ target, owner: undefined, parameters: this.options.parameters, bindings: [], levels: 0 });
  }

  private outcomesOf(effect: string): Outcomes {
    return { existence: this.existence, found: { compliance: 'Compliant', effect }, missing: { compliance: 'NonCompliant', effect } };
  }

  /** The effect for one resource; undefined, with the reason noted, where there is none. */
  private effectFor(frame: Frame, rule: TargetRule): FoundEffect | undefined {
    const effect = this.facts.effectIsComputed ? outcomeOf(rule.effect, frame) : this.facts.effect;
    if (effect === undefined || isFailure(effect)) return fail(frame, effect);
    if (typeof effect !== 'string') return fail(frame, new ExpressionFailure('', 'the effect is no text'));
    const kind = effectKindOf(effect);
    return kind === undefined ? fail(frame, new ExpressionFailure('', `"${effect}" is no effect`)) : { effect, kind };
  }

  private ruleFor(resource: Resource, context: EvaluationContext): JudgedRule {
    return this.rules.of(typeOf(resource), this.versionIn(context));
  }
}

/** What a rule does with a resource, as a request would see it. */
export interface Answer {
  readonly effect: string | undefined;
  /** Undefined when it could not be judged, for the reason given. */
  readonly matches: boolean | undefined;
  readonly reason?: string | undefined;
}

/** An effect as written. */
interface FoundEffect {
  readonly effect: string;
  readonly kind: EffectKind;
}

type Run = (frame: Frame) => Verdict | PendingVerdict;

/** A rule compiled for one target, and the verdict on a resource of it. */
export interface JudgedRule extends TargetRule {
  readonly run: Run;
}

/** Told whether it applies, and decided after all where the context says of the request what the rule asks. */
function undecidedRun({ reason, asked }: Undecidable, applies: Judge, decided: Run): Run {
  return (frame) => {
    if (asked && tells(frame.context, asked)) return decided(frame);
    return applies(frame) === false ? notApplicable : { compliance: 'Unknown', reason };
  };
}

function failed(frame: Frame): Verdict {
  return { compliance: 'Error', reason: frame.reason };
}

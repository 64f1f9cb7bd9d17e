import { shippedAliases } from '../aliases/shipped.ts';
import type { CompileOptions } from '../compile/options.ts';
import { outcomeOf, typeOf } from '../compile/rule.ts';
import { isFailure, reasonOf, Scope } from '../compile/scope.ts';
import { Target } from '../compile/target.ts';
import type { EvaluationContext } from '../evaluation.ts';
import type { JsonValue } from '../json.ts';
import { readOperand } from '../parse/operand.ts';
import { startReading } from '../parse/reading.ts';
import type { Problem } from '../problem.ts';
import type { Resource } from '../resource.ts';

export interface ExpressionSetting extends CompileOptions {
  readonly resource?: Resource;
  readonly context?: EvaluationContext;
}

export type ExpressionAnswer =
  | { readonly value: JsonValue; readonly problems: readonly [] }
  | { readonly error: string; readonly problems: readonly Problem[] };

/** Evaluates one text of a rule alone: `[…]` is an expression, anything else stands for itself. Never throws. */
export function evaluateExpression(text: string, setting: ExpressionSetting = {}): ExpressionAnswer {
  const problems: Problem[] = [];
  const operand = readOperand(text, '$', startReading(undefined, problems));
  const [first] = problems;
  if (first) return { error: first.message, problems };
  const { resource = {}, context = { now: '1970-01-01T00:00:00Z' } } = setting;
  const target = new Target(typeOf(resource), context.apiVersion, {
    aliases: setting.aliases ?? shippedAliases,
    names: setting.fields ?? 'aliases',
  });
  const parameters = new Map(Object.entries(setting.parameters ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  const scope = new Scope({ target, owner: undefined, parameters, bindings: [], levels: 0 });
  const compiled = scope.yield(operand);
  const outcome = outcomeOf(compiled, target.open(resource, context));
  if (isFailure(outcome)) return { error: reasonOf(outcome), problems: [] };
  return outcome === undefined ? { error: reasonOf(undefined), problems: [] } : { value: outcome, problems: [] };
}

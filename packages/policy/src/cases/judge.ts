import type { AliasCatalogue } from '../aliases/catalogue.ts';
import { compileDefinition } from '../evaluate/compile-definition.ts';
import { evaluateExpression } from '../evaluate/expression.ts';
import { lookUpIn } from '../evaluate/look-up.ts';
import type { Policy } from '../evaluate/policy.ts';
import type { EvaluationContext } from '../evaluation.ts';
import type { FieldNames } from '../fields/name.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { isList, isObject } from '../parse/reading.ts';
import type { Problem } from '../problem.ts';
import type { Resource } from '../resource.ts';
import { defaultContext } from './context.ts';

export interface CaseSetting {
  readonly file: JsonObject;
  readonly aliases: AliasCatalogue;
}

/** Runs one case and gives what it expects something of. */
export function judgeCase(item: JsonObject, expected: JsonObject, setting: CaseSetting): JsonObject {
  const resource: Resource = isObject(item['resource']) ? item['resource'] : {};
  const context = contextOf(item);
  const parameters = isObject(item['parameters']) ? item['parameters'] : {};
  const fields = namesOf(item, setting.file);
  const options = { parameters, aliases: setting.aliases, fields };
  const { expression } = item;
  if (typeof expression === 'string') {
    const result = evaluateExpression(expression, { ...options, resource, context });
    const failed = 'error' in result;
    const got: Record<string, JsonValue> = { problem: result.problems.length > 0, error: failed };
    if (result.problems.length > 0) got['problems'] = reported(result.problems);
    if ('error' in result) got['reason'] = result.error;
    else got['value'] = result.value;
    return got;
  }
  const document = documentOf(item) ?? documentOf(setting.file);
  if (document === undefined) return { message: 'the case has no definition, rule, condition, expression or text' };
  const { policy, problems } = compileDefinition(document, options);
  const got: Record<string, JsonValue> = { problem: problems.length > 0 };
  if (problems.length > 0) got['problems'] = reported(problems);
  if (policy) judgePolicy(policy, resource, context, got, expected);
  return got;
}

function judgePolicy(
  policy: Policy,
  resource: Resource,
  context: EvaluationContext,
  got: Record<string, JsonValue>,
  expected: JsonObject,
): void {
  const answer = policy.answer(resource, context);
  got['effect'] = answer.effect ?? null;
  got['value'] = answer.matches ?? null;
  got['error'] = answer.matches === undefined;
  if (answer.reason !== undefined) got['reason'] = answer.reason;
  if ('details' in expected) {
    const details = answer.effect === undefined ? undefined : policy.details(resource, context);
    if (details !== undefined) got['details'] = details;
  }
  if ('compliance' in expected) got['compliance'] = policy.evaluate(resource, context).compliance;
}

/** How a case understands the names of fields, else its file. */
export function namesOf(item: JsonObject, file: JsonObject): FieldNames {
  const names = [item['fields'], file['fields']].find((value) => value === 'paths' || value === 'aliases');
  return names === 'paths' ? 'paths' : 'aliases';
}

/** The definition of a case: as an object, or as text where the case is about the text. */
export function documentOf(item: JsonObject): string | JsonValue | undefined {
  const { text, definition, rule, condition } = item;
  if (typeof text === 'string') return text;
  if (condition !== undefined) return { if: condition, then: { effect: 'audit' } };
  return definition ?? rule;
}

export function contextOf(item: JsonObject): EvaluationContext {
  const given = isObject(item['context']) ? item['context'] : undefined;
  const apiVersion = typeof item['apiVersion'] === 'string' ? item['apiVersion'] : undefined;
  const { related, estate } = item;
  const candidates = isList(related) ? (related as readonly Resource[]) : isObject(related) ? [related] : [];
  const resources = isList(estate) ? (estate as readonly Resource[]) : undefined;
  return {
    ...defaultContext(given, apiVersion),
    related: resources ? lookUpIn(resources) : () => candidates,
  };
}

function reported(problems: readonly Problem[]): JsonValue {
  return problems.map(({ code, path, message }) => ({ code, path, message }));
}

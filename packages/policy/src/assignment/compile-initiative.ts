import { noAliases } from '../aliases/catalogue.ts';
import { Frame } from '../compile/frame.ts';
import type { CompileOptions } from '../compile/options.ts';
import { outcomeOf } from '../compile/rule.ts';
import { isFailure, reasonOf, Scope } from '../compile/scope.ts';
import { Target } from '../compile/target.ts';
import { compileParsed } from '../evaluate/compile-definition.ts';
import type { Policy } from '../evaluate/policy.ts';
import type { JsonValue } from '../json.ts';
import { type Initiative, type InitiativeMember, parseInitiative } from '../parse/initiative.ts';
import { pathOf } from '../parse/json-text.ts';
import { checkValue } from '../parse/parameters.ts';
import { report } from '../parse/reading.ts';
import type { Definition } from '../parse/tree.ts';
import type { Problem } from '../problem.ts';
import { overriddenEffect } from './apply.ts';
import type { Assignment } from './assignment.ts';

/** Finds a definition by its id, in any case; undefined when it is not to be had. */
export type FindDefinition = (definitionId: string, version: string | undefined) => Definition | undefined;

export interface InitiativeOptions extends CompileOptions {
  readonly definitions: FindDefinition;
  /** Sets effects of members that it overrides wherever the resource lies; overrides by location are the caller's business. */
  readonly assignment?: Assignment;
}

export interface CompiledMember {
  readonly referenceId: string;
  readonly definitionId: string;
  readonly groups: readonly string[];
  /** Undefined when the definition is not to be had or does not compile with its parameters. */
  readonly policy: Policy | undefined;
  readonly problems: readonly Problem[];
  /** What does not stand in its way: guessed aliases, values for parameters that its definition does not declare. */
  readonly notes: readonly Problem[];
}

export interface CompiledInitiative {
  readonly initiative: Initiative;
  readonly members: readonly CompiledMember[];
}

/** Finds definitions by full id, or by the last segment when only that was given. */
export function indexDefinitions(definitions: Iterable<Definition>): FindDefinition {
  const byKey = new Map<string, Definition>();
  for (const definition of definitions) {
    for (const key of [definition.id, definition.name]) if (key !== undefined) byKey.set(key.toLowerCase(), definition);
  }
  return (id) => {
    const lower = id.toLowerCase();
    return byKey.get(lower) ?? byKey.get(lower.slice(lower.lastIndexOf('/') + 1));
  };
}

/** Compiles every member of an initiative with its parameters resolved. A member that fails has its own problems; the others stand. */
export function compileInitiative(
  input: string | JsonValue | Initiative,
  options: InitiativeOptions,
): { readonly initiative: CompiledInitiative | undefined; readonly problems: readonly Problem[] } {
  const parsed = isInitiative(input) ? { value: input, problems: [] } : parseInitiative(input);
  if (!parsed.value) return { initiative: undefined, problems: parsed.problems };
  const initiative = parsed.value;
  const problems = [...parsed.problems];
  const values = valuesOf(initiative, options.parameters ?? {}, problems);
  const members = initiative.members.map((member) => compileMember(member, values, options));
  return { initiative: { initiative, members }, problems: [...problems, ...members.flatMap((member) => member.problems)] };
}

function isInitiative(input: string | JsonValue | Initiative): input is Initiative {
  return typeof input === 'object' && input !== null && 'members' in input && 'parameters' in input && input.parameters instanceof Map;
}

function valuesOf(
  initiative: Initiative,
  given: Readonly<Record<string, JsonValue>>,
  problems: Problem[],
): ReadonlyMap<string, JsonValue | undefined> {
  const values = new Map<string, JsonValue | undefined>();
  for (const [name, declaration] of initiative.parameters) values.set(name, declaration.defaultValue);
  for (const [name, value] of Object.entries(given)) {
    const declaration = initiative.parameters.get(name.toLowerCase());
    const path = pathOf('$parameters', name);
    if (declaration) checkValue(declaration, value, path, problems);
    else
      report(problems, 'unknown-parameter', path, `the initiative declares no parameter "${name}"`, 'Leave it out, or correct its name.');
    values.set(name.toLowerCase(), value);
  }
  return values;
}

function compileMember(
  member: InitiativeMember,
  values: ReadonlyMap<string, JsonValue | undefined>,
  options: InitiativeOptions,
): CompiledMember {
  const { referenceId, definitionId, groups, path } = member;
  const definition = options.definitions(definitionId, member.definitionVersion);
  if (!definition) {
    const problems: Problem[] = [];
    report(problems, 'unknown-definition', path, `definition ${definitionId} was not given`, 'Give the file of the definition too.');
    return { referenceId, definitionId, groups, policy: undefined, problems, notes: [] };
  }
  const { parameters, problems } = resolveParameters(member, values);
  const effect = options.assignment && overriddenEffect(options.assignment, { referenceId });
  const compiled = compileParsed(definition, {
    parameters,
    ...(options.aliases && { aliases: options.aliases }),
    ...(options.fields && { fields: options.fields }),
    ...(effect !== undefined && { effect }),
  });
  const placed = (own: readonly Problem[]) => own.map((problem) => ({ ...problem, path: `${path}: ${problem.path}` }));
  return {
    referenceId,
    definitionId,
    groups,
    policy: compiled.policy,
    problems: [...problems, ...placed(compiled.problems)],
    notes: placed(compiled.notes),
  };
}

/** Values may be expressions over the initiative's parameters; a parameter without a value leaves the definition its default. */
function resolveParameters(
  member: InitiativeMember,
  values: ReadonlyMap<string, JsonValue | undefined>,
): { readonly parameters: Readonly<Record<string, JsonValue>>; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const target = new Target(undefined, undefined, { aliases: noAliases, names: 'paths' });
  const scope = new Scope({ target, owner: undefined, parameters: values, bindings: [], levels: 0 });
  const entries: (readonly [string, JsonValue])[] = [];
  for (const [name, operand] of member.parameters) {
    const value = outcomeOf(scope.yield(operand), new Frame({}, { now: '' }));
    if (value === undefined || isFailure(value)) {
      const missing = operand.kind === 'expression' && /^\[\s*parameters\(/i.test(operand.text);
      if (!missing) {
        report(
          problems,
          'expression-syntax',
          pathOf(member.path, name),
          `parameter "${name}": ${reasonOf(value)}`,
          'Correct the expression.',
        );
      }
    } else entries.push([name, value]);
  }
  return { parameters: Object.fromEntries(entries), problems };
}

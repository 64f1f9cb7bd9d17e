import { shippedAliases } from '../aliases/shipped.ts';
import type { CompileOptions } from '../compile/options.ts';
import type { RuleOptions } from '../compile/rule.ts';
import type { JsonValue } from '../json.ts';
import { checkEffect, parseDefinition } from '../parse/definition.ts';
import { pathOf } from '../parse/json-text.ts';
import { checkValue } from '../parse/parameters.ts';
import { report } from '../parse/reading.ts';
import type { Definition } from '../parse/tree.ts';
import type { Problem } from '../problem.ts';
import { factsOf } from './facts.ts';
import { checkModifiable } from './modifiable.ts';
import { Policy } from './policy.ts';

export interface Compilation {
  /** Undefined when there is any problem. */
  readonly policy: Policy | undefined;
  readonly problems: readonly Problem[];
  /** What does not stand in the way: aliases whose path was guessed, values for parameters that do not exist. */
  readonly notes: readonly Problem[];
}

/**
 * Compiles a definition (bare, wrapped in `properties`, or only `if` and `then`) from JSON text or parsed JSON, with the
 * parameters of one assignment. All problems are reported at once; paths of parameters start at `$parameters`.
 */
export function compileDefinition(input: string | JsonValue, options: CompileOptions = {}): Compilation {
  const parsed = parseDefinition(input);
  if (!parsed.value) return { policy: undefined, problems: parsed.problems, notes: [] };
  const compiled = compileParsed(parsed.value, options);
  const policy = parsed.problems.length > 0 ? undefined : compiled.policy;
  return { policy, problems: [...parsed.problems, ...compiled.problems], notes: compiled.notes };
}

/** The same for a definition that was read before, so that many assignments share one reading. */
export function compileParsed(definition: Definition, options: CompileOptions): Compilation {
  const problems: Problem[] = [];
  const notes: Problem[] = [];
  const parameters = valuesOf(definition, options.parameters ?? {}, problems, notes);
  const ruleOptions: RuleOptions = { aliases: options.aliases ?? shippedAliases, names: options.fields ?? 'aliases', parameters };
  const facts = factsOf(definition, ruleOptions, options.effect);
  if (!facts.effectIsComputed) {
    const reading = { problems };
    if (definition.rule.effect.kind !== 'literal' || options.effect !== undefined)
      checkEffect(facts.effect, `${definition.rulePath}.then.effect`, reading);
  }
  checkModifiable(definition, facts, ruleOptions, problems);
  for (const { alias, guess } of facts.guesses) {
    report(
      notes,
      'guessed-alias',
      definition.rulePath,
      `"${alias}" is not in the catalogue, ${guess} is read`,
      'Check its spelling, or add it to a catalogue of your own.',
    );
  }
  return { policy: problems.length > 0 ? undefined : new Policy(definition, facts, ruleOptions), problems, notes };
}

function valuesOf(
  definition: Definition,
  given: Readonly<Record<string, JsonValue>>,
  problems: Problem[],
  notes: Problem[],
): ReadonlyMap<string, JsonValue | undefined> {
  const values = new Map<string, JsonValue | undefined>();
  for (const [name, declaration] of definition.parameters) values.set(name, declaration.defaultValue);
  for (const [name, value] of Object.entries(given)) {
    const key = name.toLowerCase();
    const declaration = definition.parameters.get(key);
    const path = pathOf('$parameters', name);
    if (declaration) checkValue(declaration, value, path, problems);
    else if (definition.declares) {
      report(notes, 'unknown-parameter', path, `the definition declares no parameter "${name}"`, 'Leave it out, or correct its name.');
    }
    values.set(key, value);
  }
  return values;
}

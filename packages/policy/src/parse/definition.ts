import type { JsonObject, JsonValue } from '../json.ts';
import type { Problem } from '../problem.ts';
import { nearest } from '../spelling.ts';
import { readCondition } from './condition.ts';
import { readDetails } from './details.ts';
import { effectKindOf, effectSpellings } from './effects.ts';
import { readEnvelope } from './envelope.ts';
import { pathOf } from './json-text.ts';
import { checkConditionLimit, checkRuleLimits, mostConditions } from './limits.ts';
import { isKnownMode } from './modes.ts';
import { readOperand } from './operand.ts';
import { readParameters } from './parameters.ts';
import { describe, type Entry, entriesOf, isObject, type Reading, report, startReading, textOf } from './reading.ts';
import type { Definition, Operand, ParameterDeclaration, Rule } from './tree.ts';

export interface Parsed<T> {
  /** Undefined when a problem leaves nothing to work with. */
  readonly value: T | undefined;
  readonly problems: readonly Problem[];
}

/**
 * Reads a definition, bare or wrapped in `properties`, or a bare rule (`if` and `then`), from JSON text or parsed JSON.
 * Repeated keys can be found in text only. Reports every problem at once.
 */
export function parseDefinition(input: string | JsonValue): Parsed<Definition> {
  const envelope = readEnvelope(input, ['policyrule']);
  const problems = [...envelope.problems];
  if (!envelope.value) return { value: undefined, problems };
  const { entries, outer, path } = envelope.value;
  const bare = !entries.has('policyrule') && (entries.has('if') || entries.has('then'));
  const ruleEntry: Entry | undefined = bare ? { key: '', value: envelope.value.object, path } : entries.get('policyrule');
  const declarations = bare ? new Map<string, ParameterDeclaration>() : readParameters(entries.get('parameters'), problems);
  if (!ruleEntry) {
    report(
      problems,
      'missing-key',
      path,
      'there is no "policyRule"',
      'Give a definition with "policyRule", or a rule with "if" and "then".',
    );
    return { value: undefined, problems };
  }
  const mode = bare ? undefined : textOf(entries.get('mode'));
  if (mode !== undefined && !isKnownMode(mode)) {
    report(problems, 'unknown-mode', pathOf(path, 'mode'), `"${mode}" is no mode`, 'Use "All" or "Indexed".');
  }
  const reading = startReading(bare ? undefined : new Set(declarations.keys()), problems);
  const rule = readRule(ruleEntry, declarations, reading);
  if (!rule) return { value: undefined, problems };
  const metadata = entries.get('metadata')?.value;
  const about: JsonObject = isObject(metadata) && !bare ? metadata : {};
  const value: Definition = {
    id: textOf(outer.get('id')),
    name: textOf(outer.get('name')),
    displayName: (bare ? undefined : textOf(entries.get('displayname'))) ?? textOf(outer.get('name')) ?? '',
    description: (bare ? undefined : textOf(entries.get('description'))) ?? '',
    category: typeof about['category'] === 'string' ? about['category'] : undefined,
    version: textOf(entries.get('version')) ?? (typeof about['version'] === 'string' ? about['version'] : undefined),
    metadata: about,
    mode,
    policyType: bare ? undefined : textOf(entries.get('policytype')),
    parameters: declarations,
    rule,
    rulePath: ruleEntry.path,
    declares: !bare,
  };
  return { value, problems };
}

function readRule(entry: Entry, declarations: ReadonlyMap<string, ParameterDeclaration>, reading: Reading): Rule | undefined {
  const { value, path } = entry;
  if (!isObject(value)) {
    report(reading.problems, 'wrong-kind', path, `expected an object, found ${describe(value)}`, 'Write an object with "if" and "then".');
    return undefined;
  }
  const entries = entriesOf(value, path, reading.problems);
  const condition = required(entries, 'if', path, reading);
  const then = required(entries, 'then', path, reading);
  const read = condition && readCondition(condition.value, condition.path, reading);
  if (condition) checkConditionLimit(reading.tally.conditions, mostConditions, condition.path, reading);
  const consequence = then && readThen(then, declarations, reading);
  checkRuleLimits(reading, path);
  return read && consequence && { if: read, ...consequence };
}

function required(entries: ReadonlyMap<string, Entry>, name: string, path: string, reading: Reading): Entry | undefined {
  const entry = entries.get(name);
  if (!entry) report(reading.problems, 'missing-key', path, `there is no "${name}"`, `Add "${name}".`);
  return entry;
}

function readThen(then: Entry, declarations: ReadonlyMap<string, ParameterDeclaration>, reading: Reading): Omit<Rule, 'if'> | undefined {
  if (!isObject(then.value)) {
    report(reading.problems, 'wrong-kind', then.path, `expected an object, found ${describe(then.value)}`, 'Write {"effect": "audit"}.');
    return undefined;
  }
  const entries = entriesOf(then.value, then.path, reading.problems);
  const written = required(entries, 'effect', then.path, reading);
  if (!written) return undefined;
  if (typeof written.value !== 'string') {
    report(reading.problems, 'wrong-kind', written.path, `expected text, found ${describe(written.value)}`, 'Write the name of an effect.');
    return undefined;
  }
  const effect = readOperand(written.value, written.path, reading);
  if (effect.kind === 'literal') checkEffect(effect.value, written.path, reading);
  const details = readDetails(entries.get('details'), possibleEffects(effect, declarations), then.path, reading);
  return { effect, details };
}

export function checkEffect(effect: JsonValue, path: string, reading: Pick<Reading, 'problems'>): void {
  if (typeof effect === 'string' && effectKindOf(effect)) return;
  const like = typeof effect === 'string' ? nearest(effect, effectSpellings) : undefined;
  const hint = like ? `Did you mean "${like}"?` : `The effects are ${effectSpellings.join(', ')}.`;
  report(reading.problems, 'unknown-effect', path, `${describe(effect)} is no effect`, hint);
}

/** What the effect can be: itself, or what its parameter allows or defaults to. */
export function possibleEffects(effect: Operand, declarations: ReadonlyMap<string, ParameterDeclaration>): readonly string[] {
  if (effect.kind === 'literal') return typeof effect.value === 'string' ? [effect.value] : [];
  if (effect.kind !== 'expression' || effect.root.kind !== 'call' || effect.root.name.toLowerCase() !== 'parameters') return [];
  const [name] = effect.root.arguments;
  const declaration = name?.kind === 'text' ? declarations.get(name.value.toLowerCase()) : undefined;
  const values = declaration?.allowedValues ?? [declaration?.defaultValue];
  return values.filter((value) => typeof value === 'string');
}

import type { AliasCatalogue } from '../aliases/catalogue.ts';
import { compileExpression } from '../expression/compile.ts';
import { readFieldName } from '../fields/name.ts';
import { textOfPath } from '../fields/path.ts';
import type { Condition, Count, Operand, Rule } from '../parse/tree.ts';
import { guessPath, otherPathOf } from './guess.ts';
import type { RuleOptions } from './rule.ts';

/** What conditions read: paths from the root, each once, in the order of the rule; and the aliases that no catalogue knows. */
export interface Reads {
  readonly own: readonly string[];
  /** Read from the related resource, by an existence condition. */
  readonly related: readonly string[];
  readonly guesses: readonly { readonly alias: string; readonly guess: string }[];
  /** What decides besides values at these paths, so that resources with the same values there may be judged differently. */
  readonly beyond: readonly string[];
}

/** @param types the lower-case types that the rule can hold for; an alias is then read for those only. */
export function readsOf(rule: Rule, types: readonly string[] | undefined, options: RuleOptions, relatedType: string | undefined): Reads {
  const own = new Gathering(types, options);
  const related = new Gathering(relatedType === undefined ? undefined : [relatedType], options, own);
  own.condition(rule.if);
  const { details } = rule;
  if (details) {
    for (const operand of [details.name, details.resourceGroupName]) if (operand) own.operand(operand);
    if (details.resourceGroupName) own.beyond.add('resourceGroupName');
    if (details.existenceCondition) related.condition(details.existenceCondition);
  }
  return {
    own: [...own.paths],
    related: [...related.paths],
    beyond: [...new Set([...own.beyond, ...related.beyond])],
    guesses: [...new Map([...own.guesses, ...related.guesses].map((one) => [one.alias, one])).values()],
  };
}

class Gathering {
  readonly paths = new Set<string>();
  readonly beyond = new Set<string>();
  readonly guesses: { alias: string; guess: string }[] = [];
  private readonly types: readonly string[] | undefined;
  private readonly options: RuleOptions;
  private readonly aliases: AliasCatalogue;
  /** Where `field()` reads. */
  private readonly functions: Gathering;

  constructor(types: readonly string[] | undefined, options: RuleOptions, functions?: Gathering) {
    this.types = types;
    this.options = options;
    this.aliases = options.aliases;
    this.functions = functions ?? this;
  }

  condition(condition: Condition): void {
    if (condition.kind === 'not') this.condition(condition.of);
    else if (condition.kind !== 'test') for (const one of condition.of) this.condition(one);
    else {
      const { left } = condition;
      if (left.kind === 'field') this.fieldOperand(left.name);
      else if (left.kind === 'value') this.operand(left.value);
      else this.count(left.count);
      this.operand(condition.right);
    }
  }

  private count(count: Count): void {
    if (count.kind === 'field') this.fieldOperand(count.field);
    else this.operand(count.value);
    if (count.where) this.condition(count.where);
  }

  private fieldOperand(operand: Operand): void {
    if (operand.kind === 'literal') {
      if (typeof operand.value === 'string') this.name(operand.value);
      return;
    }
    if (operand.kind !== 'expression') return;
    const compiled = compileExpression(operand.root, { parameters: this.options.parameters });
    if (typeof compiled.constant === 'string') this.name(compiled.constant);
    // A computed name is a tag's in practice.
    else if (/'tags[[.]/i.test(operand.text)) this.paths.add('tags');
    if (typeof compiled.constant !== 'string') this.beyond.add('computed field');
    this.operand(operand);
  }

  operand(operand: Operand): void {
    if (operand.kind === 'expression') {
      const { reads } = compileExpression(operand.root, { parameters: this.options.parameters });
      for (const name of reads.fields) this.functions.name(name);
      if (reads.computed) this.beyond.add('computed field');
      // The instant of the run and the request are the same for all resources of a run.
      for (const value of reads.contextValues) if (/^(?:subscription|resourceGroup)\b/.test(value)) this.beyond.add(value);
    } else if (operand.kind === 'list') for (const item of operand.items) this.operand(item);
    else if (operand.kind === 'object') for (const [, item] of operand.entries) this.operand(item);
  }

  private name(name: string): void {
    const field = readFieldName(name, this.options.names);
    if (field.kind === 'path') this.paths.add(textOfPath(field.segments));
    else if (field.kind === 'alias') this.alias(field.alias);
    else this.paths.add(field.kind);
  }

  private alias(alias: string): void {
    const entries = this.aliases.find(alias);
    // Which path stands for the alias then hangs on the type of each resource.
    if (this.types === undefined) this.beyond.add('type');
    for (const type of this.types ?? []) {
      const other = otherPathOf(alias, type);
      if (other !== undefined) this.paths.add(textOfPath(other));
    }
    if (entries.length === 0) {
      const types = this.types?.filter((type) => alias.toLowerCase().startsWith(`${type}/`)) ?? [];
      for (const type of types.length > 0 ? types : [undefined]) {
        const segments = guessPath(alias, type, this.aliases);
        if (!segments) continue;
        const guess = textOfPath(segments);
        this.guesses.push({ alias, guess });
        this.paths.add(guess);
      }
      return;
    }
    const relevant = this.types ? entries.filter((entry) => this.types?.includes(entry.type)) : entries;
    for (const entry of relevant) this.paths.add(entry.path);
    if (relevant.length > 0) return;
    for (const type of this.types ?? []) {
      const segments = guessPath(alias, type, this.aliases);
      if (segments) this.paths.add(textOfPath(segments));
    }
  }
}

import type { AliasCatalogue, AliasEntry } from '../aliases/catalogue.ts';
import { compileExpression } from '../expression/compile.ts';
import type { ExpressionNode } from '../expression/node.ts';
import { readFieldName } from '../fields/name.ts';
import { textOfPath } from '../fields/path.ts';
import type { JsonValue } from '../json.ts';
import { compileOperator } from '../operators/operators.ts';
import type { Condition, Count, Operand, Rule, Test } from '../parse/tree.ts';
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
  /** Of both, what is not read before the rule is known to hold. */
  readonly inDetails: readonly string[];
  /** Where the `if` looks at the resource's id or name only by comparing it with what is the same for all. */
  readonly nameTests: readonly NameTest[];
}

export interface NameTest {
  readonly path: 'id' | 'name';
  /** Says what it compares with, and how. */
  readonly key: string;
  readonly test: (text: string) => boolean;
}

/** @param types the lower-case types that the rule can hold for; an alias is then read for those only. */
export function readsOf(rule: Rule, types: readonly string[] | undefined, options: RuleOptions, relatedType: string | undefined): Reads {
  const first = new Gathering(types, options);
  first.condition(rule.if);
  const then = new Gathering(types, options);
  const related = new Gathering(relatedType === undefined ? undefined : [relatedType], options, then);
  const { details } = rule;
  if (details) {
    for (const operand of [details.name, details.resourceGroupName]) if (operand) then.operand(operand);
    if (details.resourceGroupName) then.beyond.add('resourceGroupName');
    if (details.existenceCondition) related.condition(details.existenceCondition);
  }
  const nameTests = first.nameTests.filter(({ path }) => !first.readOtherwise.has(path));
  const read = new Set([...first.paths, ...first.beyond]);
  for (const { path } of nameTests) read.delete(path);
  const later = [...then.paths, ...then.beyond, ...related.beyond];
  return {
    own: [...new Set([...first.paths, ...then.paths])],
    related: [...related.paths],
    beyond: [...new Set([...first.beyond, ...then.beyond, ...related.beyond])],
    inDetails: [...new Set(later)].filter((one) => !read.has(one)),
    nameTests,
    guesses: [...new Map([...first.guesses, ...then.guesses, ...related.guesses].map((one) => [one.alias, one])).values()],
  };
}

class Gathering {
  readonly paths = new Set<string>();
  readonly beyond = new Set<string>();
  readonly guesses: { alias: string; guess: string }[] = [];
  readonly nameTests: NameTest[] = [];
  /** Paths that are not only compared. */
  readonly readOtherwise = new Set<string>();
  /** What is read of the elements that a count is at, as a whole. */
  private wholeElements = 0;
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
      if (left.kind === 'field') this.fieldTest(left.name, condition);
      else if (left.kind === 'value') this.operand(left.value);
      else this.count(left.count);
      this.operand(condition.right);
    }
  }

  private count(count: Count): void {
    const before = this.wholeElements;
    if (count.where) this.condition(count.where);
    if (count.kind === 'value') this.operand(count.value);
    else {
      // How many there are follows from what is read of each.
      const counted = this.wholeElements > before ? undefined : this.pathOf(count.field);
      const isFollowing = counted !== undefined && [...this.paths].some((path) => path.startsWith(`${counted}.`));
      if (!isFollowing) this.fieldOperand(count.field);
    }
  }

  /** @returns undefined where it is not a single one. */
  private pathOf(field: Operand): string | undefined {
    const gathering = new Gathering(this.types, this.options);
    gathering.fieldOperand(field);
    const [path] = gathering.paths;
    return gathering.paths.size === 1 && gathering.beyond.size === 0 && gathering.guesses.length === 0 ? path : undefined;
  }

  private fieldTest(name: Operand, { operator, operatorText, right }: Test): void {
    const field = name.kind === 'literal' && typeof name.value === 'string' ? readFieldName(name.value, this.options.names) : undefined;
    const [path] = field?.kind === 'path' && field.segments.length === 1 ? field.segments : [];
    const value = this.constantOf(right);
    if ((path !== 'id' && path !== 'name') || value === undefined) {
      this.fieldOperand(name);
      return;
    }
    this.paths.add(path);
    this.nameTests.push({ path, key: `${operatorText} ${JSON.stringify(value)}`, test: compileOperator(operator, value) });
  }

  private constantOf(operand: Operand): JsonValue | undefined {
    if (operand.kind === 'literal') return operand.value;
    return operand.kind === 'expression' ? compileExpression(operand.root, { parameters: this.options.parameters }).constant : undefined;
  }

  private fieldOperand(operand: Operand): void {
    if (operand.kind === 'literal') {
      if (typeof operand.value === 'string') this.name(operand.value);
      return;
    }
    if (operand.kind !== 'expression') return;
    const { constant, reads } = compileExpression(operand.root, { parameters: this.options.parameters });
    if (typeof constant === 'string') this.name(constant);
    else if (reads.fields.length + reads.currents.length + reads.context.size > 0 || reads.computed) {
      if (/'tags[[.]/i.test(operand.text)) this.paths.add('tags');
      if (!isTagName(operand.root)) this.beyond.add('computed field');
    }
    // Else it fails for every resource.
    this.operand(operand);
  }

  operand(operand: Operand): void {
    if (operand.kind === 'expression') {
      const { reads } = compileExpression(operand.root, { parameters: this.options.parameters });
      for (const name of reads.fields) this.functions.name(name);
      this.wholeElements += reads.currents.length;
      if (reads.computed) this.beyond.add('computed field');
      // The instant of the run and the request are the same for all resources of a run.
      for (const value of reads.contextValues) if (/^(?:subscription|resourceGroup)\b/.test(value)) this.beyond.add(value);
    } else if (operand.kind === 'list') for (const item of operand.items) this.operand(item);
    else if (operand.kind === 'object') for (const [, item] of operand.entries) this.operand(item);
  }

  private name(name: string): void {
    const field = readFieldName(name, this.options.names);
    if (field.kind === 'path') {
      const path = textOfPath(field.segments);
      this.paths.add(path);
      this.readOtherwise.add(path);
    } else if (field.kind === 'alias') this.alias(field.alias);
    else this.paths.add(field.kind);
  }

  /** Every path that `Target.pathOf` and `Target.otherPathOf` may give for it. */
  private alias(alias: string): void {
    const entries = this.aliases.find(alias);
    // Which path stands for the alias then hangs on the type of each resource.
    if (this.types === undefined) this.beyond.add('type');
    const named = typesIn(alias);
    const own = this.types?.filter((type) => named.includes(type)) ?? named;
    for (const type of own) {
      const other = otherPathOf(alias, type);
      if (other !== undefined) this.paths.add(textOfPath(other));
    }
    for (const entry of entries) if (this.types?.includes(entry.type) ?? true) this.entry(entry);
    for (const type of own) if (!entries.some((entry) => entry.type === type)) this.guess(alias, type, entries);
    if (entries.length === 0 && own.length === 0) this.guess(alias, undefined, entries);
  }

  private entry({ path, versions }: AliasEntry): void {
    this.paths.add(path);
    if (versions === undefined) return;
    for (const other of versions.values()) this.paths.add(other);
    this.paths.add('apiVersion');
  }

  private guess(alias: string, type: string | undefined, entries: readonly AliasEntry[]): void {
    const segments = guessPath(alias, type, this.aliases);
    if (!segments) return;
    const guess = textOfPath(segments);
    if (entries.length === 0) this.guesses.push({ alias, guess });
    this.paths.add(guess);
  }
}

/** The types that an alias may be written for, lower case: all that stands before one of its slashes, without the first. */
function typesIn(alias: string): readonly string[] {
  const parts = alias.toLowerCase().split('/');
  return parts.slice(2).map((_, index) => parts.slice(0, index + 2).join('/'));
}

/** Whether a name that is worked out is that of a tag, whatever comes out. */
function isTagName(root: ExpressionNode): boolean {
  const [first] = root.kind === 'call' && root.name.toLowerCase() === 'concat' ? root.arguments : [];
  return first?.kind === 'text' && /^tags[[.]/i.test(first.value);
}

import { forbiddenFunctions } from '../functions/forbidden.ts';
import type { ContextName, TemplateFunction } from '../functions/function.ts';
import { functionByName, functionNames } from '../functions/functions.ts';
import type { JsonValue } from '../json.ts';
import { nearest } from '../spelling.ts';
import { elementOf, propertyOf } from './access.ts';
import { type Apply, applied, strict } from './apply.ts';
import { contextDefault } from './defaults.ts';
import { type Evaluator, type ExpressionEnvironment, ExpressionFailure, type Outcome } from './environment.ts';
import type { CallNode, ExpressionNode, PropertyNode } from './node.ts';
import type { ExpressionProblem } from './problem.ts';

export interface CompileExpressionOptions {
  /**
   * The parameters that are declared, by lower-case name, with their values; undefined for one without a value. A parameter
   * that is not in the map is a problem. Without a map no parameter is known and none is a problem.
   */
  readonly parameters?: ReadonlyMap<string, JsonValue | undefined>;
}

/** What an expression reads, as far as it is written in it. */
export interface ExpressionReads {
  /** Names given to `field()`, as written, each once. */
  readonly fields: readonly string[];
  /** Names given to `current()`, as written, each once; undefined for a bare `current()`. */
  readonly currents: readonly (string | undefined)[];
  /** True when a name given to `field()` or `current()` is computed from the resource, so that the lists above are not complete. */
  readonly computed: boolean;
  readonly context: ReadonlySet<ContextName>;
  /** The same with the property read of it, lower case: `resourceGroup.managedby`; without one where all of it is read. */
  readonly contextValues: ReadonlySet<string>;
  /** Parameters read, lower case, each once. */
  readonly parameters: readonly string[];
}

/** An expression ready to run. Holds no state between runs. */
export interface CompiledExpression {
  /** The value when it is the same for every resource. Undefined when it is not, or when the expression never yields a value. */
  readonly constant: JsonValue | undefined;
  readonly problems: readonly ExpressionProblem[];
  readonly reads: ExpressionReads;
  /** How many function calls stand in it; a rule may have 2,048 in all. */
  readonly calls: number;
  /** Never throws. Undefined: the expression yields nothing, because a property that it reads is absent. */
  run(env: ExpressionEnvironment): Outcome;
}

/** Code for one node: either its outcome is known already, or it has to be run. */
type Code = { readonly known: true; readonly outcome: Outcome } | { readonly known: false; readonly run: Evaluator };

/** Compiles a parsed expression to closures, folding everything that does not depend on the resource or the context. */
export function compileExpression(root: ExpressionNode, options: CompileExpressionOptions = {}): CompiledExpression {
  const compiler = new Compiler(options);
  const code = compiler.compile(root);
  return {
    constant: code.known && !(code.outcome instanceof ExpressionFailure) ? code.outcome : undefined,
    problems: compiler.problems,
    reads: compiler.reads(),
    calls: compiler.calls,
    run: guarded(runOf(code)),
  };
}

/** The engine's own limits (stack, memory) become a failure of this one expression. Everything else is returned, not thrown. */
const guarded =
  (run: Evaluator): Evaluator =>
  (env) => {
    try {
      return run(env);
    } catch (error) {
      if (error instanceof RangeError) return new ExpressionFailure('', `a limit of the JavaScript engine was reached: ${error.message}`);
      throw error;
    }
  };

const known = (outcome: Outcome): Code => ({ known: true, outcome });

const runOf = (code: Code): Evaluator => {
  if (!code.known) return code.run;
  const { outcome } = code;
  return () => outcome;
};

const namedValues = new Map<string, JsonValue>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** Folding needs no environment: functions that read one are never folded. */
const nowhere: ExpressionEnvironment = { context: { now: '' }, field: () => undefined, current: () => undefined };

class Compiler {
  readonly problems: ExpressionProblem[] = [];
  calls = 0;
  readonly #options: CompileExpressionOptions;
  readonly #fields = new Set<string>();
  readonly #currents = new Set<string | undefined>();
  readonly #context = new Set<ContextName>();
  readonly #contextValues = new Set<string>();
  readonly #parameters = new Set<string>();
  #computed = false;

  constructor(options: CompileExpressionOptions) {
    this.#options = options;
  }

  reads(): ExpressionReads {
    return {
      fields: [...this.#fields],
      currents: [...this.#currents],
      computed: this.#computed,
      context: this.#context,
      contextValues: this.#contextValues,
      parameters: [...this.#parameters],
    };
  }

  compile(node: ExpressionNode): Code {
    switch (node.kind) {
      case 'number':
      case 'text':
        return known(node.value);
      case 'name':
        return this.#name(node.name, node.offset);
      case 'minus':
        return this.#apply([this.compile(node.of)], (values) => negated(values[0]));
      case 'property':
        return this.#property(node);
      case 'element':
        return this.#apply([this.compile(node.of), this.compile(node.index)], (values) => elementOf(values[0], values[1]));
      case 'call':
        return this.#call(node);
    }
  }

  #name(name: string, offset: number): Code {
    const value = namedValues.get(name.toLowerCase());
    if (value !== undefined) return known(value);
    return this.#problem({
      code: 'expression-syntax',
      message: `'${name}' at character ${offset + 1} is neither a call nor true, false or null.`,
      hint: `Write '${name}()' for a function, or put a text in single quotes.`,
      offset,
    });
  }

  #property(node: PropertyNode): Code {
    const { name } = node;
    const fallback = node.of.kind === 'call' ? contextDefault(node.of.name, name) : undefined;
    const of = node.of.kind === 'call' ? this.#call(node.of, name) : this.compile(node.of);
    if (of.known) return known(propertyOf(of.outcome, name));
    const { run } = of;
    if (fallback === undefined) return { known: false, run: (env) => propertyOf(run(env), name) };
    return { known: false, run: (env) => propertyOf(run(env), name) ?? fallback };
  }

  /** @param property what is read of its result */
  #call(node: CallNode, property?: string): Code {
    this.calls += 1;
    const name = node.name.toLowerCase();
    const codes = node.arguments.map((argument) => this.compile(argument));
    if (name === 'parameters' || name === 'field' || name === 'current') {
      const minimum = name === 'current' ? 0 : 1;
      const wrong = this.#wrongCount(node, name, minimum, 1);
      if (wrong !== undefined) return wrong;
      if (name === 'parameters') return this.#parameter(node, codes[0] ?? known(undefined));
      return name === 'field' ? this.#field(codes[0] ?? known(undefined)) : this.#current(codes[0]);
    }
    const found = functionByName.get(name);
    if (found === undefined) return this.#unknownFunction(node, name);
    return this.#wrongCount(node, found.name, found.arguments[0], found.arguments[1]) ?? this.#bind(found, codes, property);
  }

  #bind(found: TemplateFunction, codes: readonly Code[], property: string | undefined): Code {
    switch (found.kind) {
      case 'strict':
        return this.#apply(codes, strict(found.apply));
      case 'lenient':
        return this.#apply(codes, found.apply);
      case 'lazy': {
        const run = found.bind(codes.map(runOf));
        return codes.every((code) => code.known) ? known(guarded(run)(nowhere)) : { known: false, run };
      }
      case 'context':
        this.#context.add(found.reads);
        this.#contextValues.add(property === undefined ? found.reads : `${found.reads}.${property.toLowerCase()}`);
        return { known: false, run: found.bind(codes.map(runOf)) };
    }
  }

  /** A function of values: folded when they are all known, else one closure for the common small numbers of arguments. */
  #apply(codes: readonly Code[], apply: Apply): Code {
    const runs = codes.map(runOf);
    const run = applied(runs, apply);
    return codes.every((code) => code.known) ? known(guarded(run)(nowhere)) : { known: false, run };
  }

  #parameter(node: CallNode, code: Code): Code {
    const { parameters } = this.#options;
    if (!code.known) return { known: false, run: named('parameters', code.run, (_, name) => valueOfParameter(parameters, name)) };
    const name = code.outcome;
    if (typeof name !== 'string') return known(notAName('parameters', name));
    const key = name.toLowerCase();
    this.#parameters.add(key);
    if (parameters === undefined || parameters.has(key)) return known(valueOfParameter(parameters, name));
    return this.#problem({
      code: 'undefined-parameter',
      message: `The parameter '${name}' is not declared.`,
      hint: 'Declare it under parameters of the definition, or correct the name.',
      offset: node.offset,
    });
  }

  #field(code: Code): Code {
    if (code.known && typeof code.outcome === 'string') {
      const name = code.outcome;
      this.#fields.add(name);
      return { known: false, run: (env) => env.field(name) };
    }
    if (code.known) return known(notAName('field', code.outcome));
    this.#computed = true;
    return { known: false, run: named('field', code.run, (env, name) => env.field(name)) };
  }

  #current(code: Code | undefined): Code {
    if (code === undefined) return this.#currentOf(undefined);
    if (code.known) {
      const name = code.outcome;
      return typeof name === 'string' ? this.#currentOf(name) : known(notAName('current', name));
    }
    this.#computed = true;
    return { known: false, run: named('current', code.run, (env, name) => env.current(name)) };
  }

  #currentOf(name: string | undefined): Code {
    this.#currents.add(name);
    return { known: false, run: (env) => env.current(name) };
  }

  #wrongCount(node: CallNode, name: string, minimum: number, maximum: number): Code | undefined {
    const count = node.arguments.length;
    if (count >= minimum && count <= maximum) return undefined;
    const wanted = minimum === maximum ? `${minimum}` : `${minimum} to ${maximum}`;
    return this.#problem({
      code: 'wrong-argument-count',
      message: `${name}() takes ${wanted} argument${wanted === '1' ? '' : 's'}, but it is given ${count}.`,
      hint: `Give ${name}() ${wanted}.`,
      offset: node.offset,
    });
  }

  #unknownFunction(node: CallNode, name: string): Code {
    const reason = forbiddenFunctions(name);
    if (reason !== undefined) {
      return this.#problem({
        code: 'function-not-allowed',
        message: `${node.name}() exists in deployment templates, but not in policy rules.`,
        hint: reason,
        offset: node.offset,
      });
    }
    const like = nearest(node.name, functionNames);
    return this.#problem({
      code: 'unknown-function',
      message: `There is no function ${node.name}().`,
      hint: like === undefined ? 'docs/policy-language.md lists the functions.' : `Did you mean ${like}()?`,
      offset: node.offset,
    });
  }

  #problem(problem: ExpressionProblem): Code {
    this.problems.push(problem);
    return known(new ExpressionFailure('', problem.message));
  }
}

function negated(value: JsonValue | undefined): Outcome {
  if (value === undefined) return undefined;
  return typeof value === 'number' ? 0 - value : new ExpressionFailure('-', 'only a number can have a sign');
}

function valueOfParameter(parameters: ReadonlyMap<string, JsonValue | undefined> | undefined, name: string): Outcome {
  const value = parameters?.get(name.toLowerCase());
  return value === undefined ? new ExpressionFailure('parameters', `the parameter '${name}' has no value`) : value;
}

/** A read by a name that is known only when the expression runs. */
function named(reader: string, name: Evaluator, read: (env: ExpressionEnvironment, name: string) => Outcome): Evaluator {
  return (env) => {
    const found = name(env);
    return typeof found === 'string' ? read(env, found) : notAName(reader, found);
  };
}

const notAName = (reader: string, found: Outcome): Outcome =>
  found === undefined || found instanceof ExpressionFailure ? found : new ExpressionFailure(reader, 'the name must be a text');

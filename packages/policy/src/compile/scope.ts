import type { EvaluationContext } from '../evaluation.ts';
import { compileExpression } from '../expression/compile.ts';
import { type ExpressionEnvironment, ExpressionFailure, type Outcome } from '../expression/environment.ts';
import type { JsonValue } from '../json.ts';
import type { Operand } from '../parse/tree.ts';
import { Frame } from './frame.ts';
import { remembered } from './remembered.ts';
import { type Binding, type Selected, type Selection, selectCurrent, selectField } from './selection.ts';
import type { Target } from './target.ts';
import { chainReader } from './target.ts';
import { collectOf } from './walk.ts';

/** A value of a rule: the same for every resource, or to be worked out. */
export type Yield = { readonly constant: JsonValue } | { readonly run: (frame: Frame) => Outcome };

type Read = (frame: Frame) => JsonValue | undefined;

export interface ScopeOptions {
  /** What `field:` conditions read. */
  readonly target: Target;
  /** What `field()` reads when it is another resource: that of the `if`, in an existence condition. */
  readonly owner: Target | undefined;
  readonly parameters: ReadonlyMap<string, JsonValue | undefined>;
  readonly bindings: readonly Binding[];
  /** How many levels of elements the counts around take. */
  readonly levels: number;
  /** Compiled while a resource is judged, when it is too late to ask the target for slots. */
  readonly isLate?: boolean;
}

/** Everything that a condition can see at its place in a rule. One is made for the rule and one for each `where`. */
export class Scope implements ExpressionEnvironment {
  readonly options: ScopeOptions;
  readonly target: Target;
  private frame = new Frame({}, { now: '' });
  private readonly fields = new Map<string, Read>();
  private readonly currents = new Map<string | undefined, Read>();

  constructor(options: ScopeOptions) {
    this.options = options;
    this.target = options.target;
  }

  /** The scope of the `where` of a count. @param shared false where it is compiled while a resource is judged. */
  within(binding: Binding, levels: number, shared = true): Scope {
    const { options } = this;
    const isLate = this.isLate || !shared;
    return new Scope({ ...options, bindings: [...options.bindings, binding], levels: options.levels + levels, isLate });
  }

  select(name: string, shared: boolean): Selection {
    return selectField(name, this.target, this.options.bindings, shared && !this.isLate);
  }

  private get isLate(): boolean {
    return this.options.isLate ?? false;
  }

  get context(): EvaluationContext {
    return this.frame.context;
  }

  /** `field()`: null when missing; a list for a path with `[*]`, of one when it stands within the count of that path. */
  field(name: string): JsonValue | undefined {
    const { frame } = this;
    return remembered(this.fields, name, this.computedReader)(frame.owner ?? frame);
  }

  current(name: string | undefined): Outcome & (JsonValue | undefined) {
    return remembered(this.currents, name, this.currentReader)(this.frame);
  }

  /** Compiles a value of the rule in this scope. */
  yield(operand: Operand): Yield {
    switch (operand.kind) {
      case 'literal':
        return { constant: operand.value };
      case 'expression':
        return this.expression(operand);
      case 'list': {
        const items = operand.items.map((item) => this.yield(item));
        return together(items, (values) => values);
      }
      case 'object': {
        const keys = operand.entries.map(([key]) => key);
        const items = operand.entries.map(([, item]) => this.yield(item));
        return together(items, (values) => Object.fromEntries(keys.map((key, index) => [key, values[index] ?? null])));
      }
    }
  }

  private expression(operand: Operand & { readonly kind: 'expression' }): Yield {
    const compiled = compileExpression(operand.root, { parameters: this.options.parameters });
    if (compiled.constant !== undefined) return { constant: compiled.constant };
    for (const name of compiled.reads.fields) this.fields.set(name, this.readerOf(name, !this.isLate));
    return {
      run: (frame) => {
        this.frame = frame;
        return compiled.run(this);
      },
    };
  }

  private readerOf(name: string, shared: boolean): Read {
    const { owner, bindings } = this.options;
    return reading(owner ? selectField(name, owner, [], shared) : selectField(name, this.target, bindings, shared));
  }

  /** Of a name that is known only while a resource is judged. */
  private readonly computedReader = (name: string): Read => this.readerOf(name, false);

  private readonly currentReader = (name: string | undefined): Read => {
    const selection = selectCurrent(name, this.target, this.options.bindings);
    return selection ? reading(selection) : () => undefined;
  };
}

function reading({ start, rest, plural }: Selected): Read {
  if (!plural) {
    const read = chainReader(rest);
    return (frame) => read(start(frame)) ?? null;
  }
  const collect = collectOf(rest);
  return (frame) => {
    const found: JsonValue[] = [];
    collect(start(frame), found);
    return found;
  };
}

/** Several values as one; nothing or a failure in one of them is that of the whole. */
function together(items: readonly Yield[], join: (values: readonly JsonValue[]) => JsonValue): Yield {
  const constants = items.flatMap((item) => ('constant' in item ? [item.constant] : []));
  if (constants.length === items.length) return { constant: join(constants) };
  return {
    run: (frame) => {
      const values: JsonValue[] = [];
      for (const item of items) {
        const value = 'constant' in item ? item.constant : item.run(frame);
        if (value === undefined || value instanceof ExpressionFailure) return value;
        values.push(value);
      }
      return join(values);
    },
  };
}

/** The name of a field; undefined, with the reason noted, where it cannot be worked out. */
export function nameIn(name: Yield, frame: Frame): string | undefined {
  const found = 'constant' in name ? name.constant : name.run(frame);
  if (typeof found === 'string') return found;
  if (found === undefined || isFailure(found)) return fail(frame, found);
  frame.failure ??= 'the name of a field is computed and is no text';
  return undefined;
}

/** Notes why a value is not there; the condition that needed it is undecided. */
export function fail(frame: Frame, outcome: ExpressionFailure | undefined): undefined {
  frame.failure ??= reasonOf(outcome);
  return undefined;
}

export function reasonOf(outcome: ExpressionFailure | undefined): string {
  if (!outcome) return 'an expression reads a property that is not there';
  return outcome.function === '' ? outcome.reason : `${outcome.function}(): ${outcome.reason}`;
}

export function isFailure(outcome: Outcome): outcome is ExpressionFailure {
  return outcome instanceof ExpressionFailure;
}

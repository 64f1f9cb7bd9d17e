import { type Outcome as CompiledOutcome, ExpressionFailure } from '../expression/environment.ts';
import type { ExpressionNode } from '../expression/node.ts';
import { parseExpression } from '../expression/parse.ts';
import { functionByName } from '../functions/functions.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { booleanOf } from '../operators/number.ts';
import { applyOperator, operatorOf } from '../operators/operators.ts';
import type { Resource } from '../resource.ts';

/**
 * The language once more, as a plain walk over the JSON with nothing compiled, folded, shared or stopped early, written from the
 * specification: implicit every over [*], counts over elements, bindings from the innermost count outwards, and three truths, since
 * a function may fail. The operators, the functions of values and the parser of expressions are the same code; they have tables and
 * properties of their own.
 */
export interface Setting {
  readonly resource: Resource;
  /** What `field()` reads in an existence condition: the resource of the `if`. */
  readonly owner?: Resource;
  /** The path that a field's name stands for, `[*]` as a part of its own; undefined when it selects nothing here. */
  readonly partsOf: (name: string) => readonly string[] | undefined;
  readonly parameters: JsonObject;
  readonly context: { readonly resourceGroup: JsonObject };
}

type Truth = boolean | undefined;
type Found = JsonValue | undefined;
type Outcome = Found | typeof failed;
const failed: unique symbol = Symbol('failed');

type Bound =
  | { readonly kind: 'element'; readonly prefix: readonly string[]; readonly element: JsonValue }
  | { readonly kind: 'item'; readonly name: string; readonly element: JsonValue };

/** How a rule comes out, and whether anything in it could not be judged on the way. */
export function refer(condition: JsonObject, setting: Setting): { readonly result: Truth; readonly sure: boolean } {
  const walk = new Walk(setting);
  const result = walk.judge(condition, []);
  return { result, sure: walk.sure };
}

const leftSides: ReadonlySet<string> = new Set(['field', 'value', 'count']);

class Walk {
  sure = true;
  private readonly setting: Setting;

  constructor(setting: Setting) {
    this.setting = setting;
  }

  judge(condition: JsonObject, bounds: readonly Bound[]): Truth {
    const { allOf, anyOf, not, field, value, count } = condition;
    const all = (list: JsonValue): readonly Truth[] => (list as readonly JsonObject[]).map((one) => this.judge(one, bounds));
    if (allOf !== undefined) return joined(all(allOf), false);
    if (anyOf !== undefined) return joined(all(anyOf), true);
    if (not !== undefined) {
      const result = this.judge(not as JsonObject, bounds);
      return result === undefined ? undefined : !result;
    }
    const operator = Object.keys(condition).find((key) => !leftSides.has(key)) ?? '';
    const right = this.operand(condition[operator], bounds);
    if (right === failed) return this.unsure();
    const known = operatorOf(operator);
    const test = (found: Found): boolean => known !== undefined && applyOperator(known.name, found, right);
    if (field !== undefined) return this.field(field, operator, right, bounds);
    if (count !== undefined) {
      const range = this.count(count as JsonObject, bounds);
      if (!range) return undefined;
      const answers = new Set(Array.from({ length: range.most - range.least + 1 }, (_, more) => test(range.least + more)));
      return answers.size === 1 ? [...answers][0] : undefined;
    }
    const left = this.operand(value, bounds);
    return left === failed || left === undefined ? this.unsure() : test(left);
  }

  private unsure(): undefined {
    this.sure = false;
    return undefined;
  }

  private field(field: JsonValue, operator: string, right: Found, bounds: readonly Bound[]): Truth {
    const name = this.operand(field, bounds);
    if (typeof name !== 'string') return this.unsure();
    const isLocation = name.toLowerCase() === 'location' && /equals|in$|like/i.test(operator) && !/less|greater/i.test(operator);
    const plain = (found: Found): Found => (isLocation ? withoutSpaces(found) : found);
    const known = operatorOf(operator);
    const test = (found: Found): boolean => known !== undefined && applyOperator(known.name, plain(found), plain(right));
    const parts = this.setting.partsOf(name);
    if (!parts) return test(undefined);
    const from = this.start(parts, bounds);
    return every(from.value, from.rest, test);
  }

  private count(count: JsonObject, bounds: readonly Bound[]): { readonly least: number; readonly most: number } | undefined {
    const { field, value, name, where } = count;
    const inner = field === undefined ? this.items(value, name, bounds) : this.elements(field, bounds);
    if (!inner) return this.unsure();
    const truths = inner.map((one) => (where === undefined ? true : this.judge(where as JsonObject, one)));
    const least = truths.filter((truth) => truth === true).length;
    return { least, most: least + truths.filter((truth) => truth === undefined).length };
  }

  private items(value: Found, name: Found, bounds: readonly Bound[]): readonly (readonly Bound[])[] | undefined {
    const list = this.operand(value, bounds);
    if (list === failed || list === undefined) return undefined;
    const as = typeof name === 'string' ? name : 'default';
    return isList(list) ? list.map((element): readonly Bound[] => [...bounds, { kind: 'item', name: as, element }]) : [];
  }

  private elements(field: JsonValue, bounds: readonly Bound[]): readonly (readonly Bound[])[] | undefined {
    const name = this.operand(field, bounds);
    if (name === failed || name === undefined) return undefined;
    const parts = typeof name === 'string' ? this.setting.partsOf(name) : undefined;
    if (!parts) return [];
    const prefix = parts.slice(0, parts.lastIndexOf('[*]') + 1);
    const from = this.start(parts, bounds);
    const found: (readonly Bound[])[] = [];
    const walk = (at: Found, rest: readonly string[], before: readonly string[], around: readonly Bound[]): void => {
      const star = rest.indexOf('[*]');
      if (star === -1) {
        // The array that is counted stands innermost, also where a count around it holds one of its elements already.
        const held = around.findLast((bound) => bound.kind === 'element' && covered(bound.prefix, prefix) === prefix.length);
        found.push(held ? [...around, held] : around);
        return;
      }
      const list = rest.slice(0, star).reduce(get, at);
      const path = [...before, ...rest.slice(0, star + 1)];
      if (!isList(list)) return;
      for (const element of list) walk(element, rest.slice(star + 1), path, [...around, { kind: 'element', prefix: path, element }]);
    };
    walk(from.value, from.rest, parts.slice(0, parts.length - from.rest.length), bounds);
    return found;
  }

  /** Where reading starts: the element of the count that covers most of the path, the innermost of equal ones, else the resource. */
  private start(
    parts: readonly string[],
    bounds: readonly Bound[],
  ): { readonly value: Found; readonly rest: readonly string[]; held: boolean } {
    let value: Found = this.setting.resource;
    let most = 0;
    for (const bound of bounds) {
      const length = bound.kind === 'element' ? covered(bound.prefix, parts) : 0;
      if (length === 0 || length < most) continue;
      most = length;
      value = bound.element;
    }
    return { value, rest: parts.slice(most), held: most > 0 };
  }

  private operand(value: Found, bounds: readonly Bound[]): Outcome {
    if (typeof value === 'string') {
      const parsed = parseExpression(value);
      if (parsed.kind === 'problem') return failed;
      return parsed.kind === 'literal' ? parsed.value : this.expression(parsed.root, bounds);
    }
    if (isList(value)) return together(value.map((item) => this.operand(item, bounds)));
    if (typeof value !== 'object' || value === null) return value;
    const values = together(Object.values(value).map((item) => this.operand(item, bounds)));
    return isList(values) ? Object.fromEntries(Object.keys(value).map((key, at) => [key, values[at] ?? null])) : values;
  }

  private expression(node: ExpressionNode, bounds: readonly Bound[]): Outcome {
    switch (node.kind) {
      case 'number':
      case 'text':
        return node.value;
      case 'name':
        return { true: true, false: false, null: null }[node.name.toLowerCase()] ?? null;
      case 'minus': {
        const of = this.expression(node.of, bounds);
        return of === undefined ? undefined : typeof of === 'number' ? 0 - of : failed;
      }
      case 'property': {
        const of = this.expression(node.of, bounds);
        return of === failed ? failed : get(of, node.name);
      }
      case 'element':
        return this.element(this.expression(node.of, bounds), this.expression(node.index, bounds));
      case 'call':
        return this.call(node.name.toLowerCase(), node.arguments, bounds);
    }
  }

  private element(of: Outcome, index: Outcome): Outcome {
    if (of === failed || index === failed) return failed;
    if (of === undefined || index === undefined) return undefined;
    if (typeof index === 'string') return get(of, index);
    if (typeof index !== 'number') return failed;
    return isList(of) ? of[index] : undefined;
  }

  private call(name: string, nodes: readonly ExpressionNode[], bounds: readonly Bound[]): Outcome {
    const value = (at: number): Outcome => (nodes[at] ? this.expression(nodes[at], bounds) : undefined);
    switch (name) {
      case 'if': {
        const truth = truthOf(value(0));
        return truth === failed ? failed : value(truth ? 1 : 2);
      }
      case 'and':
      case 'or': {
        for (let at = 0; at < nodes.length; at += 1) {
          const truth = truthOf(value(at));
          if (truth === failed || truth === (name === 'or')) return truth;
        }
        return name === 'and';
      }
      case 'coalesce':
        return nodes.map((_, at) => value(at)).find((one) => one !== undefined && one !== null) ?? null;
      case 'resourcegroup':
        return this.setting.context.resourceGroup;
      default:
    }
    const values = nodes.map((_, at) => value(at));
    if (values.includes(failed)) return failed;
    const [first] = values;
    if (name === 'current' && nodes.length === 0) return bounds.at(-1)?.element;
    if (name === 'parameters' || name === 'field' || name === 'current') {
      if (first === undefined) return undefined;
      if (typeof first !== 'string') return failed;
      if (name === 'parameters') return get(this.setting.parameters, first) ?? failed;
      return name === 'field' ? this.fieldValue(first, bounds) : this.current(first, bounds);
    }
    return this.plain(name, values as readonly Found[]);
  }

  private plain(name: string, values: readonly Found[]): Outcome {
    const known = functionByName.get(name);
    if (known?.kind !== 'strict' && known?.kind !== 'lenient') throw new Error(`the walk does not know ${name}()`);
    if (known.kind === 'strict' && values.includes(undefined)) return undefined;
    const outcome: CompiledOutcome = known.apply(values as readonly JsonValue[]);
    return outcome instanceof ExpressionFailure ? failed : outcome;
  }

  private fieldValue(name: string, bounds: readonly Bound[]): Outcome {
    const parts = this.setting.partsOf(name);
    if (!parts) return name.includes('[*]') ? [] : null;
    const { owner } = this.setting;
    const { value, rest } = owner ? { value: owner, rest: parts } : this.start(parts, bounds);
    return parts.includes('[*]') ? collected(value, rest) : (rest.reduce(get, value) ?? null);
  }

  private current(name: string, bounds: readonly Bound[]): Outcome {
    const named = bounds.findLast((bound) => bound.kind === 'item' && bound.name.toLowerCase() === name.toLowerCase());
    if (named) return named.element;
    const parts = this.setting.partsOf(name);
    const from = parts && this.start(parts, bounds);
    if (!from?.held) return undefined;
    return from.rest.includes('[*]') ? collected(from.value, from.rest) : (from.rest.reduce(get, from.value) ?? null);
  }
}

function joined(truths: readonly Truth[], stop: boolean): Truth {
  if (truths.includes(stop)) return stop;
  return truths.includes(undefined) ? undefined : !stop;
}

function together(items: readonly Outcome[]): Outcome {
  const first = items.find((item) => item === failed || item === undefined);
  return first === failed ? failed : items.includes(undefined) ? undefined : (items as readonly JsonValue[]);
}

function truthOf(value: Outcome): boolean | typeof failed {
  if (value === failed || typeof value === 'boolean') return value;
  if (value === undefined || value === null) return false;
  return (typeof value === 'string' ? booleanOf(value) : undefined) ?? failed;
}

function get(value: Found, key: string): Found {
  if (typeof value !== 'object' || value === null || isList(value)) return undefined;
  if (Object.hasOwn(value, key)) return value[key];
  const found = Object.keys(value).find((other) => other.toLowerCase() === key.toLowerCase());
  return found === undefined ? undefined : value[found];
}

/** How many parts of a path an element of `prefix` covers; 0: none. A key straight below a counted array is that of its element. */
export function covered(prefix: readonly string[], parts: readonly string[]): number {
  let at = 0;
  for (const part of prefix) {
    const found = parts[at]?.toLowerCase();
    if (found === part.toLowerCase()) at += 1;
    else if (part !== '[*]' || found === undefined) return 0;
  }
  return at;
}

function every(value: Found, rest: readonly string[], test: (found: Found) => boolean): boolean {
  const [part, ...after] = rest;
  if (part === undefined) return test(value);
  if (part !== '[*]') return every(get(value, part), after, test);
  return isList(value) ? value.every((element) => every(element, after, test)) : test(undefined);
}

function collected(value: Found, rest: readonly string[]): readonly JsonValue[] {
  const [part, ...after] = rest;
  if (part === undefined) return value === undefined ? [] : [value];
  if (part !== '[*]') return collected(get(value, part), after);
  return isList(value) ? value.flatMap((element) => collected(element, after)) : [];
}

function withoutSpaces(value: Found): Found {
  if (typeof value === 'string') return value.replaceAll(' ', '');
  return isList(value) ? value.map((item) => (typeof item === 'string' ? item.replaceAll(' ', '') : item)) : value;
}

function isList(value: unknown): value is readonly JsonValue[] {
  return Array.isArray(value);
}

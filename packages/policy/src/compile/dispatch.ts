import type { JsonValue } from '../json.ts';
import { fold } from '../operators/fold.ts';
import type { Condition } from '../parse/tree.ts';
import type { Judge } from './frame.ts';
import type { Scope, Yield } from './scope.ts';

/** So many alternatives have to be told apart before looking one up beats asking each. */
const fewest = 3;

/** For a field, by its name in lower case: the only texts, folded, with which a condition can hold; of other kinds any value may do. */
type Guards = ReadonlyMap<string, readonly string[]>;

/**
 * `anyOf` whose alternatives mostly start from the text of one field, as the lists of images in Microsoft's own rules do: the text
 * is looked up, and only alternatives that can hold with it are asked. Undefined where nothing is gained.
 *
 * @param alternatives with the judge of each; none is decided without a resource.
 * @param join makes one judge of several alternatives.
 */
export function compileDispatch(
  alternatives: readonly { readonly condition: Condition; readonly judge: Judge }[],
  scope: Scope,
  join: (judges: readonly Judge[]) => Judge,
): Judge | undefined {
  if (alternatives.length < fewest) return undefined;
  const guarded = alternatives.map(({ condition, judge }) => ({ condition, judge, guards: guardsOf(condition, scope) }));
  const name = mostUsed(guarded.map(({ guards }) => guards));
  const selection = name === undefined ? undefined : scope.select(name, true);
  if (name === undefined || !selection?.path || selection.location) return undefined;
  const texts = new Set(guarded.flatMap(({ guards }) => guards.get(name) ?? []));
  const of = (text: string | undefined): Judge =>
    join(
      guarded.flatMap(({ condition, judge, guards }) => {
        const own = guards.get(name);
        if (!own) return [judge];
        if (text === undefined || !own.includes(text)) return [];
        return [condition.kind === 'test' ? () => true : judge];
      }),
    );
  const judgeByText = new Map([...texts].map((text) => [text, of(text)]));
  const others = of(undefined);
  const all = join(guarded.map(({ judge }) => judge));
  const read = scope.target.foldedReader(selection.path);
  return (frame) => {
    const value = read(frame);
    return (typeof value === 'string' ? (judgeByText.get(value) ?? others) : all)(frame);
  };
}

function mostUsed(all: readonly Guards[]): string | undefined {
  const uses = new Map<string, number>();
  for (const guards of all) for (const name of guards.keys()) uses.set(name, (uses.get(name) ?? 0) + 1);
  const [best] = [...uses].toSorted((left, right) => right[1] - left[1]);
  return best && best[1] >= fewest ? best[0] : undefined;
}

function guardsOf(condition: Condition, scope: Scope): Guards {
  const guards = new Map<string, readonly string[]>();
  if (condition.kind === 'allOf') {
    for (const one of condition.of) for (const [name, texts] of guardsOf(one, scope)) if (!guards.has(name)) guards.set(name, texts);
  } else if (condition.kind === 'anyOf') {
    const all = condition.of.map((one) => guardsOf(one, scope));
    for (const name of all[0]?.keys() ?? []) {
      if (all.every((one) => one.has(name))) guards.set(name, [...new Set(all.flatMap((one) => one.get(name) ?? []))]);
    }
  } else if (condition.kind === 'test' && condition.left.kind === 'field') {
    const { operator, left } = condition;
    const texts = operator === 'equals' || operator === 'in' ? textsOf(scope.yield(condition.right), operator === 'in') : undefined;
    const name = texts && scope.yield(left.name);
    if (name && 'constant' in name && typeof name.constant === 'string') guards.set(name.constant.toLowerCase(), texts);
  }
  return guards;
}

/** The texts of a constant right side; undefined when one is of another kind. */
function textsOf(right: Yield, isList: boolean): readonly string[] | undefined {
  if (!('constant' in right)) return undefined;
  const items: readonly JsonValue[] = isList && Array.isArray(right.constant) ? right.constant : [right.constant];
  return items.every((item) => typeof item === 'string') ? items.map(fold) : undefined;
}

import type { JsonValue } from '../json.ts';
import { contains } from './contains.ts';
import { containsKey } from './contains-key.ts';
import { absentRightSide } from './disputed.ts';
import type { Test } from './equality.ts';
import { equals } from './equals.ts';
import { exists } from './exists.ts';
import { greater } from './greater.ts';
import { greaterOrEquals } from './greater-or-equals.ts';
import { isIn } from './in.ts';
import { less } from './less.ts';
import { lessOrEquals } from './less-or-equals.ts';
import { like } from './like.ts';
import { match } from './match.ts';
import { matchInsensitively } from './match-insensitively.ts';
import { notContains } from './not-contains.ts';
import { notContainsKey } from './not-contains-key.ts';
import { notEquals } from './not-equals.ts';
import { notIn } from './not-in.ts';
import { notLike } from './not-like.ts';
import { notMatch } from './not-match.ts';
import { notMatchInsensitively } from './not-match-insensitively.ts';
import type { Operator, OperatorName } from './operator.ts';

const operators: Readonly<Record<OperatorName, Operator>> = {
  contains,
  containsKey,
  equals,
  exists,
  greater,
  greaterOrEquals,
  in: isIn,
  less,
  lessOrEquals,
  like,
  match,
  matchInsensitively,
  notContains,
  notContainsKey,
  notEquals,
  notIn,
  notLike,
  notMatch,
  notMatchInsensitively,
};

/** Every operator's name as documented. */
export const operatorNames: readonly OperatorName[] = Object.values(operators).map((operator) => operator.name);

const operatorByKey = new Map<string, Operator>(Object.values(operators).map((operator) => [operator.name.toLowerCase(), operator]));

/** The operator of that name in any case; undefined when there is none. */
export const operatorOf = (name: string): Operator | undefined => operatorByKey.get(name.toLowerCase());

/** The test of a condition whose right side is known, its work on the right side done once. */
export const compileOperator = (name: OperatorName, right: JsonValue): Test => operators[name].compile(right);

/** A condition whose right side is known only now; undefined there means that it yields nothing, which `exists` takes for false. */
export function applyOperator(name: OperatorName, left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  if (right !== undefined) return compileOperator(name, right)(left);
  return name === 'exists' ? compileOperator(name, false)(left) : absentRightSide[name];
}

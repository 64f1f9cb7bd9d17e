import { describe, expect, it } from 'vitest';
import { readAliases } from '../aliases/listing.ts';
import { catalogue, type } from '../evaluate/random-rules.fixture.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { parseDefinition } from '../parse/definition.ts';
import { type Ask, askOf } from './ask.ts';
import { Scope } from './scope.ts';
import { Target } from './target.ts';

const parameters = new Map<string, JsonValue | undefined>([
  ['gone', undefined],
  ['list', ['a', 'B']],
  ['object', {}],
]);

function scopeOf(names: 'aliases' | 'paths'): Scope {
  const target = new Target(type.toLowerCase(), undefined, { aliases: readAliases(catalogue).catalogue, names });
  return new Scope({ target, owner: undefined, parameters, bindings: [], levels: 0 });
}

/** What was taken apart, without the closures. */
function shown(ask: Ask): unknown {
  if (typeof ask === 'boolean') return ask;
  if (typeof ask === 'function') return 'judge';
  if (ask.kind === 'failure') return `fails: ${ask.reason}`;
  if (ask.kind === 'value') return [ask.slot, ask.key, ask.texts];
  const { slot, level, within, of } = ask;
  if (of.kind === 'count') return ['count', slot, level, within.length, of.final];
  return ['every', slot, level, within.length, of.missing, shown(of.each)];
}

function asked(condition: JsonObject, names: 'aliases' | 'paths' = 'aliases'): unknown {
  const { value, problems } = parseDefinition({ if: condition, then: { effect: 'audit' } });
  if (problems.length > 0 || value?.rule.if.kind !== 'test') throw new Error(JSON.stringify(problems));
  return shown(askOf(value.rule.if, scopeOf(names)));
}

const counts = (rest: JsonObject, more: JsonObject = { greater: 1 }): JsonObject => ({
  count: { field: 'A.B/c/list[*]', ...rest },
  ...more,
});

describe('a comparison is taken apart', () => {
  it.each<readonly [JsonObject, unknown]>([
    [{ field: 'kind', equals: 'X' }, ['kind', 'equals"X"', ['x']]],
    [{ field: 'Kind', notEquals: 'ß' }, ['kind', 'notEquals"ß"', ['ss']]],
    [{ field: 'kind', equals: 1 }, ['kind', 'equals1', undefined]],
    [{ field: 'kind', notEquals: true }, ['kind', 'notEqualstrue', undefined]],
    [{ field: 'kind', exists: true }, ['kind', 'existstrue', []]],
    [{ field: 'kind', in: ['a', null, 'B'] }, ['kind', 'in["a",null,"B"]', ['a', 'b']]],
    [{ field: 'kind', notIn: ['a', 1] }, ['kind', 'notIn["a",1]', undefined]],
    [{ field: 'kind', notIn: ['A'] }, ['kind', 'notIn["A"]', ['a']]],
    [{ field: 'kind', in: "[parameters('list')]" }, ['kind', 'in["a","B"]', ['a', 'b']]],
    [{ field: 'kind', in: "[concat('A', 'b')]" }, ['kind', 'in"Ab"', ['ab']]],
    [{ field: 'kind', like: 'a*' }, ['kind', 'like"a*"', undefined]],
    [{ field: 'kind', less: 'a' }, ['kind', 'less"a"', undefined]],
    [{ field: 'location', equals: 'West Europe' }, ['location', 'equals"WestEurope"', undefined]],
    [{ field: 'type', equals: 'a.b/C' }, true],
    [{ field: 'type', notEquals: 'a.b/C' }, false],
    [{ field: 'type', match: 'a.b/c' }, ['type', 'match"a.b/c"', undefined]],
    [{ field: 'X.Y/z/other', exists: true }, false],
    [{ field: 'X.Y/z/other', notEquals: 1 }, true],
    [{ field: 'X.Y/z/others[*]', equals: 1 }, 'judge'],
    [{ field: 'A.B/c/SIZE', equals: 1 }, ['properties.size', 'equals1', undefined]],
    [{ field: "tags['Cost']", equals: 1 }, ['tags.cost', 'equals1', undefined]],
    [{ field: 'fullName', equals: 'a' }, ['fullName()', 'equals"a"', ['a']]],
    [{ field: 'apiVersion', equals: 'a' }, ['apiVersion()', 'equals"a"', ['a']]],
    [{ field: 'A.B/c/one/two.three', equals: 'a' }, ['properties.one/two.three properties.two.three', 'equals"a"', ['a']]],
    [{ field: 'A.B/c/list[*]', equals: 'x' }, ['every', 'properties.list>[*]', 0, 0, false, ['*', 'equals"x"', ['x']]]],
    [{ field: 'A.B/c/list[*]', notEquals: 'x' }, ['every', 'properties.list>[*]', 0, 0, true, ['*', 'notEquals"x"', ['x']]]],
    [
      { field: 'A.B/c/rules[*].PORT', equals: 1 },
      ['every', 'properties.rules>[*]', 0, 0, false, ['*>properties.port', 'equals1', undefined]],
    ],
    [
      { field: 'A.B/c/rules[*].ranges[*].from', exists: false },
      ['every', 'properties.rules>[*]', 0, 0, true, ['every', '*>properties.ranges>[*]', 1, 0, true, ['*>from', 'existsfalse', []]]],
    ],
    [{ field: "[concat('ki', 'nd')]", equals: 'x' }, ['kind', 'equals"x"', ['x']]],
    [{ field: "[field('name')]", equals: 'x' }, 'judge'],
    [{ field: 'kind', equals: "[field('name')]" }, 'judge'],
    [{ field: 'kind', equals: '[resourceGroup().name]' }, 'judge'],
    [{ field: 'kind', equals: "[parameters('gone')]" }, "fails: parameters(): the parameter 'gone' has no value"],
    [{ field: 'kind', in: ['a', "[int('x')]"] }, 'fails: int(): the text "x" cannot be converted'],
    [{ field: 'kind', equals: "[parameters('object').none]" }, 'judge'],
    [{ field: "[parameters('object').none]", equals: 1 }, 'judge'],
    [{ value: 'a', equals: 'A' }, true],
    [{ value: 'a', equals: 'B' }, false],
    [{ value: "[field('name')]", equals: 'a' }, 'judge'],
    [counts({}), ['count', 'properties.list>[*]', 0, 0, 2]],
    [counts({ field: 'A.B/c/rules[*].ranges[*]' }), ['count', 'properties.rules>[*].properties.ranges[*]', 0, 1, 2]],
    [counts({ field: "[concat('A.B/c/rules[*]', '.port')]" }), ['count', 'properties.rules>[*]', 0, 0, 2]],
    [counts({ field: "[concat('A.B/c/li', 'st')]" }), 'judge'],
    [counts({ field: '[add(1, 2)]' }), 'judge'],
    [{ field: '[add(1, 2)]', exists: false }, 'judge'],
    [counts({ field: 'X.Y/z/others[*]' }), 'judge'],
    [counts({ where: { field: 'A.B/c/list[*]', equals: 'a' } }), ['count', 'properties.list>[*]', 0, 0, 2]],
    [
      counts({ where: { allOf: [{ field: 'kind', equals: 'a' }, { not: { field: 'name', equals: 'b' } }] } }),
      ['count', 'properties.list>[*]', 0, 0, 2],
    ],
    [counts({ where: { value: "[current('A.B/c/list[*]')]", equals: 'a' } }), 'judge'],
    [counts({ where: { anyOf: [{ field: 'kind', equals: 'a' }, { not: { value: '[current()]', equals: 'a' } }] } }), 'judge'],
    [counts({ where: { count: { field: 'A.B/c/list[*]' }, greater: 0 } }), 'judge'],
    [counts({}, { greater: "[length(field('name'))]" }), 'judge'],
    [{ count: { value: [1, 2], where: { value: '[current()]', equals: 1 } }, equals: 1 }, 'judge'],
  ])('%j', (condition, wanted) => {
    expect(asked(condition)).toEqual(wanted);
  });

  it.each<readonly [operator: string, limit: JsonValue, final: number]>([
    ['greater', 1, 2],
    ['greater', 1.5, 2],
    ['greater', -5, 0],
    ['lessOrEquals', 1, 2],
    ['equals', 1, 2],
    ['notEquals', 1, 2],
    ['greaterOrEquals', 2, 2],
    ['greaterOrEquals', 1.5, 2],
    ['greaterOrEquals', -5, 0],
    ['less', 2, 2],
    ['greater', '1', Number.POSITIVE_INFINITY],
    ['less', '1', Number.POSITIVE_INFINITY],
    ['in', [1], Number.POSITIVE_INFINITY],
    ['exists', true, Number.POSITIVE_INFINITY],
    ['like', '1', Number.POSITIVE_INFINITY],
  ])('a count that is %s %j stays so from %d on', (operator, limit, final) => {
    expect(asked(counts({}, { [operator]: limit }))).toEqual(['count', 'properties.list>[*]', 0, 0, final]);
  });

  it('by plain paths', () => {
    expect(asked({ field: 'a.B', equals: 1 }, 'paths')).toEqual(['a.b', 'equals1', undefined]);
    expect(asked({ field: 'a[*].b.c', equals: 1 }, 'paths')).toEqual(['every', 'a>[*]', 0, 0, false, ['*>b.c', 'equals1', undefined]]);
    expect(asked({ field: 'A.B/c/size', equals: 1 }, 'paths')).toEqual(['a.b/c/size', 'equals1', undefined]);
  });
});

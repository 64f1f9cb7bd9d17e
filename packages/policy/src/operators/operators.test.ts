import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../json.ts';
import { looselyEqual } from './equality.ts';
import type { OperatorName } from './operator.ts';
import { applyOperator, compileOperator, operatorNames, operatorOf } from './operators.ts';

type Row = readonly [left: JsonValue | undefined, operator: OperatorName, right: JsonValue, wanted: boolean];

const rows: readonly Row[] = [
  // Full case folding: sharp s, ligatures, all three sigmas, the Kelvin sign, the long s; the dotless i is its own letter.
  ['STRASSE', 'equals', 'Straße', true],
  ['Straße', 'equals', 'STRASSE', true],
  ['straẞe', 'equals', 'STRASSE', true],
  ['FFICE', 'equals', 'ﬃce', true],
  ['κοσμος', 'equals', 'ΚΟΣΜΟΣ', true],
  ['münchen', 'equals', 'MÜNCHEN', true],
  ['\u212Aey', 'equals', 'key', true],
  ['ſet', 'equals', 'SET', true],
  ['ı', 'equals', 'i', false],
  ['ı', 'equals', 'ı', true],
  ['Die Straße ist lang', 'contains', 'STRASSE', true],
  ['The OFFICE is closed', 'contains', 'ﬃce', true],
  ['Die Straße ist lang', 'like', 'die strasse*', true],
  ['Straße', 'in', ['STRASSE', 'AVENUE'], true],
  ['Straße', 'notIn', ['STRASSE', 'AVENUE'], false],
  ['Straße', 'in', ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'strasse'], true],
  ['Straße', 'greater', 'strasse', false],
  ['Straße', 'lessOrEquals', 'STRASSE', true],
  ['Straße-42', 'matchInsensitively', 'STRASSE-##', true],
  ['\u{1F600}', 'less', '\uFFFD', false],

  // Texts that stand for numbers and booleans.
  [' 80 ', 'equals', 80, true],
  ['80.0', 'equals', 80, true],
  ['8e1', 'equals', 80, true],
  ['0x50', 'equals', 80, false],
  ['', 'equals', 0, false],
  [' ', 'equals', 0, false],
  ['not-a-number', 'equals', 80, false],
  [443, 'equals', '443', true],
  [443, 'equals', ' +443 ', true],
  ['80', 'equals', '80.0', false],
  ['TRUE', 'equals', true, true],
  [' true', 'equals', true, false],
  ['yes', 'equals', true, false],
  ['falsey', 'equals', false, false],
  ['false', 'equals', false, true],
  ['1'.padStart(400, '0'), 'equals', 1, true],
  ['1'.padStart(401, '0'), 'equals', 1, false],
  ['1e999', 'greater', 1, false],
  ['\u00A07', 'equals', 7, true],
  [':', 'less', 1, false],
  [true, 'equals', 'True', true],
  [1, 'equals', true, false],
  [-0, 'equals', 0, true],
  ['443', 'in', [80, 443, 8080], true],
  ['443', 'in', [443, true], true],
  ['x', 'in', [443, true], false],
  ['x', 'in', [443, 'y'], false],
  ['x', 'in', [true, 'y'], false],
  ['true', 'in', [443, true], true],
  [false, 'in', [true, 443], false],
  [443, 'in', ['x', 80], false],
  [443, 'in', ['80', '443'], true],
  ['True', 'in', [true], true],
  [false, 'in', ['x', 'FALSE'], true],

  [['a', 'b'], 'equals', ['a'], false],
  [{ a: 1, b: 2 }, 'equals', { a: 1, b: 3 }, false],
  [{ a: 1, b: 2 }, 'equals', { a: 1 }, false],
  ['9', 'equals', 9, true],
  ['ας', 'equals', 'α', false],
  ['ας', 'equals', 'ΑΣ', true],

  // Deep values: the order of keys is nothing, case of keys and texts is something.
  [{ a: 1, b: [2] }, 'equals', { b: [2], a: 1 }, true],
  [{ a: 1 }, 'equals', { A: 1 }, false],
  [['a'], 'equals', ['A'], false],
  [['a'], 'equals', { 0: 'a' }, false],
  [{ 0: 'a' }, 'equals', ['a'], false],
  [{ a: null }, 'equals', { b: null }, false],
  [[1, 2], 'in', [[1, 2], 'x'], true],

  // Membership.
  [null, 'in', [null], false],
  [null, 'notIn', [null], true],
  ['', 'in', [null], false],
  ['a', 'in', 'A', true],
  ['a', 'in', [], false],
  ['eastus', 'in', ['1', '22', '333', '4444', '55555', 'EASTUS', 'eastus2'], true],
  ['west', 'in', ['1', '22', '333', '4444', '55555', 'EASTUS', 'eastus2'], false],
  ['\u212A', 'in', ['1', '22', '333', '4444', '55555', 'EASTUS', 'k'], true],
  ['\u0080', 'in', ['1', '22', '333', '4444', '55555', 'EASTUS', 'k'], false],
  ['eastus3', 'in', ['1', '22', '333', '4444', '55555', 'EASTUS', 'eastus2'], false],

  // Wildcards.
  ['prod-server-01', 'like', 'prod-*', true],
  ['PROD-', 'like', 'prod-*', true],
  ['prod', 'like', 'prod-*', false],
  ['my-prod-vm', 'like', 'MY-*-VM', true],
  ['my-vm', 'like', 'MY-*-VM', false],
  ['abcabc', 'like', '*bc*', true],
  ['aXbXc', 'like', 'a*b*c', true],
  ['acb', 'like', 'a*b*c', false],
  ['ab', 'like', 'ab*ab', false],
  ['abab', 'like', 'ab**ab', true],
  ['', 'like', '*', true],
  ['anything', 'like', '*', true],
  ['vm-1', 'like', 'vm-?', true],
  ['vm-12', 'like', 'vm-?', false],
  ['vm-\u{1F600}', 'like', 'vm-?', true],
  ['a-xbyc-z', 'like', 'a*b?c*', true],
  ['a-xbyyc-z', 'like', 'a*b?c*', false],
  ['aab', 'like', '*a?', true],
  ['a.b', 'like', 'a?b', true],
  ['[x]', 'like', '[x]', true],
  [2, 'like', 2, true],
  [12, 'like', '1*', true],
  [true, 'like', 'TR*', true],
  [false, 'like', 'false', true],
  [1e21, 'like', '1000000000000000000000', true],
  [-0, 'like', '0', true],
  [-1.5e-7, 'like', '-0.00000015', true],
  [2e-7, 'like', '0.0000002', true],
  [12.5, 'like', '12.5', true],
  ['Straße-1-x', 'like', 'STRASSE-*-X', true],
  ['Straße-1-y', 'like', 'STRASSE-*-X', false],
  ['x-1-STRASSE', 'like', 'X-*-strasse', true],
  ['x-1-straße', 'like', 'X-*-strasse', true],
  ['y-1-straße', 'like', 'X-*-strasse', false],
  ['x-1-straßen', 'like', 'X-*-strasse', false],
  ['ß', 'like', 's*s', true],
  ['a', 'like', 'a*a', false],
  ['ab', 'like', 'a*?', true],
  ['a', 'like', 'a*?', false],
  ['a?b', 'like', '*?b', true],
  ['äbä', 'like', 'äb*bä', false],
  ['äbbä', 'like', 'äb*bä', true],
  ['a-é', 'like', 'a*b', false],
  ['é-b', 'like', 'a*b', false],
  ['a-\u212A', 'like', 'a*k', true],
  ['\u212A-b', 'like', 'k*b', true],
  [null, 'like', '*', false],
  [undefined, 'notLike', '*', true],
  [['a'], 'like', '*', false],

  // Shapes.
  ['vm-01', 'match', 'vm-##', true],
  ['vm-1', 'match', 'vm-##', false],
  ['vm-012', 'match', 'vm-##', false],
  ['VM-01', 'match', 'vm-##', false],
  ['VM-01', 'matchInsensitively', 'vm-##', true],
  ['abC', 'match', '???', true],
  ['ab1', 'match', '???', false],
  ['abé', 'match', '???', false],
  ['a-1', 'match', '...', true],
  ['\u{1F600}', 'match', '.', true],
  ['vm-٣', 'match', 'vm-#', false],
  ['', 'match', '', true],
  ['prod-server-01', 'notMatch', 'test-*', true],
  ['\uFFFF', 'match', '.', true],
  ['a\u{1F600}b', 'match', '?.?', true],
  ...['/', ':', '٣'].map((text): Row => [text, 'match', '#', false]),
  ...['0', '9'].map((text): Row => [text, 'match', '#', true]),
  ...['@', '[', '`', '{', '0'].map((text): Row => [text, 'match', '?', false]),
  ...['A', 'Z', 'a', 'z'].map((text): Row => [text, 'match', '?', true]),

  // Containment.
  ['anything', 'contains', '', true],
  [null, 'contains', '', false],
  [undefined, 'notContains', '', true],
  ['port 80', 'contains', 80, true],
  [80, 'contains', '8', true],
  [80, 'contains', 8, false],
  [['eastus', 'westus2'], 'contains', 'WESTUS2', true],
  [['eastus', 'westus2'], 'notContains', 'WESTUS2', false],
  [[1, null], 'contains', '', true],
  [{ Environment: 1 }, 'contains', 'environment', true],
  [{ Environment: 1 }, 'containsKey', 'environment', true],
  [{ Environment: 1 }, 'notContainsKey', 'environment', false],
  [{ Straße: 1 }, 'containsKey', 'STRASSE', true],
  [{}, 'containsKey', 'constructor', false],
  [{ 443: 1 }, 'containsKey', 443, true],
  [['a'], 'containsKey', '0', false],
  [true, 'contains', 'RU', true],
  [true, 'contains', true, false],
  ['true', 'contains', true, true],
  [undefined, 'contains', 'undefined', false],
  [[[1, 2]], 'contains', [1, 2], true],
  [{ a: [1] }, 'contains', [1], false],
  ['1,2', 'contains', [1, 2], false],
  [JSON.parse('{"__proto__":1}') as JsonValue, 'containsKey', '__PROTO__', true],

  // Order.
  ['10.0.20350', 'less', '10.0.3', true],
  ['2024-01-01T00:00:00Z', 'less', '2024-06-01', true],
  ['beta', 'greater', 'ALPHA', true],
  ['aB', 'greater', 'AA', true],
  ['aB', 'greaterOrEquals', 'AC', false],
  ['\u{10000}', 'greater', '\uFFFF', true],
  ['\u{103FF}', 'greater', '\u{103FE}', true],
  ['\u{10FFFF}', 'greater', '\uE000', true],
  ['é', 'less', '\uFFFD', true],
  ['éa', 'less', 'éb', true],
  ['éb', 'less', 'éa', false],
  ['é', 'less', 'éa', true],
  ['éa', 'less', 'é', false],
  ['hello', 'greater', 'HELLO', false],
  ['8080', 'greater', 1024, true],
  [1024, 'less', '8080', true],
  ['x', 'less', 5, false],
  ['x', 'greaterOrEquals', 5, false],
  [true, 'greater', false, true],
  [null, 'lessOrEquals', null, false],
  [0.75, 'greater', 0.5, true],

  // Existence.
  ['', 'exists', true, true],
  [[], 'exists', 'TRUE', true],
  [false, 'exists', 'true', true],
  [null, 'exists', 'false', true],
  [undefined, 'exists', false, true],
  ['x', 'exists', 'perhaps', false],
];

describe('condition', () => {
  test.each(rows)('%j %s %j is %s', (left, operator, right, wanted) => {
    expect(compileOperator(operator, right)(left)).toBe(wanted);
    expect(applyOperator(operator, left, right)).toBe(wanted);
  });

  test('names are found without case, unknown ones not at all', () => {
    expect(operatorOf('NOTEQUALS')?.name).toBe('notEquals');
    expect(operatorOf('__proto__')).toBeUndefined();
    expect(operatorOf('equal')).toBeUndefined();
    for (const name of operatorNames) expect(operatorOf(name.toUpperCase())?.name).toBe(name);
  });
});

const json: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.jsonValue() as fc.Arbitrary<JsonValue>,
  fc.constantFrom<JsonValue>('', 'ß', 'SS', 'Σ', '1', ' 1', 'true', 'a*', '?', '#', '.', 1, true, null, ['1', 1], ['TRUE', null], { a: 1 }),
  fc.string({ unit: fc.constantFrom('a', 'A', 'ß', 's', 'S', '*', '?', '#', '.', '1', '\u{1F600}', 'ı', 'ς') }),
);
const left = fc.option(json, { nil: undefined });

describe('laws', () => {
  test('what equals a constant is what two values have to be to be equal', () => {
    fc.assert(
      fc.property(left, json, (value, right) => {
        expect(compileOperator('equals', right)(value)).toBe(looselyEqual(value, right));
        expect(looselyEqual(right, value ?? null)).toBe(looselyEqual(value, right));
      }),
      { numRuns: 2_000 },
    );
  });

  test('a negated operator is the complement of the plain one', () => {
    const pairs = [
      ['equals', 'notEquals'],
      ['in', 'notIn'],
      ['contains', 'notContains'],
      ['containsKey', 'notContainsKey'],
      ['like', 'notLike'],
      ['match', 'notMatch'],
      ['matchInsensitively', 'notMatchInsensitively'],
    ] as const;
    fc.assert(
      fc.property(fc.constantFrom(...pairs), left, json, ([plain, negated], value, right) => {
        expect(applyOperator(negated, value, right)).toBe(!applyOperator(plain, value, right));
      }),
      { numRuns: 2_000 },
    );
  });

  test('exactly one of less, equals and greater holds for two texts or two numbers', () => {
    const alike = fc.oneof(fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), fc.tuple(fc.integer(), fc.integer()));
    fc.assert(
      fc.property(alike, ([one, other]) => {
        const holding = (['less', 'equals', 'greater'] as const).filter((name) => applyOperator(name, one, other));
        expect(holding).toHaveLength(1);
        expect(applyOperator('lessOrEquals', one, other)).toBe(holding[0] !== 'greater');
        expect(applyOperator('greaterOrEquals', one, other)).toBe(holding[0] !== 'less');
      }),
    );
  });

  test('membership is equality with some member that is not null', () => {
    fc.assert(
      fc.property(json, fc.array(json, { maxLength: 12 }), (value, members) => {
        const wanted = value !== null && members.some((member) => member !== null && applyOperator('equals', value, member));
        expect(applyOperator('in', value, members)).toBe(wanted);
      }),
      { numRuns: 1_000 },
    );
  });

  test('a pattern follows itself, and a star any text between its parts', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), fc.string(), (parts, filling) => {
        expect(applyOperator('like', parts.join(filling), parts.join('*'))).toBe(true);
      }),
    );
  });

  test('parts of any length are found where a regular expression finds them', () => {
    const unit = fc.constantFrom('a', 'b', '?', '\u{1F600}');
    const part = fc.string({ unit, minLength: 1, maxLength: 100 });
    const around = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 40 });
    fc.assert(
      fc.property(part, around, around, fc.nat(), fc.boolean(), (piece, before, after, at, isSpoilt) => {
        const found = Array.from(piece.replaceAll('?', 'a'));
        if (isSpoilt) found[at % found.length] = 'c';
        const text = `${before}${found.join('')}${after}`;
        const expression = piece.replaceAll('?', '[^]');
        expect(applyOperator('like', text, `*${piece}*`)).toBe(new RegExp(expression, 'u').test(text));
        const twice = new RegExp(`${expression}[^]*[^]${expression}`, 'u');
        for (const one of [text, `${text}-${text}`]) expect(applyOperator('like', one, `*${piece}*?${piece}*`)).toBe(twice.test(one));
      }),
      { numRuns: 500 },
    );
  });

  test('wildcards agree with a regular expression', () => {
    const units = fc.string({ unit: fc.constantFrom('a', 'b', '?', '*'), maxLength: 8 });
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 }), units, (text, pattern) => {
        const expression = new RegExp(`^${pattern.replaceAll('*', '[^]*').replaceAll('?', '[^]')}$`, 'u');
        expect(applyOperator('like', text, pattern)).toBe(expression.test(text));
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('hostile values', () => {
  test.each([
    ['stars', `${'a*'.repeat(20_000)}b`],
    ['stars and question marks', `${'a?*'.repeat(1_000)}b`],
    ['one long part with question marks', `*${'a?'.repeat(2_000)}b*`],
  ])('a pattern of %s takes bounded time', (_, pattern) => {
    const started = performance.now();
    expect(applyOperator('like', 'a'.repeat(100_000), pattern)).toBe(false);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test('values that nest more than a thousand deep are equal to nothing', () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const deep = (levels: number): JsonValue => JSON.parse(`${open.repeat(levels)}1${close.repeat(levels)}`) as JsonValue;
      expect([1000, 1001, 1002, 1003].map((levels) => applyOperator('equals', deep(levels), deep(levels)))).toEqual([
        true,
        true,
        false,
        false,
      ]);
    }
  });

  test('values that nest 200,000 deep are compared without overflowing the stack', () => {
    const deep = (): JsonValue => JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`) as JsonValue;
    for (const name of operatorNames) expect(typeof applyOperator(name, deep(), deep())).toBe('boolean');
  });
});

import { describe, expect, test } from 'vitest';
import { isExpression, parseExpression } from './parse.ts';
import { printExpression } from './print.ts';

describe('a text that is no expression', () => {
  test.each([
    ['', ''],
    ['plain', 'plain'],
    ['[open', '[open'],
    ['closed]', 'closed]'],
    [" [concat('a')]", " [concat('a')]"],
    ['[[escaped]', '[escaped]'],
    ['[[', '['],
    ['[[[twice]', '[[twice]'],
    ['[*', '[*'],
  ])('%j is the literal %j', (text, value) => {
    expect(parseExpression(text)).toEqual({ kind: 'literal', value });
    expect(isExpression(text)).toBe(false);
  });
});

describe('an expression', () => {
  test.each([
    ["[concat('a','b')]", "[concat('a', 'b')]"],
    ["[  parameters ( 'x' )\n]", "[parameters('x')]"],
    ["[parameters('it''s')]", "[parameters('it''s')]"],
    ["['']", "['']"],
    ["['''']", "['''']"],
    ["['[not nested]']", "['[not nested]']"],
    ['[12]', '[12]'],
    ['[1.50]', '[1.5]'],
    ['[1e3]', '[1000]'],
    ['[-5]', '[-5]'],
    ['[- 5]', '[-5]'],
    ['[--5]', '[--5]'],
    ['[-length(a())]', '[-length(a())]'],
    ['[true]', '[true]'],
    ['[resourceGroup().tags.env]', '[resourceGroup().tags.env]'],
    ["[resourceGroup().tags['my-env']]", "[resourceGroup().tags['my-env']]"],
    ["[parameters('a')[0][-1].b]", "[parameters('a')[0][-1].b]"],
    ["[parameters('a')[add(1, 2)]]", "[parameters('a')[add(1, 2)]]"],
    ['[f()]', '[f()]'],
    ["[if(equals(field('a'),'\n'),1,f( ))]", "[if(equals(field('a'), '\n'), 1, f())]"],
  ])('%j reads as %j', (text, printed) => {
    const parsed = parseExpression(text);
    expect(parsed.kind === 'expression' ? printExpression(parsed.root) : parsed).toBe(printed);
  });

  test('nodes know where they stand in the whole text', () => {
    const parsed = parseExpression("[f(1, 'a').b]");
    expect(parsed).toMatchObject({
      root: { kind: 'property', offset: 10, of: { kind: 'call', offset: 1, arguments: [{ offset: 3 }, { offset: 6 }] } },
    });
  });
});

describe('a malformed expression', () => {
  test.each([
    ['[]', 1, 'ends'],
    ['[ ]', 2, 'ends'],
    ["[parameters('x']", 15, "',' or ')'"],
    ["[concat('a]", 8, 'never closed'],
    ["['open]", 1, 'never closed'],
    ['[f(]', 3, 'ends'],
    ['[f(,)]', 3, 'found ","'],
    ['[f(1,)]', 5, 'found ")"'],
    ['[f(1 2)]', 5, 'found 2'],
    ['[f() g()]', 5, 'the end of the expression'],
    ['[a.]', 3, "a property name after '.'"],
    ['[a.1]', 3, "a property name after '.'"],
    ['[a.b()]', 4, 'plain function name'],
    ['[f()()]', 4, 'plain function name'],
    ['[a[]]', 3, 'found "]"'],
    ['[a[1]', 4, "Expected ']'"],
    ['[a && b]', 3, 'found "&"'],
    ['["a"]', 1, 'found'],
    ['[1e999]', 1, 'too large'],
    ['[-]', 2, 'ends'],
    ['[\u{1F600}]', 1, 'found "\u{1F600}"'],
  ])('%j is a problem', (text, offset, message) => {
    const parsed = parseExpression(text);
    expect(parsed).toMatchObject({ kind: 'problem', code: 'expression-syntax', offset });
    expect(parsed.kind === 'problem' ? parsed.message : '').toContain(message);
  });
});

describe('limits', () => {
  const nested = (depth: number): string => `[${'not('.repeat(depth)}true${')'.repeat(depth)}]`;
  const code = (text: string): string => {
    const parsed = parseExpression(text);
    return parsed.kind === 'problem' ? parsed.code : parsed.kind;
  };

  test.each([
    ['64 levels', nested(63), 'expression'],
    ['65 levels', nested(64), 'expression-too-deep'],
    ['10,000 levels', nested(10_000), 'expression-too-deep'],
    ['10,000 indexes', `[${'a['.repeat(10_000)}1${']'.repeat(10_000)}]`, 'expression-too-deep'],
    ['10,000 signs', `[${'-'.repeat(10_000)}a]`, 'expression-too-deep'],
    ['64 accesses', `[a${'.b'.repeat(64)}]`, 'expression'],
    ['65 accesses', `[a${'.b'.repeat(65)}]`, 'expression-too-deep'],
    ['128 arguments', `[max(${Array.from({ length: 128 }, () => '1').join()})]`, 'expression'],
    ['129 arguments', `[max(${Array.from({ length: 129 }, () => '1').join()})]`, 'too-many-arguments'],
    ['81,920 characters', `['${'x'.repeat(81_916)}']`, 'expression'],
    ['81,921 characters', `['${'x'.repeat(81_917)}']`, 'expression-too-long'],
  ])('%s: %#', (_, text, wanted) => {
    expect(code(text)).toBe(wanted);
  });
});

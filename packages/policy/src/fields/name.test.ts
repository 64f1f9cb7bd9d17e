import { describe, expect, it } from 'vitest';
import { nearest } from '../spelling.ts';
import { namesIn, readFullName } from './full-name.ts';
import { readFieldName, tagOf } from './name.ts';
import { closingBracket, everyElement, hasOpenQuote, sameSegment, segmentsOf, textOfPath, unquoted } from './path.ts';
import { readTags } from './tags.ts';

const path = (...segments: readonly (string | number | typeof everyElement)[]) => ({ kind: 'path', segments });

describe('the name of a field', () => {
  it.each<readonly [string, object]>([
    ['TYPE', { kind: 'type' }],
    ['Location', { kind: 'location' }],
    ['FullName', { kind: 'fullName' }],
    ['apiVersion', { kind: 'apiVersion' }],
    ['KIND', path('kind')],
    ['Name', path('name')],
    ['ID', path('id')],
    ['Tags', path('tags')],
    ['Identity', path('identity')],
    ['identity.type', path('identity', 'type')],
    ['tags.a.b', path('tags', 'a.b')],
    ['TAGS[a.b]', path('tags', 'a.b')],
    ["tags['a']", path('tags', 'a')],
    ["tags['''a''']", path('tags', "'a'")],
    ['tags[ "a" ]', path('tags', 'a')],
    ['tags.7', path('tags', '7')],
    ['tags[7]', path('tags', '7')],
    ['tags[*]', path('tags', everyElement)],
    ['tags', path('tags')],
    ['tagsy.a', path('tagsy', 'a')],
    ['A.B/c/d', { kind: 'alias', alias: 'A.B/c/d' }],
    ['a[*].b', path('a', everyElement, 'b')],
  ])('%s', (name, wanted) => {
    expect(readFieldName(name, 'aliases')).toEqual(wanted);
  });

  it('with a slash is a path among plain paths', () => {
    expect(readFieldName('A.B/c', 'paths')).toEqual(path('A', 'B/c'));
  });

  it.each<readonly [string, string | undefined]>([
    ["tags['a'].b", undefined],
    ["tags['a", undefined],
    ['tags[a', undefined],
    ["tags['a']x']", undefined],
    ['tags[]', ''],
    ['tags.', ''],
    ['x.tags.a', undefined],
    ['x.tags[a]', undefined],
    ['tags.tags[*]', 'tags[*]'],
    ["tags[a'b]c]", "a'b]c"],
    ['tag.a', undefined],
  ])('tag in %s: %j', (name, tag) => {
    expect(tagOf(name)).toBe(tag);
  });
});

describe('a full name', () => {
  const id = '/subscriptions/s/resourceGroups/g/providers/A.B/c/One/d/Two';
  it.each<readonly [Record<string, string | number>, string | undefined]>([
    [{ fullName: 'given', id, name: 'Two' }, 'given'],
    [{ fullName: 5, id, name: 'Two' }, 'One/Two'],
    [{ id, name: 'Two' }, 'One/Two'],
    [{ id, name: 'x/y' }, 'x/y'],
    [{ id }, 'One/Two'],
    [{ id: '/subscriptions/s', name: 'Two' }, 'Two'],
    [{ id: 5, name: 'Two' }, 'Two'],
    [{ name: 'Two' }, 'Two'],
    [{ name: 5 }, undefined],
    [{}, undefined],
  ])('of %j is %s', (resource, name) => {
    expect(readFullName(resource)).toBe(name);
  });

  it.each<readonly [string, string | undefined]>([
    [id, 'One/Two'],
    [`${id}/PROVIDERS/X.Y/z/Three`, 'Three'],
    ['/providers/A.B/c/one', 'one'],
    ['/providers/A.B', undefined],
    ['/providers/A.B/c', undefined],
    ['x', undefined],
  ])('in %s is %s', (text, names) => {
    expect(namesIn(text)).toBe(names);
  });
});

describe('a path', () => {
  it.each<readonly [string, readonly (string | number | typeof everyElement)[]]>([
    ['a..b', ['a', '', 'b']],
    ['a.', ['a']],
    ['.a', ['', 'a']],
    ['a[b', ['a', 'b']],
    ["a['b", ['a', "'b"]],
    ["a[ 'b' ].c", ['a', 'b', 'c']],
    ['a[ 7 ]', ['a', 7]],
    ['a[7x]', ['a', '7x']],
    ['a[]b', ['a', '', 'b']],
    ["a['x''y'].z", ['a', "x'y", 'z']],
    ['a["x""y"]', ['a', 'x"y']],
    ["a['']", ['a', '']],
    ["a[']", ['a', "'"]],
    ["a['b'c]", ['a', "'b'c"]],
    ['a[ * ]', ['a', '*']],
    ["a[']'].b", ['a', ']', 'b']],
    ["a['x'']y'].b", ['a', "x']y", 'b']],
    ["a[  'b]c'  ].d", ['a', 'b]c', 'd']],
    ['a[x7]', ['a', 'x7']],
    ['a]b', ['a]b']],
  ])('%s', (text, segments) => {
    expect(segmentsOf(text)).toEqual(segments);
  });

  it.each<readonly [readonly (string | number | typeof everyElement)[], string]>([
    [['a', 'b'], 'a.b'],
    [['a', 0, everyElement, 'b'], 'a[0][*].b'],
    [['a.b', 'c'], "['a.b'].c"],
    [['a', "it's[x]"], "a['it''s[x]']"],
    [['a', "it's"], "a.it's"],
    [[everyElement], '[*]'],
    [[], ''],
  ])('%j is written %s', (segments, text) => {
    expect(textOfPath(segments)).toBe(text);
  });

  it.each<readonly [string, boolean]>([
    ["a['b']", false],
    ["a['b", true],
    ["a['b'].c['d", true],
    ["a['b'].c['d']", false],
    ["a[']", true],
    ["a[ 'b", true],
    ["a[x'y]", false],
    ["a['']", false],
    ['a["b\']', true],
    ['a[b]', false],
    ['a', false],
    ['[', false],
  ])('%s has an open quote: %s', (text, open) => {
    expect(hasOpenQuote(text)).toBe(open);
  });

  it('knows where brackets close, what quotes hold, and which steps are the same', () => {
    expect([closingBracket("a['b]']x", 1), closingBracket('a[b', 1), closingBracket('a[ "b" ]', 1), closingBracket("a['b']]", 1)]).toEqual([
      6, 3, 7, 5,
    ]);
    expect(["'a'", '"a"', "'a", "a'", "'", "''", "'a''b'", '"a""b"', 'a', 'aba'].map(unquoted)).toEqual([
      'a',
      'a',
      "'a",
      "a'",
      "'",
      '',
      "a'b",
      'a"b',
      'a',
      'aba',
    ]);
    expect([
      sameSegment('a', 'A'),
      sameSegment('a', 'b'),
      sameSegment(1, 1),
      sameSegment(1, '1'),
      sameSegment(everyElement, everyElement),
      sameSegment('a', undefined),
    ]).toEqual([true, false, true, false, true, false]);
  });
});

it('tags stand at the root, else under properties', () => {
  expect(readTags({ tags: { a: 1 }, properties: { tags: { b: 1 } } })).toEqual({ a: 1 });
  expect(readTags({ TAGS: null, properties: { Tags: { b: 1 } } })).toEqual({ b: 1 });
  expect(readTags({ properties: 5 })).toBeUndefined();
});

it.each<readonly [string, string | undefined]>([
  ['audti', 'audit'],
  ['AUDIT', 'audit'],
  ['deni', 'deny'],
  ['dsabled', 'disabled'],
  ['abled', undefined],
  ['deployIfNotExist', 'deployIfNotExists'],
  ['deployNotExists', 'deployIfNotExists'],
  ['xyz', undefined],
  ['', undefined],
  [`audit${'x'.repeat(60)}`, undefined],
])('nearest to %s is %s', (word, wanted) => {
  expect(nearest(word, ['audit', 'deny', 'disabled', 'deployIfNotExists'])).toBe(wanted);
});

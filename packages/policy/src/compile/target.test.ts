import { describe, expect, it } from 'vitest';
import type { AliasCatalogue } from '../aliases/catalogue.ts';
import { readAliases } from '../aliases/listing.ts';
import { everyElement, type Segment, segmentsOf, textOfPath } from '../fields/path.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { chainReader, Target } from './target.ts';

const { catalogue } = readAliases({
  'A.B/c': { 'A.B/c/x': 'properties.deep.x', 'A.B/c/shared': 'of.c' },
  'X.Y/z': { 'A.B/c/foreign': 'of.z', 'A.B/c/shared': 'of.z' },
});
const now = { now: '' };
const targetOf = (aliases: AliasCatalogue = catalogue, names: 'aliases' | 'paths' = 'aliases') =>
  new Target('a.b/c', undefined, { aliases, names });

/** Counts how often each object is walked. */
function watched(value: JsonValue, walks: string[], path = '$'): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  const inside = Array.isArray(value)
    ? (value as readonly JsonValue[]).map((item, at) => watched(item, walks, `${path}[${at}]`))
    : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, watched(item, walks, `${path}.${key}`)]));
  return new Proxy(inside, {
    ownKeys: (object) => {
      walks.push(path);
      return Reflect.ownKeys(object);
    },
    get: (object, key, receiver) => {
      if (Array.isArray(object) && key !== 'length' && typeof key === 'string') walks.push(`${path}[${key}]`);
      return Reflect.get(object, key, receiver) as unknown;
    },
  });
}

describe('a target', () => {
  it('walks each object once a resource, whatever is asked of it and how often', () => {
    const target = targetOf();
    const paths = ['name', 'NAME', 'kind', 'properties.a.b', 'Properties.A.c', 'properties.list[0].d', 'properties.list[0].e', 'tags.x'];
    const readers = paths.map((path) => target.reader(segmentsOf(path)));
    const element = target.reader(segmentsOf('properties.list[0]'));
    const walks: string[] = [];
    const resource = watched({ name: 'n', properties: { a: { b: 1, c: 2 }, list: [{ d: 3, e: 4 }] }, tags: { X: 5 } }, walks) as JsonObject;
    for (let round = 1; round <= 2; round += 1) {
      walks.length = 0;
      const frame = target.open(resource, now);
      for (let again = 0; again < 2; again += 1) element(frame);
      for (let again = 0; again < 2; again += 1) expect(readers.map((read) => read(frame))).toEqual(['n', 'n', undefined, 1, 2, 3, 4, 5]);
      expect(walks.toSorted()).toEqual(['$', '$.properties', '$.properties.a', '$.properties.list[0]', '$.properties.list[0]', '$.tags']);
    }
  });

  it('has one reader a path, in any case', () => {
    const target = targetOf();
    expect(target.reader(['properties', 'A', 0])).toBe(target.reader(['Properties', 'a', 0]));
    expect(target.reader(['properties', 'A', 0])).not.toBe(target.reader(['properties', 'a', 1]));
    expect(target.reader(['tags'])).toBe(target.reader(['Tags']));
  });

  it('reads the resource itself where there is no path, and before an element', () => {
    const target = targetOf();
    const resource = { name: 'n' };
    expect(target.reader([])(target.open(resource, now))).toBe(resource);
    expect(target.reader([everyElement])(target.open(resource, now))).toBe(resource);
  });

  it('keeps frames apart', () => {
    const target = targetOf();
    const [name, first] = [target.reader(['name']), target.reader(['list', 0])];
    const owner = target.openAnother({ name: 'owner', list: ['o'] }, now);
    const inner = target.openAnother({ name: 'inner', list: ['i'] }, { now: 'later' }, owner);
    const shared = target.open({ name: 'shared', list: ['s'] }, now);
    expect([owner, inner, shared].map((frame) => [name(frame), first(frame)])).toEqual([
      ['owner', 'o'],
      ['inner', 'i'],
      ['shared', 's'],
    ]);
    expect([inner.owner, inner.context.now, owner.owner]).toEqual([owner, 'later', undefined]);
    expect(target.open({ ID: '/A' }, now)).toBe(shared);
    expect([name(shared), shared.lowerId(), shared.failure]).toEqual([undefined, '/a', undefined]);
    shared.failure = 'x';
    expect(target.open({ id: 5 }, now).failure).toBeUndefined();
    expect(shared.lowerId()).toBe('');
  });

  it('reads the id of a resource once', () => {
    const target = targetOf();
    let reads = 0;
    const resource = {
      get id() {
        reads += 1;
        return '/A';
      },
    };
    const frame = target.open(resource, now);
    expect([frame.lowerId(), frame.lowerId(), frame.lowerId()]).toEqual(['/a', '/a', '/a']);
    const once = reads;
    target.open(resource, now).lowerId();
    expect(reads).toBe(2 * once);
  });

  it.each<readonly [string | undefined, string, string | undefined]>([
    ['a.b/c', 'A.B/c/x', 'properties.deep.x'],
    ['a.b/c', 'A.B/c/new', 'properties.new'],
    ['a.b/c', 'A.B/c/foreign', 'properties.foreign'],
    ['a.b/c', 'A.B/c/shared', 'of.c'],
    ['x.y/z', 'A.B/c/shared', 'of.z'],
    ['x.y/z', 'A.B/c/foreign', 'of.z'],
    ['x.y/z', 'A.B/c/x', undefined],
    ['x.y/z', 'A.B/c/new', undefined],
    [undefined, 'A.B/c/shared', 'of.c'],
    [undefined, 'A.B/c/foreign', 'of.z'],
    [undefined, 'A.B/c/new', 'properties.new'],
  ])('of type %s finds %s at %s', (type, alias, path) => {
    const found = new Target(type, undefined, { aliases: catalogue, names: 'aliases' }).pathOf(alias);
    expect(found && textOfPath(found)).toBe(path);
  });

  it.each<readonly [string | undefined, string, string | undefined]>([
    ['a.b/c', 'A.B/c/one/two.x', 'properties.two.x'],
    ['a.b/c', 'A.B/c/one.x', undefined],
    ['a.b/c', 'X.Y/z/one/two.x', undefined],
    ['a.b/c', 'A.B/cc/one/two.x', undefined],
    [undefined, 'A.B/c/one/two.x', undefined],
  ])('of type %s looks for %s at %s too', (type, alias, path) => {
    const found = new Target(type, undefined, { aliases: catalogue, names: 'aliases' }).otherPathOf(alias);
    expect(found && textOfPath(found)).toBe(path);
  });

  it.each([
    ['2015-01-01', 'then.x'],
    ['2016-01-01', 'now.x'],
    [undefined, 'now.x'],
  ])('of the version %s finds %s', (apiVersion, path) => {
    const entry = { type: 'a.b/c', path: 'now.x', modifiable: undefined, versions: new Map([['2015-01-01', 'then.x']]) };
    const found = new Target('a.b/c', apiVersion, { aliases: { find: () => [entry] }, names: 'aliases' }).pathOf('A.B/c/x');
    expect(found && textOfPath(found)).toBe(path);
  });

  it.each<readonly ['aliases' | 'paths', JsonObject, JsonValue | undefined]>([
    ['aliases', { tags: { a: 1 }, properties: { tags: { a: 2 } } }, 1],
    ['aliases', { properties: { tags: { a: 2 } } }, 2],
    ['aliases', { tags: null, properties: { tags: { a: 2 } } }, 2],
    ['aliases', { tags: {}, properties: { tags: { a: 2 } } }, undefined],
    ['paths', { properties: { tags: { a: 2 } } }, undefined],
  ])('with fields as %s reads the tag of %j: %j', (names, resource, value) => {
    const target = targetOf(catalogue, names);
    const [tags, tag] = [target.reader(['tags']), target.reader(['tags', 'a'])];
    const frame = target.open(resource, now);
    expect(tag(frame)).toBe(value);
    expect(chainReader(['a'])(tags(frame))).toBe(value);
  });
});

it.each<readonly [readonly Segment[], JsonValue, JsonValue | undefined]>([
  [[], { a: 1 }, { a: 1 }],
  [['a'], { A: 1 }, 1],
  [['a', 1], { a: [1, 2] }, 2],
  [['a', 'b', 0], { a: { B: ['x'] } }, 'x'],
  [['a', 'b', 0, 'c'], { a: { B: [{ c: 'y' }] } }, 'y'],
  [['a', 'b', 0, 'c'], { a: { B: {} } }, undefined],
])('%j reads of %j: %j', (path, value, found) => {
  expect(chainReader(path)(value)).toEqual(found);
});

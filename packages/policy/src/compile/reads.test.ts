import { describe, expect, it } from 'vitest';
import type { AliasEntry } from '../aliases/catalogue.ts';
import { textOfPath } from '../fields/path.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { parseDefinition } from '../parse/definition.ts';
import { type Reads, readsOf } from './reads.ts';
import { Target } from './target.ts';

const entry = (type: string, path: string, versions?: Readonly<Record<string, string>>): AliasEntry => ({
  type,
  path,
  versions: versions && new Map(Object.entries(versions)),
  modifiable: undefined,
});
const entriesByAlias: Readonly<Record<string, readonly AliasEntry[]>> = {
  'a.b/c/known': [entry('a.b/c', 'of.c'), entry('x.y/z', 'of.z')],
  'a.b/c/foreign': [entry('x.y/z', 'of.z')],
  'a.b/c/one/two.x': [entry('x.y/z', 'of.z')],
  'a.b/c/dated': [entry('a.b/c', 'now', { '2015-01-01': 'then', '2016-01-01': 'since' })],
};
const options = {
  aliases: { find: (alias: string) => entriesByAlias[alias.toLowerCase()] ?? [] },
  names: 'aliases' as const,
  parameters: new Map<string, JsonValue>([
    ['kind', 'kind'],
    ['list', ['a']],
  ]),
};

const parameters = { list: { type: 'Array' }, kind: { type: 'String' } };

function reads(condition: JsonObject, types: readonly string[] | undefined, existenceCondition?: JsonObject, related?: string): Reads {
  const details = existenceCondition && { type: 'x', existenceCondition };
  const { value, problems } = parseDefinition({
    parameters,
    policyRule: { if: condition, then: { effect: 'auditIfNotExists', details: details ?? { type: 'x' } } },
  });
  if (!value) throw new Error(JSON.stringify(problems));
  return readsOf(value.rule, types, options, related);
}

const aliases = ['A.B/c/known', 'A.B/c/foreign', 'A.B/c/one/two.x', 'A.B/c/dated', 'A.B/c/new', 'A.B/c/new/one.x', 'A.B/cc/new'];

describe('what is read of an alias', () => {
  it.each(aliases)('is whatever a target would read of %s', (alias) => {
    const all = ['a.b/c', 'a.b/c/one', 'a.b/c/new', 'a.b/cc', 'x.y/z'];
    const pathsFor = (type: string): readonly string[] => {
      const versions = [undefined, '2015-01-01', '2016-01-01'].map((version) => new Target(type, version, options));
      const found = versions.flatMap((target) => [target.pathOf(alias), target.otherPathOf(alias)]);
      return found.flatMap((path) => (path ? [textOfPath(path)] : []));
    };
    for (const types of [...all.map((type) => [type]), all, [], undefined]) {
      const { own, beyond } = reads({ field: alias, exists: true }, types);
      const wanted = new Set((types ?? all).flatMap(pathsFor));
      for (const path of wanted) expect(own, `${types}`).toContain(path);
      // Where no type has it, its most likely path is named all the same.
      if (types && wanted.size > 0) expect(own.filter((path) => path !== 'apiVersion' && !wanted.has(path))).toEqual([]);
      expect(beyond).toEqual(types ? [] : ['type']);
      expect(own.includes('apiVersion')).toBe(alias === 'A.B/c/dated' && (types?.includes('a.b/c') ?? true));
    }
  });

  it.each<readonly [string, readonly string[] | undefined, readonly string[], readonly string[]]>([
    ['A.B/c/known', ['a.b/c'], ['of.c'], []],
    ['A.B/c/known', ['x.y/z'], ['of.z'], []],
    ['A.B/c/known', ['q.r/s'], [], []],
    ['A.B/c/known', undefined, ['of.c', 'of.z'], []],
    ['A.B/c/foreign', ['a.b/c', 'x.y/z'], ['of.z', 'properties.foreign'], []],
    ['A.B/c/foreign', undefined, ['of.z', 'properties.foreign'], []],
    ['A.B/c/new', ['q.r/s'], ['properties.new'], ['properties.new']],
    ['A.B/c/new', ['a.b/c', 'q.r/s'], ['properties.new'], ['properties.new']],
    ['A.B/c/new/one.x', ['a.b/c'], ['properties.one.x', 'properties.new/one.x'], ['properties.new/one.x']],
    ['A.B/c/new/one.x', undefined, ['properties.one.x', 'properties.new/one.x'], ['properties.one.x']],
  ])('%s of %j', (alias, types, own, guesses) => {
    const found = reads({ field: alias, exists: true }, types);
    expect(found.own).toEqual(own);
    expect(found.guesses).toEqual(guesses.map((guess) => ({ alias, guess })));
  });
});

describe('what is read by names that are worked out', () => {
  const exists = { exists: true };
  it.each<readonly [string, readonly string[], readonly string[]]>([
    ["[concat('ta', field('name'))]", ['name'], ['computed field']],
    ["[concat('tags.', field('name'))]", ['tags', 'name'], []],
    ["[Concat('TAGS[', field('name'), ']')]", ['tags', 'name'], []],
    ["[concat('mytags.', field('name'))]", ['name'], ['computed field']],
    ["[concat(field('name'), 'tags.x')]", ['tags', 'name'], ['computed field']],
    ["[replace('tags.x', field('name'), 'y')]", ['tags', 'name'], ['computed field']],
    ["[field('identity').concat]", ['identity'], ['computed field']],
    ["[concat(field('name'), current())]", ['name'], ['computed field']],
    ['[utcNow()]', [], ['computed field']],
    ['[resourceGroup().name]', [], ['computed field', 'resourceGroup.name']],
    ["[field(field('name'))]", ['name'], ['computed field']],
    ["[field(concat('a', utcNow()))]", [], ['computed field']],
    ["[int('x')]", [], []],
    ["[parameters('kind')]", ['kind'], []],
    ["[concat(parameters('kind'), field('name'))]", ['name'], ['computed field']],
  ])('%s', (field, own, beyond) => {
    const found = reads({ field, ...exists }, ['a.b/c']);
    expect(found.own).toEqual(own);
    expect(found.beyond).toEqual(beyond);
  });

  it('by the element that a count is at', () => {
    const where = { field: '[current()]', ...exists };
    expect(reads({ count: { value: "[parameters('list')]", where }, equals: 1 }, ['a.b/c']).beyond).toEqual(['computed field']);
  });
});

describe('what is read', () => {
  it.each<readonly [JsonObject, readonly string[], readonly string[]]>([
    [{ value: "[field(parameters('kind'))]", equals: 1 }, ['kind'], []],
    [{ value: '[policy().subscription]', equals: 1 }, [], []],
    [{ value: '[subscription()]', equals: 1 }, [], ['subscription']],
    [{ value: '[resourceGroup().tags.x]', equals: 1 }, [], ['resourceGroup.tags']],
    [{ field: 'id.first', equals: 1 }, ['id.first'], []],
    [{ count: { field: 'A.B/c/new[*]' }, equals: 1 }, ['properties.new[*]'], []],
    [
      { count: { field: 'A.B/c/new[*]', where: { field: 'A.B/c/new[*].e', equals: 1 } }, equals: 1 },
      ['properties.new[*].e', 'properties.new[*]'],
      [],
    ],
    [{ count: { field: 'list[*]', where: { field: 'list[*].e', equals: 1 } }, equals: 1 }, ['list[*].e'], []],
    [{ count: { field: 'list[*]', where: { field: 'list[*].e', equals: '[current()]' } }, equals: 1 }, ['list[*].e', 'list[*]'], []],
    [{ count: { field: 'list[*]', where: { field: 'lists[*].e', equals: 1 } }, equals: 1 }, ['lists[*].e', 'list[*]'], []],
  ])('%j', (condition, own, beyond) => {
    const found = reads(condition, ['a.b/c']);
    expect(found.own).toEqual(own);
    expect(found.beyond).toEqual(beyond);
  });

  it('is told of the list and of its elements where both are guessed', () => {
    const where = { field: 'A.B/c/new[*].e', equals: 1 };
    const { guesses } = reads({ count: { field: 'A.B/c/new[*]', where }, equals: 1 }, ['a.b/c']);
    expect(guesses.map(({ guess }) => guess)).toEqual(['properties.new[*].e', 'properties.new[*]']);
  });

  it('of a related resource hangs on its type', () => {
    const of = (type: string | undefined) =>
      reads({ field: 'kind', exists: true }, ['a.b/c'], { field: 'A.B/c/known', exists: true }, type);
    expect(of('x.y/z')).toMatchObject({ related: ['of.z'], beyond: [] });
    expect(of(undefined)).toMatchObject({ related: ['of.c', 'of.z'], beyond: ['type'] });
  });

  it.each<readonly [JsonObject, readonly string[]]>([
    [{ field: 'name', equals: "[parameters('kind')]" }, ['equals "kind"']],
    [{ field: 'NAME', In: ['a'] }, ['In ["a"]']],
    [{ field: 'name', in: ["[field('kind')]"] }, []],
    [{ field: 'id.first', equals: 1 }, []],
    [{ field: 'kind', equals: 'a' }, []],
    [{ field: "[concat('na', 'me')]", equals: 'a' }, []],
  ])('%j compares names by %j', (condition, keys) => {
    expect(reads(condition, undefined).nameTests.map(({ key }) => key)).toEqual(keys);
  });
});

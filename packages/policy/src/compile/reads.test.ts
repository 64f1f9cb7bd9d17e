import { describe, expect, it } from 'vitest';
import type { AliasEntry } from '../aliases/catalogue.ts';
import { textOfPath } from '../fields/path.ts';
import type { JsonObject } from '../json.ts';
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
  parameters: new Map(),
};

function reads(condition: JsonObject, types: readonly string[] | undefined): Reads {
  const { value } = parseDefinition({ if: condition, then: { effect: 'audit' } });
  if (!value) throw new Error('no rule');
  return readsOf(value.rule, types, options, undefined);
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

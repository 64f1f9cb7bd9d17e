import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../json.ts';
import { joinCatalogues, noAliases } from './catalogue.ts';
import { readAliases } from './listing.ts';
import { packedCatalogue } from './packed.ts';

const plain = (type: string, path: string) => ({ type, path, versions: undefined, modifiable: undefined });
const provider = {
  namespace: 'A.B',
  resourceTypes: [
    {
      resourceType: 'C/d',
      aliases: [
        { name: 'A.B/C/d/one', defaultPath: 'properties.one' },
        {
          name: 'A.B/C/d/two',
          defaultPath: 'properties.two',
          defaultMetadata: { attributes: 'Modifiable' },
          paths: [
            { path: 'properties.newer', apiVersions: ['2020-01-01', '2019-01-01-Preview', 5] },
            { path: 'properties.older', apiVersions: ['2015-01-01'] },
            { path: 'properties.never' },
            { apiVersions: ['2014-01-01'] },
          ],
        },
        {
          name: 'A.B/C/d/three',
          paths: [{ path: 'properties.first', apiVersions: [] }, { path: 'properties.second' }],
          defaultMetadata: { attributes: 'None' },
        },
        { name: 'A.B/C/d/four', defaultPath: 'properties.four', defaultMetadata: {} },
      ],
    },
    { resourceType: 'E', aliases: [{ name: 'a.b/c/D/ONE', defaultPath: 'sku' }] },
    { resourceType: 'F' },
    { resourceType: 'G', aliases: null },
  ],
};

describe('the listing of providers', () => {
  it.each<readonly [string, JsonValue]>([
    ['as the answer of Azure', { value: [provider] }],
    ['as a list', [provider]],
    ['as one provider', provider],
  ])('is read %s', (_, input) => {
    const { catalogue, problems } = readAliases(input);
    expect(problems).toEqual([]);
    expect(catalogue.find('A.B/c/D/One')).toEqual([plain('a.b/c/d', 'properties.one'), plain('a.b/e', 'sku')]);
    expect(catalogue.find('a.b/c/d/two')).toEqual([
      {
        type: 'a.b/c/d',
        path: 'properties.two',
        versions: new Map([
          ['2020-01-01', 'properties.newer'],
          ['2019-01-01-preview', 'properties.newer'],
          ['2015-01-01', 'properties.older'],
        ]),
        modifiable: true,
      },
    ]);
    expect(catalogue.find('a.b/c/d/three')).toEqual([{ ...plain('a.b/c/d', 'properties.first'), modifiable: false }]);
    expect(catalogue.find('a.b/c/d/four')).toEqual([{ ...plain('a.b/c/d', 'properties.four'), modifiable: false }]);
    expect(catalogue.find('a.b/c/d/five')).toEqual([]);
    expect(catalogue.hasVersions).not.toBe(false);
  });

  it('may have types in full, without a namespace', () => {
    const { catalogue } = readAliases({ resourceTypes: [{ resourceType: 'A.B/c', aliases: [{ name: 'A.B/c/d', defaultPath: 'x' }] }] });
    expect(catalogue.find('A.B/c/d')).toEqual([plain('a.b/c', 'x')]);
  });

  it.each<readonly [string, JsonValue]>([
    ['by type', { 'A.B/c': { 'A.B/c/d/one': 'sku', 'X.Y/z': 'kind' } }],
    ['flat', { 'A.B/c/d/one': 'sku', 'A.B/c/X.Y/z': 'x' }],
  ])('is read in short, %s', (how, input) => {
    const { catalogue, problems } = readAliases(input);
    expect(problems).toEqual([]);
    expect(catalogue.find('a.b/C/d/One')).toEqual([plain(how === 'flat' ? 'a.b/c/d' : 'a.b/c', 'sku')]);
    expect(catalogue.find('X.Y/z')).toEqual(how === 'flat' ? [] : [plain('a.b/c', 'kind')]);
  });

  it.each<readonly [JsonValue, readonly string[]]>([
    [
      5,
      [
        '$: expected a catalogue of aliases, found the number 5 (wrong-kind) Give the provider listing, or {"<type>": {"<alias>": "<path>"}}.',
      ],
    ],
    [['x'], ['$[0]: expected a resource provider, found the text "x" (wrong-kind) Write {"namespace": "…", "resourceTypes": […]}.']],
    [
      { value: [null] },
      ['$.value[0]: expected a resource provider, found null (wrong-kind) Write {"namespace": "…", "resourceTypes": […]}.'],
    ],
    [{ resourceTypes: [{}] }, ['$.resourceTypes[0]: there is no "resourceType" (missing-key) Name the resource type.']],
    [
      { resourceTypes: ['x'] },
      ['$.resourceTypes[0]: expected an object, found the text "x" (wrong-kind) Write it as the provider listing does.'],
    ],
    [{ resourceTypes: {} }, ['$.resourceTypes: expected a list, found an object (wrong-kind) Write a list of objects.']],
    [
      { resourceTypes: [{ resourceType: 'c', aliases: [{ name: 'x' }, { defaultPath: 'y' }] }] },
      [
        '$.resourceTypes[0].aliases[0]: an alias needs "name" and "defaultPath" (missing-key) Add both.',
        '$.resourceTypes[0].aliases[1]: an alias needs "name" and "defaultPath" (missing-key) Add both.',
      ],
    ],
    [{ 'A.B/c/d': 5 }, ['$[\'A.B/c/d\']: expected a path, found the number 5 (wrong-kind) Write "<alias>": "<path>".']],
    [{ 'A.B/c': { 'A.B/c/d': [] } }, ['$[\'A.B/c\'][\'A.B/c/d\']: expected a path, found a list (wrong-kind) Write "<alias>": "<path>".']],
  ])('tells what is wrong in %j', (input, told) => {
    const { problems, catalogue } = readAliases(input);
    expect(problems.map(({ path, message, code, hint }) => `${path}: ${message} (${code}) ${hint}`)).toEqual(told);
    expect(catalogue.find('A.B/c/d')).toEqual([]);
  });

  it('of several, the first that knows an alias answers', () => {
    const first = readAliases({ 'A.B/c/d': 'one' }).catalogue;
    const second = readAliases({ 'A.B/c/d': 'two', 'A.B/c/e': 'three' }).catalogue;
    const joined = joinCatalogues(noAliases, first, second);
    expect([joined.find('A.B/c/d'), joined.find('A.B/c/e'), joined.find('A.B/c/f')].map((found) => found.map(({ path }) => path))).toEqual([
      ['one'],
      ['three'],
      [],
    ]);
    expect(joined.hasVersions).toBe(true);
    expect(joinCatalogues(noAliases, noAliases).hasVersions).toBe(false);
    expect(joinCatalogues().find('x')).toEqual([]);
  });
});

describe('a packed table', () => {
  const table = {
    types: 'a.b/c:0\nx.y/z:1\na.b/c/d:a',
    loose: 'x.y/z,Short/Name,props.x\nq.r/s,short/name,props.y\nbroken',
    nodes: [
      'aOne,bTwo:2,CThree:1,dFour,=Five>.under.five,=Six>at.root,ENine:1',
      'aLeaf',
      'a[*],Btags:1',
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      'aDeep',
    ].join('\n'),
  };

  it.each<readonly [string, readonly (readonly [string, string])[]]>([
    ['A.B/c/ONE', [['a.b/c', 'properties.One']]],
    ['A.B/c/Two', [['a.b/c', 'properties.properties.Two']]],
    ['A.B/c/Two.[*]', [['a.b/c', 'properties.properties.Two.[*]']]],
    ['A.B/c/Two.tags', []],
    ['A.B/c/Two.tags.leaf', [['a.b/c', 'properties.properties.Two.properties.tags.Leaf']]],
    ['A.B/c/Three', []],
    ['A.B/c/Three.Leaf', [['a.b/c', 'properties.Leaf']]],
    ['A.B/c/Four', [['a.b/c', 'Four']]],
    ['A.B/c/Five', [['a.b/c', 'properties.under.five']]],
    ['A.B/c/Six', [['a.b/c', 'at.root']]],
    ['A.B/c/One.more', []],
    ['A.B/c/none', []],
    ['X.Y/z/leaf', [['x.y/z', 'properties.Leaf']]],
    ['A.B/c/d/Deep', [['a.b/c/d', 'properties.Deep']]],
    [
      'SHORT/name',
      [
        ['x.y/z', 'props.x'],
        ['q.r/s', 'props.y'],
      ],
    ],
    ['broken', []],
    ['/x', []],
  ])('%s', (alias, wanted) => {
    const entries = wanted.map(([type, path]) => plain(type, path));
    const packed = packedCatalogue(table);
    expect(packed.find(alias)).toEqual(entries);
    expect(packed.find(alias)).toEqual(entries);
    expect(packed.hasVersions).toBe(false);
  });
});

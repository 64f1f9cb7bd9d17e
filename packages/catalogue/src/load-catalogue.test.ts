import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shortAboutOf } from './about.ts';
import { parseCatalogueFile } from './catalogue-file.ts';
import { recommendationListOf } from './list.ts';
import { loadCatalogue } from './load-catalogue.ts';
import { pointsByName } from './points.ts';
import { catalogueProblemSentences } from './problems.ts';
import { recommendations } from './recommendations.generated.ts';

const docs = readFileSync(join(import.meta.dirname, '../../../docs/catalogue-file.md'), 'utf8');
const example = /```yaml\n([\s\S]*?)```/.exec(docs)?.[1] ?? '';

const own = {
  name: 'own-tag',
  key: '11111111-2222-4333-8444-555555555555',
  kind: 'policy',
  title: 'Own things should have a tag',
  severity: 'low',
  category: 'compute',
  resourceTypes: ['Microsoft.Compute/disks'],
  rule: { if: { field: 'type', equals: 'Microsoft.Compute/disks' }, then: { effect: 'audit' } },
};

describe('the shipped catalogue', () => {
  test.each([
    [undefined, '2019-11', 1],
    ['2019-11', '2019-11', 1],
    ['2019-01', '2019-01', 0],
  ] as const)('asked for %s is edition %s with its points', (asked, edition, index) => {
    const { catalogue, problems } = loadCatalogue(asked === undefined ? {} : { edition: asked });
    expect(problems).toEqual([]);
    expect(catalogue.edition).toBe(edition);
    expect(catalogue.items.map(({ recommendation, points, state }) => [recommendation.name, points, state])).toEqual(
      recommendations.map(({ name }) => [name, pointsByName[name]?.[index] ?? null, 'standard']),
    );
  });

  test('has only scored recommendations in its controls, each item naming the controls that hold it', () => {
    const { catalogue } = loadCatalogue({ edition: '2019-01' });
    for (const { recommendation, points, controls } of catalogue.items) {
      const holding = catalogue.controls.filter(({ recommendations: members }) => members.includes(recommendation.name));
      expect(controls).toEqual(holding.map(({ key }) => key));
      if (points === null) expect(controls).toEqual([]);
    }
  });

  test('is listed with points of both editions, controls and needed types', () => {
    const list = recommendationListOf(loadCatalogue().catalogue);
    expect(list.map(({ name }) => name)).toEqual(recommendations.map(({ name }) => name));
    expect(list.find(({ name }) => name === 'sql-transparent-data-encryption')).toEqual({
      key: '651967bf-044e-4bde-8376-3e08e0600105',
      name: 'sql-transparent-data-encryption',
      displayName: 'Transparent Data Encryption on SQL databases should be enabled',
      category: 'Data & storage',
      severity: 'low',
      kind: 'policy',
      threats: ['dataExfiltration', 'dataSpillage'],
      points: { '2019-01': 15, '2019-11': 15 },
      controls: ['8fd574ec-43cf-426e-a439-a67cbaf2d564'],
      needs: ['Microsoft.Sql/servers/databases/transparentDataEncryption'],
    });
    expect(list.find(({ name }) => name === 'storage-encryption')?.points).toEqual({ '2019-01': 15, '2019-11': null });
  });
});

describe('the example in docs/catalogue-file.md', () => {
  const { additions, problems } = parseCatalogueFile(example, 'contoso.yaml');
  const loaded = loadCatalogue(additions === undefined ? {} : { additions });
  const item = (name: string) => loaded.catalogue.items.find(({ recommendation }) => recommendation.name === name);
  const control = (name: string) => loaded.catalogue.controls.find((candidate) => candidate.name === name);

  test('is free of problems', () => {
    expect([...problems, ...loaded.problems]).toEqual([]);
    expect(loaded.catalogue.edition).toBe('contoso-2026');
  });

  test.each([
    ['storage-secure-transfer', 30, 'standard'],
    ['vm-next-generation-firewall', null, 'standard'],
    ['machine-adaptive-application-controls', null, 'deprecated'],
    ['web-app-cors', 20, 'standard'],
    ['contoso-owner-tag', 5, 'custom'],
    ['contoso-penetration-test', 20, 'custom'],
  ] as const)('gives %s %s points as %s', (name, points, state) => {
    expect(item(name)).toMatchObject({ points, state });
  });

  test('changes a severity and the controls', () => {
    expect(item('web-app-cors')?.recommendation.severity).toBe('high');
    expect(control('Enable auditing and logging')).toMatchObject({ key: '27b24961-75ba-4fe4-8909-97286d5dd5ee', max: 3 });
    expect(control('Enable auditing and logging')?.recommendations).toContain('sql-server-auditing');
    expect(control('Know the owner')).toMatchObject({ max: 2, recommendations: ['contoso-owner-tag'] });
    expect(control('Remediate vulnerabilities')?.recommendations).toContain('contoso-penetration-test');
    expect(control('Apply adaptive application control')?.recommendations).not.toContain('machine-adaptive-application-controls');
  });

  test('lists the points of its own edition beside the shipped ones', () => {
    const listed = recommendationListOf(loaded.catalogue).find(({ name }) => name === 'storage-secure-transfer');
    expect(listed?.points).toEqual({ '2019-01': 20, '2019-11': 20, 'contoso-2026': 30 });
  });

  test('documents every code of a problem', () => {
    for (const [code, sentence] of Object.entries(catalogueProblemSentences)) expect(docs).toContain(`| \`${code}\` | ${sentence} |`);
  });
});

describe("a file of one's own", () => {
  test.each([
    ['names the result after the base', {}, {}, '2019-11+custom'],
    ['starts from its own base', { base: '2019-01' }, {}, '2019-01+custom'],
    ['yields to an edition that was asked for', { base: '2019-01' }, { edition: '2019-11' }, '2019-11+custom'],
    ['stays a whole edition of its own', { base: 'none' }, { edition: '2019-11' }, 'custom'],
  ] as const)('%s', (_title, file, options, edition) => {
    expect(load(file, options).catalogue.edition).toBe(edition);
  });

  test('with base none scores only what it gives points', () => {
    const { catalogue, problems } = load({
      base: 'none',
      controlTable: 'none',
      points: { 'redis-secure-connections': 7 },
      recommendations: [own],
    });
    expect(problems).toEqual([]);
    expect(
      catalogue.items.filter(({ points }) => points !== null).map(({ recommendation, points }) => [recommendation.name, points]),
    ).toEqual([['redis-secure-connections', 7]]);
    expect(catalogue.controls).toEqual([]);
    expect(catalogue.items.at(-1)).toMatchObject({ recommendation: { name: 'own-tag', kind: 'policy' }, points: null, state: 'custom' });
  });

  test('says who answers for a recommendation', () => {
    const { catalogue, problems } = load({ owners: { 'web-app-cors': 'Web team' } });
    expect(problems).toEqual([]);
    expect(catalogue.items.flatMap((item) => (item.owner === undefined ? [] : [shortAboutOf(item, catalogue).owner]))).toEqual([
      'Web team',
    ]);
  });

  test('may be written as JSON with tabs and a byte-order mark', () => {
    const { additions, problems } = parseCatalogueFile(`\uFEFF{\n\t"points": {\n\t\t"web-app-cors": 9\n\t}\n}`, 'own.json');
    expect(problems).toEqual([]);
    expect(additions?.points.get('web-app-cors')).toEqual({ points: 9 });
  });
});

describe('what is wrong in a file', () => {
  test.each([
    ['no object', '- a', 'not-a-document', 1, '$'],
    ['an empty text', '', 'not-a-document', 1, '$'],
    ['a value that holds itself', 'points: &a {web-app-cors: *a}', 'not-a-document', 1, '$'],
    ['nesting without end', '['.repeat(10_000), 'not-a-document', 1, '$'],
    ['broken text', 'points: {\n  a: [\n', 'not-a-document', 3, '$'],
    ['a key written twice', 'points: {}\npoints: {}', 'not-a-document', 2, '$'],
    ['an unknown key', 'edition: x\nponits: {}', 'unknown-key', 2, '$.ponits'],
    ['an unknown base', 'base: 2020-01', 'wrong-value', 1, '$.base'],
    ['points that are no whole number', 'points:\n  web-app-cors: 2.5', 'wrong-value', 2, '$.points.web-app-cors'],
    ['points of zero', 'points:\n  web-app-cors: 0', 'wrong-value', 2, '$.points.web-app-cors'],
    ['points for a name that is not there', 'points:\n  web-app-corse: 5', 'unknown-recommendation', 2, '$.points.web-app-corse'],
    ['points for a name of the language', 'points:\n  constructor: 5', 'unknown-recommendation', 2, '$.points.constructor'],
    ['an owner of nobody knows what', 'owners:\n  web-app-corse: Web team', 'unknown-recommendation', 2, '$.owners.web-app-corse'],
    ['a severity that is none', 'severities:\n  web-app-cors: severe', 'wrong-value', 2, '$.severities.web-app-cors'],
    ['a control above ten', 'controls:\n  - name: Enable MFA\n    max: 11', 'wrong-value', 3, '$.controls[0].max'],
    ['a new control without a maximum', 'controls:\n  - name: Mine', 'missing-key', 2, '$.controls[0]'],
    [
      'a member that is not there',
      'controls:\n  - name: Enable MFA\n    recommendations:\n      - nope',
      'unknown-recommendation',
      4,
      '$.controls[0].recommendations[0]',
    ],
    ['a recommendation without a title', yaml({ ...own, title: undefined }), 'missing-key', 1, '$.recommendations[0]'],
    ['a policy without a rule', yaml({ ...own, rule: undefined }), 'missing-key', 1, '$.recommendations[0]'],
    ['a key that is no GUID', yaml({ ...own, key: 'own' }), 'wrong-value', 1, '$.recommendations[0].key'],
    ['a name that is shipped', yaml({ ...own, name: 'web-app-cors' }), 'used-twice', 1, '$.recommendations[0].name'],
    ['a key that is shipped', yaml({ ...own, key: '1C5DE8E1-f68d-6a17-e0d2-ec259c42768c' }), 'used-twice', 1, '$.recommendations[0].key'],
    [
      'a rule with an operator that is not there',
      yaml({ ...own, rule: { if: { allOf: [{ field: 'type', equalz: 'x' }] }, then: { effect: 'audit' } } }),
      'rule-not-compiled',
      1,
      '$.recommendations[0].rule.if.allOf[0].equalz',
    ],
    [
      'a rule without an effect',
      yaml({ ...own, rule: { if: { field: 'type', equals: 'x' } } }),
      'rule-not-compiled',
      1,
      '$.recommendations[0].rule',
    ],
    ['a control that is not there', yaml({ ...own, controls: ['Nope'] }), 'unknown-control', 1, '$.recommendations[0].controls[0]'],
  ] as const)('%s is told with its place', (_title, text, code, line, path) => {
    const { additions, problems } = parseCatalogueFile(text, 'own.yaml');
    const all = [...problems, ...loadCatalogue(additions === undefined ? {} : { additions }).problems];
    expect(all[0]).toMatchObject({ code, file: 'own.yaml', line, path });
    expect(all[0]?.expected).not.toBe('');
    expect(all[0]?.hint).not.toBe('');
  });

  test('costs only itself', () => {
    const { catalogue, problems } = load({
      points: { 'web-app-cors': 'many', 'web-app-https-only': 3 },
      recommendations: [
        { ...own, severity: 'x' },
        { ...own, points: 4 },
      ],
    });
    expect(problems.map(({ code }) => code)).toEqual(['wrong-value', 'wrong-value']);
    expect(catalogue.items.find(({ recommendation }) => recommendation.name === 'web-app-cors')?.points).toBe(20);
    expect(catalogue.items.find(({ recommendation }) => recommendation.name === 'web-app-https-only')?.points).toBe(3);
    expect(catalogue.items.filter(({ state }) => state === 'custom').map(({ points }) => points)).toEqual([4]);
  });

  test('never throws, whatever the text', () => {
    const anyText = fc.oneof(
      fc.string(),
      fc.json(),
      fc.constantFrom('&a [*a]', '__proto__: {points: {}}', '? [a]: b', '%YAML 9', '!!binary x'),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        const { additions, problems } = parseCatalogueFile(text, 'any');
        if (additions === undefined) expect(problems.length).toBeGreaterThan(0);
        else loadCatalogue({ additions });
      }),
      { numRuns: 300 },
    );
  });
});

function load(file: object, options: { edition?: '2019-01' | '2019-11' } = {}) {
  const { additions, problems } = parseCatalogueFile(JSON.stringify(file), 'own.json');
  const loaded = loadCatalogue({ ...options, ...(additions === undefined ? {} : { additions }) });
  return { catalogue: loaded.catalogue, problems: [...problems, ...loaded.problems] };
}

function yaml(recommendation: object): string {
  return JSON.stringify({ recommendations: [recommendation] });
}

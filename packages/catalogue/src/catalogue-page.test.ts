import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cataloguePage, fieldsOf } from './catalogue-page.ts';
import { recommendations } from './recommendations.generated.ts';

test('docs/catalogue.md is up to date: else build and run node packages/catalogue/scripts/generate-docs.mjs', () => {
  expect(readFileSync(join(import.meta.dirname, '../../../docs/catalogue.md'), 'utf8')).toBe(cataloguePage(recommendations));
});

test.each([
  ['fields of conditions', { allOf: [{ field: 'type', equals: 'x' }, { not: { field: 'kind', equals: 'y' } }] }, ['type', 'kind']],
  ['counted fields', { count: { field: 'a[*]', where: { field: 'a[*].b', equals: 1 } }, greater: 0 }, ['a[*]', 'a[*].b']],
  ['fields within expressions', { value: "[concat(field('name'), field('kind'))]", equals: 'x' }, ['name', 'kind']],
  ['no literal in brackets', { field: 'name', equals: "[[field('kind')]" }, ['name']],
] as const)('a rule gives its %s', (_title, rule, fields) => {
  expect(fieldsOf(rule)).toEqual(fields);
});

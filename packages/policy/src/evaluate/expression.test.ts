import { expect, it } from 'vitest';
import { readAliases } from '../aliases/listing.ts';
import { evaluateExpression } from './expression.ts';

const aliases = readAliases({ 'A.B/c': { 'A.B/c/size': 'sku.size' } }).catalogue;
const resource = { type: 'A.B/c', name: 'n', sku: { size: 2 }, properties: { size: 1 } };

it.each<readonly [string, Parameters<typeof evaluateExpression>[1], object]>([
  ['plain', {}, { value: 'plain', problems: [] }],
  ["[[concat('a')]", {}, { value: "[concat('a')]", problems: [] }],
  ["[concat('a', 'b')]", undefined, { value: 'ab', problems: [] }],
  ['[utcNow()]', undefined, { value: '1970-01-01T00:00:00Z', problems: [] }],
  ['[utcNow()]', { context: { now: '2026-01-01T00:00:00Z' } }, { value: '2026-01-01T00:00:00Z', problems: [] }],
  ["[parameters('P')]", { parameters: { p: 1 } }, { value: 1, problems: [] }],
  ["[parameters('p')]", { parameters: { P: 1 } }, { value: 1, problems: [] }],
  ["[field('name')]", { resource }, { value: 'n', problems: [] }],
  ["[field('A.B/c/size')]", { resource, aliases }, { value: 2, problems: [] }],
  ["[field('A.B/c/size')]", { resource }, { value: 1, problems: [] }],
  ["[field('sku.size')]", { resource, fields: 'paths' }, { value: 2, problems: [] }],
  [
    "[field('Microsoft.Storage/storageAccounts/sku.name')]",
    { resource: { type: 'Microsoft.Storage/storageAccounts', sku: { name: 's' } } },
    { value: 's', problems: [] },
  ],
  ["[int('x')]", {}, { error: 'int(): the text "x" cannot be converted', problems: [] }],
  [
    '[resourceGroup().none]',
    { context: { now: '', resourceGroup: {} } },
    { error: 'an expression reads a property that is not there', problems: [] },
  ],
])('%j with %j', (text, setting, answer) => {
  expect(evaluateExpression(text, setting)).toEqual(answer);
});

it('tells what is wrong with a text that is none', () => {
  const answer = evaluateExpression('[concat(]');
  expect(answer.problems).toMatchObject([{ code: 'expression-syntax', path: '$' }]);
  expect('error' in answer && answer.error).toBe(answer.problems[0]?.message);
});

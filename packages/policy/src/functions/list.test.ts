import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { operatorOf } from '../operators/operators.ts';
import type { TemplateFunction } from './function.ts';
import { functionByName } from './functions.ts';

/** Every export of the modules of a folder that looks like an entry of its list. */
async function exportsOf(folder: string, marks: readonly string[]): Promise<readonly unknown[]> {
  const url = new URL(folder, import.meta.url);
  const files = readdirSync(url).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  const modules = await Promise.all(files.map((name) => import(new URL(name, url).href) as Promise<object>));
  return modules
    .flatMap((module) => Object.values(module) as unknown[])
    .filter((value) => typeof value === 'object' && value !== null && marks.every((mark) => mark in value));
}

test('every function that is written is in the list, once', async () => {
  const written = (await exportsOf('./', ['kind', 'name', 'arguments'])) as readonly TemplateFunction[];
  expect(written.length).toBe(functionByName.size);
  for (const one of written) expect(functionByName.get(one.name.toLowerCase()), one.name).toBe(one);
});

test('every operator that is written is in the list', async () => {
  const written = (await exportsOf('../operators/', ['name', 'compile', 'apply'])) as readonly { readonly name: string }[];
  expect(written).toHaveLength(19);
  for (const one of written) expect(operatorOf(one.name), one.name).toBe(one);
});

test('what a function says about its arguments can hold', () => {
  for (const { name, arguments: counts } of functionByName.values()) {
    expect(counts[0], name).toBeLessThanOrEqual(counts[1]);
    expect(counts[1], name).toBeLessThanOrEqual(128);
  }
});

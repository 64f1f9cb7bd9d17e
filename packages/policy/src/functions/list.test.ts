import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { operatorOf } from '../operators/operators.ts';
import type { TemplateFunction } from './function.ts';
import { functionByName, functionNames } from './functions.ts';

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
  const written = (await exportsOf('../operators/', ['name', 'compile'])) as readonly { readonly name: string }[];
  expect(written).toHaveLength(19);
  for (const one of written) expect(operatorOf(one.name), one.name).toBe(one);
});

test('what a function says about its arguments can hold', () => {
  for (const { name, arguments: counts } of functionByName.values()) {
    expect(counts[0], name).toBeLessThanOrEqual(counts[1]);
    expect(counts[1], name).toBeLessThanOrEqual(128);
  }
});

const page = new URL('../../../../docs/policy-language.md', import.meta.url);

test.runIf(existsSync(page))('the documentation lists every function, once', () => {
  const [, section = ''] = /^## Functions\n([\s\S]*?)^## /m.exec(readFileSync(page, 'utf8')) ?? [];
  const rows = section.split('\n').filter((line) => line.startsWith('| ') && line.includes('`'));
  const listed = rows.flatMap((line) => [...line.matchAll(/`([A-Za-z0-9]+)`/g)].map(([, name]) => name));
  expect(listed.toSorted()).toEqual([...functionNames].toSorted());
});

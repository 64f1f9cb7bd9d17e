/** Copies sources and tests to a folder that Node.js can load, with every mutant in the sources as a switch. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { transformSync } from 'rolldown/utils';

const here = dirname(fileURLToPath(import.meta.url));
const quiet = { info() {}, debug() {}, warn: console.warn, isDebugEnabled: () => false };
const isTest = (file) => /\.(?:test|fixture)\.ts$/.test(file);
const isMutated = (file) => !isTest(file) && !/\.generated\.ts$|\/index\.ts$/.test(file);

/**
 * @param {string} root the repository
 * @param {readonly string[]} packages folders below it
 * @param {(file: string) => boolean} chosen which sources are mutated, by their path from the root
 */
export async function instrument(root, packages, chosen) {
  const to = join(root, '.cache/mutation');
  rmSync(to, { recursive: true, force: true });
  const all = packages.flatMap((folder) => filesIn(join(root, folder))).map((file) => relative(root, file));
  const files = all.filter((file) => file.endsWith('.ts')).map((name) => ({ name, content: readFileSync(join(root, name), 'utf8') }));
  const sources = files.map((file) => ({ ...file, mutate: isMutated(file.name) && chosen(file.name) }));
  const { files: changed, mutants } = await new Instrumenter(quiet).instrument(
    sources.filter((file) => file.mutate),
    { plugins: null, excludedMutations: [], ignorers: [], noHeader: false },
  );
  const contentByName = new Map(changed.map((file) => [file.name, file.content]));
  for (const { name, content } of files) write(join(to, `${name}.mjs`), loadable(name, contentByName.get(name) ?? content));
  for (const name of all.filter((file) => file.endsWith('.json'))) write(join(to, name), readFileSync(join(root, name), 'utf8'));
  // The packages know nothing of one another: what is not mutated needs no tests.
  const mutated = packages.filter((folder) => changed.some((file) => file.name.startsWith(`${folder}/`)));
  const isNeeded = ({ name }) => name.endsWith('.test.ts') && mutated.some((folder) => name.startsWith(`${folder}/`));
  const tests = files.filter(isNeeded).map((file) => join(to, `${file.name}.mjs`));
  return { tests, mutants, contentByName: new Map(files.map((file) => [file.name, file.content])) };
}

/** Stryker's code counts what a test reaches for ever; that is slow, and needed only once. */
const countsAlways = 'function cover() {';
const countsWhenAsked = `${countsAlways} if (!ns.isCounting) return;`;

function loadable(name, content) {
  const { code, errors } = transformSync(name, content, { lang: 'ts', tsconfig: false });
  if (errors?.length > 0) throw new Error(`${name}: ${errors[0].message}`);
  if (code.includes('function stryCov_') && !code.includes(countsAlways)) throw new Error(`${name}: mutants are counted in another way`);
  return code
    .replace(countsAlways, countsWhenAsked)
    .replaceAll(/((?:from|import)\s*\(?\s*)(["'])(\.[^"']+\.ts)\2/g, '$1$2$3.mjs$2')
    .replace(/import fc from (["'])fast-check\1/, (_, quote) => `import { fc } from ${quote}${join(here, 'fast-check.mjs')}${quote}`)
    .replace(/from (["'])vitest\1/, (_, quote) => `from ${quote}${join(here, 'vitest.mjs')}${quote}`);
}

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((item) => {
    if (item.name === 'dist' || item.name === 'node_modules') return [];
    const path = join(folder, item.name);
    return item.isDirectory() ? filesIn(path) : [path];
  });
}

function write(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

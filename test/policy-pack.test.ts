import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, 'packages/policy');
const folder = mkdtempSync(join(tmpdir(), 'plumbline-policy-pack-'));
const installed = join(folder, 'node_modules/@plumbline/policy');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^npm_(package|lifecycle|config_local_prefix)/.test(key)));
let tarball = '';
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The examples of the README one after the other, as a user copies them. */
function example(): string {
  return [...readFileSync(join(source, 'README.md'), 'utf8').matchAll(/```js\n([\s\S]*?)```/g)].map(([, code = '']) => code).join('\n');
}

const told = `
export const answers = [policy.evaluate(resource, context).compliance, policy.decide(resource, context).found, policy.explain(resource, context).if.result, states];
`;

describe('@plumbline/policy by itself', () => {
  beforeAll(() => {
    execFileSync(npm, ['pack', '--pack-destination', folder, '--loglevel=error'], { cwd: source, env, stdio: 'pipe' });
    tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '');
    writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
    execFileSync(npm, ['install', '--offline', '--no-audit', '--no-fund', '--loglevel=error', tarball], {
      cwd: folder,
      env,
      stdio: 'pipe',
    });
  }, 120_000);

  it('brings no dependency and no test', () => {
    expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['@plumbline']);
    const files = readdirSync(installed, { recursive: true, encoding: 'utf8' });
    expect(files).toContain(join('dist', 'index.js'));
    expect(files.filter((name) => /\.test\.|tsbuildinfo/.test(name))).toEqual([]);
  });

  it('has nothing that publint finds', async () => {
    const { messages } = await publint({ pkgDir: installed, pack: false, strict: true });
    expect(messages).toEqual([]);
  });

  it('has types that fit in every way of importing an ES module', async () => {
    const analysis = await checkPackage(createPackageFromTarballData(readFileSync(tarball)));
    if (!analysis.types) throw new Error('no types were found');
    // What requires it from CommonJS meets an ES module, and is meant to.
    const problems = analysis.problems.filter(({ kind }) => kind !== 'CJSResolvesToESM');
    expect(problems).toEqual([]);
  });

  it('runs in Node.js as its README says', () => {
    writeFileSync(join(folder, 'example.mjs'), `${example()}${told}console.log(JSON.stringify(answers));`);
    const output = execFileSync(process.execPath, ['example.mjs'], { cwd: folder, env, encoding: 'utf8' });
    expect(JSON.parse(output)).toEqual(['NonCompliant', false, true, [['Audit', 'NonCompliant']]]);
  });

  it('runs in a browser: bundled, with nothing of Node.js around', async () => {
    mkdirSync(join(folder, 'page'));
    const page = join(folder, 'page/page.mjs');
    writeFileSync(page, `${example()}${told}`);
    const bundle = await rolldown({ input: page, platform: 'browser', cwd: folder });
    const { output } = await bundle.generate({ format: 'iife', name: 'page' });
    await bundle.close();
    const [{ code }] = output;
    const browser = createContext({});
    runInContext(`${code};globalThis.page = page`, browser);
    expect(runInContext('JSON.stringify(page.answers)', browser)).toBe('["NonCompliant",false,true,[["Audit","NonCompliant"]]]');
  });
});

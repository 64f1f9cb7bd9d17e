// The page that `plumbline scan --format html` writes, opened from the disk in a real browser.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ScoreReport } from '@plumbline/assess';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { percent, rounded, signed } from '../packages/dashboard/src/model/number.ts';
import { findChromium, launchChromium, openPage } from '../packages/dashboard/src/node/chromium.ts';
import { whyNoBrowser } from '../packages/dashboard/src/node/stage.ts';
import { texts } from '../packages/dashboard/src/texts.ts';
import { runPlumbline } from './run-plumbline.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const dashboard = join(root, 'packages/dashboard');

describe.skipIf(whyNoBrowser() !== undefined)('the page of a scan', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-page-'));
  let browser: Browser;
  let report: ScoreReport;

  beforeAll(async () => {
    buildProgram();
    browser = await launchChromium(findChromium() ?? '');
    report = JSON.parse((await runPlumbline(['scan', 'examples/estate', '--format', 'json'], { cwd: root })).stdout) as ScoreReport;
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const written = async (name: string, args: readonly string[]) => {
    const file = join(folder, name);
    const { exit, stderr } = await runPlumbline(['scan', ...args, '--format', 'html', '-o', file], { cwd: root });
    expect([exit, stderr]).toEqual([0, expect.any(String)]);
    return pathToFileURL(file).href;
  };
  /** Opened as a reader does: anything asked of anybody else is a fault. */
  const open = async (url: string, options: { readonly width?: number } = {}) => {
    const watched = await openPage(browser, url.slice(0, url.indexOf('#') < 0 ? undefined : url.indexOf('#')), options);
    await watched.page.goto(url);
    await watched.page.locator('#root main h1').first().waitFor();
    return watched;
  };
  const violations = async (page: Page) => {
    await page.evaluate(axe.source);
    const run = "axe.run('html', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })";
    const { violations: found } = (await page.evaluate(run)) as {
      violations: readonly { id: string; nodes: readonly { html: string }[] }[];
    };
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  };

  it('is walked from the score to a resource and its reason, with the numbers of the scan, and asks nobody', async () => {
    const { page, context, faults, requests } = await open(await written('estate.html', ['examples/estate']));
    expect(await page.locator('[data-value=score]').textContent()).toBe(rounded(report.score?.current ?? Number.NaN));
    expect(await page.locator('.ring-text').textContent()).toBe(percent(report.score?.percentage ?? Number.NaN));
    expect(await page.locator('#plain').count()).toBe(0);
    const [first, second] = report.topRecommendations;
    await page.locator(`[data-top="${first?.name}"] a`).click();
    await page.getByRole('heading', { level: 1, name: first?.displayName ?? '' }).waitFor();
    expect(await page.locator('[data-value=impact]').textContent()).toBe(signed(first?.impact ?? 0));
    const table = page.getByRole('table', { name: texts.recommendation.tabs.unhealthy });
    expect(await table.locator('tbody tr').count()).toBe(first?.unhealthy);
    await table.locator('tbody tr a').first().click();
    await page.getByText(texts.page.verdicts).waitFor();
    await page
      .getByRole('table')
      .getByRole('link', { name: first?.displayName ?? '' })
      .waitFor();
    await page.goBack();
    await page.goBack();
    await page.locator('[data-value=score]').waitFor();
    await page.getByRole('navigation').getByRole('link', { name: texts.screens.recommendations }).click();
    for (const one of [first, second])
      await page.getByRole('checkbox', { name: texts.recommendations.choose(one?.displayName ?? '') }).check();
    const current = report.score?.current ?? 0;
    const after = current + (first?.impact ?? 0) + (second?.impact ?? 0);
    await page.getByText(texts.recommendations.becomes(rounded(current), rounded(after))).waitFor();
    expect(page.url()).toContain(`plan=${first?.name}&plan=${second?.name}`);
    expect(faults).toEqual([]);
    expect(requests).toHaveLength(1);
    await context.close();
  });

  it('knows the controls model too, and opens in the model that was asked for', async () => {
    const url = await written('controls.html', ['examples/estate', '--model', 'controls']);
    const controls = JSON.parse(
      (await runPlumbline(['scan', 'examples/estate', '--model', 'controls', '--format', 'json'], { cwd: root })).stdout,
    ) as ScoreReport;
    const { page, context, faults } = await open(url);
    expect(await page.locator('.ring-text').textContent()).toBe(percent(controls.score?.percentage ?? 0));
    await page.getByRole('button', { name: texts.modelSwitch.classic }).click();
    await page.locator('[data-value=score]', { hasText: rounded(report.score?.current ?? 0) }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  it.each(['score', 'recommendations/storage-secure-transfer', 'resource?id=x'])(
    'axe finds nothing on %s, light and dark, and it fits 360 pixels',
    async (path) => {
      const { page, context, faults } = await open(`${await written('axe.html', ['examples/estate'])}#/${path}`);
      await page.locator('.bone').first().waitFor({ state: 'detached' });
      expect(await violations(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await violations(page)).toEqual([]);
      await page.setViewportSize({ width: 360, height: 740 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
      expect(faults).toEqual([]);
      await context.close();
    },
  );

  it('shows a reader without scripts the same numbers', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(await written('plain.html', ['examples/estate']));
    expect(await page.locator('#plain .big').innerText()).toContain(rounded(report.score?.current ?? Number.NaN));
    await context.close();
  });

  it('shows names that mean harm as they are, and runs nothing', async () => {
    const names = [
      '<img src=x onerror=window.owned=1>',
      '</script><script>window.owned=1</script>',
      '\u202Egpj.exe',
      '😀'.repeat(50),
      'x'.repeat(10_000),
    ];
    const resources = names.map((name, at) => ({
      id: `/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/wild/providers/Microsoft.Storage/storageAccounts/${at}${name.replaceAll('/', '∕')}`,
      type: 'Microsoft.Storage/storageAccounts',
      name,
      properties: { supportsHttpsTrafficOnly: false },
    }));
    writeFileSync(join(folder, 'wild.json'), JSON.stringify(resources));
    const { page, context, faults } = await open(
      `${await written('wild.html', [join(folder, 'wild.json')])}#/recommendations/storage-secure-transfer`,
    );
    const table = page.getByRole('table', { name: texts.recommendation.tabs.unhealthy });
    expect(await table.locator('tbody tr').count()).toBe(names.length);
    expect(await table.innerText()).toContain('<img src=x onerror=window.owned=1>');
    expect(await page.evaluate('window.owned')).toBeUndefined();
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    expect(faults).toEqual([]);
    await context.close();
  });
});

/** Puts the program where the sources look for it; made beside, so that nobody reads half of it. */
function buildProgram(): void {
  const beside = join(dashboard, `dist-page.${process.pid}`);
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');
  execFileSync(process.execPath, [vite, 'build', '-c', 'vite.page.config.ts', '--logLevel', 'warn', '--outDir', beside], {
    cwd: dashboard,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: 'inherit',
  });
  rmSync(join(dashboard, 'dist-page'), { recursive: true, force: true });
  renameSync(beside, join(dashboard, 'dist-page'));
}

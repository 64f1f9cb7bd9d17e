// Every screen in every look for everybody: axe finds nothing, nothing overflows, the keyboard reaches everything.
import { gzipSync } from 'node:zlib';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { texts } from '../texts.ts';
import { openPage } from './chromium.ts';
import type { ExampleServer } from './example.ts';
import { type Stage, setStage, whyNoBrowser } from './stage.ts';

const account =
  '/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/data/providers/Microsoft.Storage/storageAccounts/prodstore1';
const screens: readonly (readonly [string, string])[] = [
  ['score', '/ui/score'],
  ['score by controls', '/ui/score?model=controls'],
  ['recommendations with a plan', '/ui/recommendations?plan=subscription-mfa-owners'],
  ['recommendations grouped', '/ui/recommendations?group=control&show=all&q=storage'],
  ['no recommendation found', '/ui/recommendations?q=nothing-has-this-name'],
  ['recommendation', '/ui/recommendations/storage-secure-transfer'],
  ['recommendation, exempt', '/ui/recommendations/storage-network-restricted?tab=exempt'],
  ['recommendation, history', '/ui/recommendations/machine-system-updates?tab=history'],
  ['no such recommendation', '/ui/recommendations/no-such'],
  ['resource', `/ui/resource?id=${account}`],
  ['configuration', `/ui/resource?id=${account}&part=configuration`],
  ['relations', `/ui/resource?id=${account}&part=relations`],
  ['exemptions', '/ui/exemptions'],
  ['no exemption like that', '/ui/exemptions?show=expired&q=nothing-has-this-name'],
  ['history', '/ui/history'],
  ['coverage', '/ui/coverage?type=microsoft.storage/storageaccounts'],
  ['models', '/ui/models'],
  ['no screen', '/ui/nowhere'],
];

describe.skipIf(whyNoBrowser() !== undefined)('the screens for everybody', { timeout: 120_000 }, () => {
  let stage: Stage;
  let server: ExampleServer;

  beforeAll(async () => {
    stage = await setStage();
    server = await stage.serve();
  }, 120_000);
  afterAll(() => stage?.close());

  const settle = async (page: Page, path: string) => {
    await page.goto(path);
    await page.locator('main h1').first().waitFor();
    await page.locator('.bone').first().waitFor({ state: 'detached', timeout: 60_000 });
  };
  const violations = async (page: Page, within = 'html') => {
    await page.evaluate(axe.source);
    const run = `axe.run(${JSON.stringify(within)}, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`;
    const { violations: found } = (await page.evaluate(run)) as {
      violations: readonly { id: string; nodes: readonly { html: string; failureSummary: string }[] }[];
    };
    return found.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary.slice(0, 240)}`).join(' | ')}`,
    );
  };

  it.each(screens)('axe finds nothing on %s, light and dark, and it fits 360 pixels', async (_name, path) => {
    const { page, context, faults } = await openPage(stage.browser, server.origin);
    await settle(page, path);
    expect(await violations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    const centred = "[...document.querySelectorAll('.link')].filter((link) => getComputedStyle(link).textAlign === 'center').length";
    expect(await page.evaluate(centred)).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('axe finds nothing in what opens: the scopes, the dialog, the search, sign-in', async () => {
    const { page, context } = await openPage(stage.browser, server.origin);
    await settle(page, '/ui/recommendations/storage-secure-transfer');
    await page.getByRole('button', { name: /^Scope/ }).click();
    await page.getByRole('tree').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('searchbox', { name: texts.search.label, exact: true }).fill('prodstore');
    await page.locator('.find-hit').first().waitFor();
    // What lies under the open list is out of reach for as long as it is open.
    expect(await violations(page, 'header')).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('table').locator('tbody').getByRole('checkbox').first().check();
    await page.getByRole('button', { name: texts.recommendation.exempt, exact: true }).click();
    await page.getByRole('dialog').waitFor();
    expect(await violations(page)).toEqual([]);
    const closed = await stage.serve({ asksForToken: true });
    const { page: second, context: other } = await openPage(stage.browser, closed.origin);
    await second.goto('/ui/score');
    await second.getByLabel(texts.signIn.label).waitFor();
    expect(await violations(second)).toEqual([]);
    await other.close();
    await context.close();
  });

  it('fits 4K, right to left, and a printed page', async () => {
    const { page, context } = await openPage(stage.browser, server.origin, { width: 3840, height: 2160 });
    await settle(page, '/ui/score');
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    const start = () => page.locator('.brand').evaluate((brand) => brand.getBoundingClientRect().left);
    expect(await start()).toBeLessThan(1_920);
    await page.evaluate("document.documentElement.dir = 'rtl'");
    await expect.poll(start).toBeGreaterThan(1_920);
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('navigation').isVisible()).toBe(false);
    expect(await page.locator('[data-value=score]').isVisible()).toBe(true);
    await context.close();
  });

  it('is walked by keyboard alone: scope, sort, open, tabs, exempt', async () => {
    const { page, context, faults } = await openPage(stage.browser, server.origin);
    await settle(page, '/ui/score');
    const focused = () =>
      page.evaluate(
        "(document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText ?? '').trim()",
      ) as Promise<string>;
    const tabTo = async (wanted: RegExp, most = 60) => {
      for (let step = 0; step < most; step += 1) {
        await page.keyboard.press('Tab');
        if (wanted.test(await focused())) return;
      }
      throw new Error(`The keyboard does not reach ${wanted}; it stands at "${await focused()}".`);
    };
    await page.keyboard.press('Tab');
    expect(await focused()).toBe(texts.skip);
    await tabTo(/^Scope/);
    await page.keyboard.press('Enter');
    await page.getByRole('tree').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    await page.keyboard.press('Space');
    await page.waitForURL(/scope=/);
    await page.keyboard.press('Escape');
    await page.getByRole('tree').waitFor({ state: 'detached' });
    expect(await focused()).toMatch(/^Scope/);
    await tabTo(/^Unhealthy$/);
    await page.keyboard.press('Enter');
    await page.waitForURL(/sort=-unhealthy/);
    await tabTo(/View recommendations of/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: texts.recommendations.title }).waitFor();
    await tabTo(/^Put /);
    await page.keyboard.press('Space');
    await page.waitForURL(/plan=/);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: /^Unhealthy/ }).waitFor();
    await tabTo(/^Unhealthy/);
    await page.keyboard.press('ArrowRight');
    await page.waitForURL(/tab=healthy/);
    await page.keyboard.press('ArrowLeft');
    await tabTo(/^Choose /);
    await page.keyboard.press('Space');
    for (let step = 0; step < 6 && (await focused()) !== texts.recommendation.exempt; step += 1) await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: texts.exempt.title }).waitFor();
    await tabTo(/^$/, 3);
    await page.keyboard.type('Accepted until spring');
    await tabTo(new RegExp(`^${texts.exempt.button}$`));
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: /^Exempt ?1/ }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  it('is walked by keyboard alone: history, inventory, a resource and its parts, the way past the bar', async () => {
    const { page, context, faults } = await openPage(stage.browser, server.origin);
    const focused = () => page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText ?? ''");
    const tabTo = async (selector: string, most = 90) => {
      for (let step = 0; step < most; step += 1) {
        await page.keyboard.press('Tab');
        if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
      }
      throw new Error(`The keyboard does not reach ${selector}; it stands at "${String(await focused())}".`);
    };
    await settle(page, '/ui/history');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
    await tabTo('[role=tab]');
    await page.keyboard.press('End');
    await page.waitForURL(/days=all/);
    await tabTo('select');
    await page.keyboard.press('ArrowUp');
    await page.waitForURL(/from=/);
    await settle(page, '/ui/coverage');
    await tabTo('button.link');
    await page.keyboard.press('Enter');
    await page.waitForURL(/type=/);
    await page.getByRole('table', { name: texts.coverage.inventory }).waitFor();
    await tabTo(`table[aria-label="${texts.coverage.inventory}"] a`);
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: texts.resource.parts.configuration }).waitFor();
    await tabTo('[role=tab]');
    await page.keyboard.press('ArrowRight');
    await page.waitForURL(/part=configuration/);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('sends at most 250 kB for the first screen', async () => {
    const { page, context } = await openPage(stage.browser, server.origin);
    const sizes = new Map<string, Promise<number>>();
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (pathname.startsWith('/ui/'))
        sizes.set(
          pathname,
          response.body().then((body) => gzipSync(body).length),
        );
    });
    await settle(page, '/ui/score');
    const bytes = (await Promise.all(sizes.values())).reduce((sum, size) => sum + size, 0);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThanOrEqual(250_000);
    await context.close();
  });
});

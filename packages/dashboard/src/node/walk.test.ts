// The walk through the original, in a real browser; every number is held against what `plumbline scan` prints of the same estate.
import type { ScoreReport } from '@plumbline/assess';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exemptionCounts } from '../model/exemption-list.ts';
import { percent, rounded, signed } from '../model/number.ts';
import { texts } from '../texts.ts';
import { openPage } from './chromium.ts';
import { type ExampleServer, scanned, scanReport } from './example.ts';
import { type Stage, setStage, whyNoBrowser } from './stage.ts';

const reason = whyNoBrowser();
if (reason !== undefined) process.stderr.write(`Tests in a browser are left out. ${reason}\n`);

describe.skipIf(reason !== undefined)('the walk of a security lead', { timeout: 120_000 }, () => {
  let stage: Stage;
  let server: ExampleServer;
  let report: ScoreReport;

  beforeAll(async () => {
    stage = await setStage();
    server = await stage.serve();
    report = await scanReport();
  }, 120_000);
  afterAll(() => stage?.close());

  const open = async (path: string) => {
    const watched = await openPage(stage.browser, server.origin);
    await watched.page.goto(path);
    await watched.page.locator('main h1').waitFor();
    return watched;
  };
  const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

  it('shows the score, the categories, the top three and the subscriptions as the scan does', async () => {
    const { page, context, faults } = await open('/');
    expect(new URL(page.url()).pathname).toBe('/ui/score');
    expect(await page.locator('[data-value=score]').textContent()).toBe(rounded(report.score?.current ?? Number.NaN));
    expect(await page.locator('[data-value=max]').textContent()).toBe(texts.ofPoints(rounded(report.score?.max ?? Number.NaN)));
    expect(await page.locator('.ring-text').textContent()).toBe(percent(report.score?.percentage ?? Number.NaN));
    for (const { name, current, max, unhealthy } of report.categories) {
      const text = await page.locator(`[data-category="${name}"]`).innerText();
      expect(text).toContain(`${rounded(current)} of ${rounded(max)}`);
      expect(text).toContain(texts.score.categoryUnhealthy(unhealthy));
    }
    for (const { name, displayName, impact } of report.topRecommendations) {
      const text = await page.locator(`[data-top="${name}"]`).innerText();
      expect(text).toContain(displayName);
      expect(text).toContain(signed(impact));
    }
    for (const { displayName, score, resources } of report.subscriptions) {
      const cells = await rowOf(page, displayName).getByRole('cell').allInnerTexts();
      expect(cells.slice(0, 3)).toEqual([rounded(score?.current ?? 0), rounded(score?.max ?? 0), percent(score?.percentage ?? 0)]);
      expect(cells[5]).toBe(rounded(resources));
    }
    expect(faults).toEqual([]);
    await context.close();
  });

  it('leads from a subscription to its recommendations, by impact, to one of them, and back again', async () => {
    const { page, context, faults } = await open('/ui/score');
    const [subscription] = report.subscriptions;
    await page
      .getByRole('link', { name: texts.score.viewOf(subscription?.displayName ?? '') })
      .last()
      .click();
    await page.getByRole('heading', { level: 1, name: texts.recommendations.title }).waitFor();
    expect(new URL(page.url()).searchParams.getAll('scope')).toEqual([subscription?.id]);

    const own = await scanReport([subscription?.id ?? '']);
    const expected = own.recommendations.filter(({ unhealthy }) => unhealthy > 0).slice(0, 5);
    const table = page.getByRole('table', { name: texts.recommendations.title });
    await table.getByText(expected[0]?.displayName ?? '', { exact: true }).waitFor();
    const shown = await table.locator('tbody .c-impact').allInnerTexts();
    expect(shown.slice(0, 5)).toEqual(expected.map(({ impact }) => signed(impact)));

    await table.getByRole('link', { name: expected[1]?.displayName ?? '' }).click();
    await page.getByRole('heading', { level: 1, name: expected[1]?.displayName ?? '' }).waitFor();
    expect(await page.locator('[data-value=impact]').textContent()).toBe(signed(expected[1]?.impact ?? 0));
    expect(await page.locator('[data-value=recommendation-score]').innerText()).toBe(
      `${rounded(expected[1]?.score.current ?? 0)} of ${rounded(expected[1]?.score.max ?? 0)}`,
    );
    expect(await page.getByRole('tab', { name: /^Unhealthy/ }).innerText()).toContain(rounded(expected[1]?.unhealthy ?? 0));

    await page.goBack();
    await page.getByRole('heading', { level: 1, name: texts.recommendations.title }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: texts.score.title }).waitFor();
    expect(new URL(page.url()).search).toBe('');
    expect(faults).toEqual([]);
    await context.close();
  });

  it('lists the resources of a recommendation with the reason, and opens one of them', async () => {
    const { page, context, faults } = await open('/ui/recommendations/storage-secure-transfer');
    const run = await scanned();
    const key = report.recommendations.find(({ name }) => name === 'storage-secure-transfer')?.key;
    const unhealthy = [...run.assessments()].filter(({ recommendation, status }) => recommendation === key && status === 'Unhealthy');
    const table = page.getByRole('table', { name: texts.recommendation.tabs.unhealthy });
    await table.waitFor();
    expect(await table.locator('tbody tr').count()).toBe(unhealthy.length);
    expect(await table.locator('tbody tr').first().innerText()).toContain(unhealthy[0]?.because?.text);
    expect(await page.getByText(texts.threats.dataSpillage).count()).toBeGreaterThan(0);

    const all = unhealthy.map(({ resource }) => `az storage account update --ids ${resource} --https-only true`);
    expect(await page.locator('.advice .command code').innerText()).toBe(all[0]);
    await page.getByRole('button', { name: texts.recommendation.copyAll(all.length) }).waitFor();
    await table.getByRole('checkbox', { name: texts.recommendation.chooseAll }).check();
    expect((await page.locator('.command-many pre').innerText()).split('\n')).toEqual(all);
    await table.getByRole('checkbox', { name: texts.recommendation.chooseAll }).uncheck();
    await table.locator('tbody').getByRole('checkbox').first().check();
    expect(await page.locator('.command-many pre').innerText()).toBe(
      `az storage account update --ids ${unhealthy[0]?.resource} --https-only true`,
    );

    await table.getByRole('link').first().click();
    await page.getByRole('tab', { name: texts.resource.parts.configuration }).click();
    expect(await page.locator('.deciding-bad').first().innerText()).toContain('supportsHttpsTrafficOnly');
    await page.goBack();
    expect(await page.getByRole('tab', { name: texts.resource.parts.assessments }).getAttribute('aria-selected')).toBe('true');
    expect(faults).toEqual([]);
    await context.close();
  });

  it('supposes a plan, and the plan is in the address', async () => {
    const { page, context, faults } = await open('/ui/recommendations');
    const [first, second] = report.topRecommendations;
    for (const one of [first, second])
      await page.getByRole('checkbox', { name: texts.recommendations.choose(one?.displayName ?? '') }).check();
    const after = (report.score?.current ?? 0) + (first?.impact ?? 0) + (second?.impact ?? 0);
    await page.getByText(texts.recommendations.becomes(rounded(report.score?.current ?? 0), rounded(after))).waitFor();
    expect(new URL(page.url()).searchParams.getAll('plan')).toEqual([first?.name, second?.name]);
    const shared = await open(page.url().slice(server.origin.length));
    await shared.page.getByText(texts.recommendations.planOf(2)).waitFor();
    expect([...faults, ...shared.faults]).toEqual([]);
    await shared.context.close();
    await context.close();
  });

  it('takes the scope from the picker into the address, and keeps it from screen to screen', async () => {
    const { page, context, faults } = await open('/ui/score');
    await page.getByRole('button', { name: /^Scope/ }).click();
    const tree = page.getByRole('tree', { name: texts.scope.title });
    for (const name of ['Shop Development', 'Shop Production']) await tree.getByRole('treeitem', { name: new RegExp(name) }).click();
    await page.getByRole('button', { name: texts.scope.apply }).click();
    const scope = new URL(page.url()).searchParams.getAll('scope');
    expect(scope).toHaveLength(2);
    const both = await scanReport(scope);
    await page.locator('[data-value=score]', { hasText: rounded(both.score?.current ?? 0) }).waitFor();
    await page.getByRole('button', { name: texts.modelSwitch.controls }).click();
    const controls = await scanReport(scope, 'controls');
    await page.locator('.ring-text', { hasText: percent(controls.score?.percentage ?? 0) }).waitFor();
    await page.getByRole('navigation').getByRole('link', { name: texts.screens.coverage }).click();
    await page.getByRole('heading', { level: 1, name: texts.coverage.title }).waitFor();
    expect(new URL(page.url()).searchParams.getAll('scope')).toEqual(scope);
    expect(new URL(page.url()).searchParams.get('model')).toBe('controls');
    expect(faults).toEqual([]);
    await context.close();
  });

  it('tells what moved the score between two moments, and adds up', async () => {
    const { page, context, faults } = await open('/ui/history?days=all');
    const earliest = (await server.store.history({}, { model: 'classic' })).value.find(({ score }) => score !== null);
    const first = earliest?.score?.current ?? Number.NaN;
    const last = report.score?.current ?? Number.NaN;
    await page.locator('[data-value=before]', { hasText: rounded(first) }).waitFor();
    expect(await page.locator('[data-value=after]').textContent()).toBe(rounded(last));
    expect(await page.locator('.difference b').innerText()).toBe(texts.points(signed(last - first)));
    expect(faults).toEqual([]);
    await context.close();
  });

  it('tells the history of one recommendation, as the scan of now and the changes of the month say', async () => {
    const { page, context, faults } = await open('/ui/recommendations/machine-system-updates?tab=history&days=all');
    const row = report.recommendations.find(({ name }) => name === 'machine-system-updates');
    const [first] = (await server.store.history({}, { model: 'classic', recommendation: 'machine-system-updates' })).value.filter(
      ({ score }) => score !== null,
    );
    const difference = page.locator('.difference');
    await difference
      .getByText(new RegExp(`^${rounded(first?.recommendation?.unhealthy ?? 0)} becomes ${rounded(row?.unhealthy ?? 0)} unhealthy`))
      .waitFor();
    await page.getByRole('img', { name: /^Unhealthy resources from/ }).waitFor();
    const table = page.getByRole('table', { name: texts.recommendation.changed });
    await table.waitFor();
    const { value } = await server.store.compare(
      {},
      { sequence: first?.sequence ?? 0 },
      { sequence: (await server.store.head()).sequence },
      { model: 'classic', recommendation: 'machine-system-updates' },
    );
    expect(await table.locator('tbody tr').count()).toBe(value.transitions.length);
    expect(value.transitions.length).toBeGreaterThan(0);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('lists every exemption, narrows them to what needs a decision, and says what they do to the score', async () => {
    const { page, context, faults } = await open('/ui/score');
    await page.getByRole('link', { name: texts.score.toExemptions }).click();
    const table = page.getByRole('table', { name: texts.exemptions.title });
    await table.waitFor();
    const { value: all } = await server.store.exemptions({});
    expect(all.length).toBeGreaterThan(1);
    expect((await table.locator('tbody .c-name bdi').allInnerTexts()).toSorted()).toEqual(
      all.map(({ displayName }) => displayName).toSorted(),
    );
    const { scoreWithout } = report.exemptions;
    await page
      .getByText(texts.exemptions.ofMax(rounded(scoreWithout?.current ?? 0), rounded(scoreWithout?.max ?? 0)), { exact: true })
      .waitFor();
    const idle = exemptionCounts(all, report.generatedAt).idle;
    await page.getByRole('tab', { name: texts.exemptions.show.idle }).click();
    expect(new URL(page.url()).searchParams.get('show')).toBe('idle');
    await (idle === 0 ? page.getByText(texts.exemptions.empty.other) : table).waitFor();
    expect(await table.locator('tbody tr').count()).toBe(idle);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('leads from a type to its resources, and exports all of them', async () => {
    const { page, context, faults } = await open('/ui/coverage');
    const type = report.coverage.byType.find(({ type: name }) => name === 'microsoft.storage/storageaccounts');
    await page.getByRole('button', { name: 'microsoft.storage/storageaccounts' }).click();
    const table = page.getByRole('table', { name: texts.coverage.inventory });
    await table.waitFor();
    expect(await table.locator('tbody tr').count()).toBe(type?.resources);
    expect(new URL(page.url()).searchParams.get('type')).toBe('microsoft.storage/storageaccounts');
    await page.goBack();
    await table.waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await context.close();
  });

  it('exports exactly what the table shows', async () => {
    const { page, context, faults } = await open('/ui/recommendations?severity=low&sort=name');
    const table = page.getByRole('table', { name: texts.recommendations.title });
    await table.waitFor();
    const names = await table.locator('tbody .c-name > a').allInnerTexts();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: texts.exportCsv }).click()]);
    const pieces: Buffer[] = [];
    for await (const piece of await download.createReadStream()) pieces.push(piece as Buffer);
    const lines = Buffer.concat(pieces).toString('utf8').trimEnd().split('\r\n').slice(1);
    expect(lines.map((line) => /^"?(.*?)"?,[\d.]/.exec(line)?.[1])).toEqual(names);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('explains both models with its own numbers', async () => {
    const { page, context, faults } = await open('/ui/models');
    const { score } = await scanReport([], 'controls');
    // Added up, and again from the subscriptions by weight.
    await expect.poll(() => page.getByText(`${percent(score?.percentage ?? 0, 2)}.`).count()).toBe(2);
    const counting = report.recommendations.filter(({ active }) => active).length;
    await page.getByText(`${counting} recommendations count here`).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });
});

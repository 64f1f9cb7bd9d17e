// What changes the estate, in a real browser: exempting, events, rights, names that mean harm.

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rounded } from '../model/number.ts';
import { texts } from '../texts.ts';
import { openPage } from './chromium.ts';
import { type ExampleServer, scanReport } from './example.ts';
import { type Stage, setStage, whyNoBrowser } from './stage.ts';

describe.skipIf(whyNoBrowser() !== undefined)('an estate that changes', { timeout: 120_000 }, () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await setStage();
  }, 120_000);
  afterAll(() => stage?.close());

  const scoreOf = async ({ store }: ExampleServer) =>
    rounded((await store.report({}, { model: 'classic' })).value.score?.current ?? Number.NaN);
  const signIn = async (page: Page, token: string) => {
    await page.getByLabel(texts.signIn.label).fill(token);
    await page.getByRole('button', { name: texts.signIn.button }).click();
  };

  it('moves the score when resources are exempted, and moves it back', async () => {
    const server = await stage.serve();
    const { page, context, faults } = await openPage(stage.browser, server.origin);
    await page.goto('/ui/recommendations/storage-secure-transfer');
    const unhealthy = page.getByRole('tab', { name: /^Unhealthy/ });
    const before = Number((await unhealthy.innerText()).replace(/\D/g, ''));
    await page.getByRole('table').getByRole('checkbox').nth(1).check();
    await page.getByRole('table').getByRole('checkbox').nth(2).check();
    await page.getByRole('button', { name: texts.recommendation.exempt, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: texts.exempt.button }).click();
    await dialog.getByText(texts.exempt.missing).waitFor();
    await dialog.getByLabel(texts.exempt.reason).fill('Old clients, gone by spring');
    await dialog.getByLabel(texts.exempt.owner).fill('Team Orders');
    await dialog.getByLabel(texts.exempt.expires).fill('2099-01-31');
    await dialog.getByRole('button', { name: texts.exempt.button }).click();
    await dialog.waitFor({ state: 'detached' });
    await page
      .getByRole('tab', { name: `Unhealthy${before - 2}` })
      .or(page.getByRole('tab', { name: `Unhealthy ${before - 2}` }))
      .waitFor();
    await page.getByRole('tab', { name: /^Exempt/ }).click();
    await page.getByRole('table', { name: texts.recommendation.tabs.exempt }).getByText('Team Orders').first().waitFor();
    await page
      .getByRole('button', { name: texts.recommendation.revokeOf('Old clients, gone by spring') })
      .first()
      .click();
    await page.getByRole('tab', { name: new RegExp(`^Unhealthy ?${before - 1}$`) }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  it('changes numbers in place when events come, and moves no row under the hand', async () => {
    const server = await stage.serve();
    const { page, context, faults } = await openPage(stage.browser, server.origin);
    await page.goto('/ui/score');
    await page.locator('[data-value=score]', { hasText: await scoreOf(server) }).waitFor();
    const table = page.getByRole('table', { name: texts.score.subscriptions });
    const order = await table.locator('tbody th').allInnerTexts();
    await table.hover();
    const platform = '33333333-3333-4333-8333-333333333333';
    const { value } = await server.store.resources({ scope: [platform] }, { limit: 1_000 });
    const accounts = value.items.filter(({ type }) => /sites$|storageaccounts$|redis$/i.test(type));
    expect(accounts.length).toBeGreaterThan(2);
    await server.store.apply({ at: new Date().toISOString(), changes: accounts.map(({ id }) => ({ op: 'delete', id })) });
    await page.locator('[data-value=score]', { hasText: await scoreOf(server) }).waitFor();
    expect(await table.locator('tbody th').allInnerTexts()).toEqual(order);
    await page.getByText(/^The score is now /).waitFor({ state: 'attached' });
    expect(faults).toEqual([]);
    await context.close();
  });

  it('gets its answers although changes pour in faster than the server answers', async () => {
    const server = await stage.serve();
    const { page, context, faults } = await openPage(stage.browser, server.origin);
    await page.route('**/api/v1/score*', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 700));
      await route.continue();
    });
    await page.goto('/ui/score');
    await page.locator('[data-value=score]', { hasText: await scoreOf(server) }).waitFor();
    const { value } = await server.store.resources({}, { type: 'microsoft.storage/storageaccounts', limit: 100 });
    await server.store.apply({ at: new Date().toISOString(), changes: value.items.map(({ id }) => ({ op: 'delete', id })) });
    let isPouring = true;
    const pour = async () => {
      for (let count = 0; isPouring; count += 1) {
        const id = '/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/poured/providers/Microsoft.Network/routeTables/one';
        const resource = { id, type: 'Microsoft.Network/routeTables', tags: { count: String(count) } };
        await server.store.apply({ at: new Date().toISOString(), changes: [{ op: 'put', resource }] });
        await new Promise((resolve) => setTimeout(resolve, 150));
      }
    };
    const pouring = pour();
    await page.locator('[data-value=score]', { hasText: await scoreOf(server) }).waitFor();
    isPouring = false;
    await pouring;
    expect(faults).toEqual([]);
    await context.close();
  });

  it('asks for a token, refuses a wrong one, and keeps the right one out of the address', async () => {
    const server = await stage.serve({ asksForToken: true });
    const token = await server.token('reader');
    const { page, context } = await openPage(stage.browser, server.origin);
    await page.goto('/ui/score');
    await signIn(page, 'wrong');
    await page.getByText(texts.signIn.wrong).waitFor();
    await signIn(page, token);
    await page.locator('[data-value=score]').waitFor();
    expect(page.url()).not.toContain(token);
    await page.getByRole('button', { name: texts.signIn.out }).click();
    await page.getByLabel(texts.signIn.label).waitFor();
    await context.close();
  });

  it('shows a reader of one subscription that alone, says so, and lets nobody exempt who may not', async () => {
    const development = '22222222-2222-4222-8222-222222222222';
    const server = await stage.serve({ asksForToken: true });
    const { page, context } = await openPage(stage.browser, server.origin);
    await page.goto('/ui/score');
    await signIn(page, await server.token('reader', [development]));
    const own = await scanReport([development]);
    await page.locator('[data-value=score]', { hasText: rounded(own.score?.current ?? Number.NaN) }).waitFor();
    await page.getByText(texts.partial).waitFor();
    expect(await page.getByRole('table', { name: texts.score.subscriptions }).locator('tbody th').allInnerTexts()).toEqual([
      'Shop Development',
    ]);
    await page.goto('/ui/recommendations/storage-secure-transfer');
    await page.getByRole('table').getByRole('checkbox').first().check();
    expect(await page.getByRole('button', { name: texts.recommendation.exempt, exact: true }).isDisabled()).toBe(true);
    await context.close();
  });

  it.each<[number, string, string?]>([
    [503, texts.states.broken],
    [403, texts.states['not-permitted']],
    [404, texts.states['not-found'], texts.states.notFoundHint],
  ])('says what is wrong when the server answers %d, and tries again', async (status, title, hint = 'Wait.') => {
    const server = await stage.serve();
    const { page, context } = await openPage(stage.browser, server.origin);
    await page.route('**/api/v1/score*', (route) =>
      route.fulfill({ status, contentType: 'application/problem+json', body: '{"detail":"No.","hint":"Wait."}' }),
    );
    await page.goto('/ui/score');
    await page.getByRole('alert').getByRole('heading', { name: title }).waitFor();
    await page.getByText(hint).waitFor();
    await page.unroute('**/api/v1/score*');
    await page.getByRole('button', { name: texts.states.retry }).click();
    await page.locator('[data-value=score]').waitFor();
    await context.close();
  });

  it('says why there is no score: nothing read, nothing to see, nothing there', async () => {
    const server = await stage.serve({ asksForToken: true });
    const { page, context, faults } = await openPage(stage.browser, server.origin);
    await page.goto('/ui/score?scope=11111111-1111-4111-8111-111111111111');
    await signIn(page, await server.token('reader', ['22222222-2222-4222-8222-222222222222']));
    await page.getByText(texts.score.notReadable).waitFor();
    await page.getByRole('link', { name: texts.score.showEverything }).click();
    await page.locator('[data-value=score]').waitFor();
    await page.goto('/ui/resource?id=/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/data');
    await page.getByText(texts.states.notFoundHint).waitFor();
    const all = (await server.store.resources({}, { limit: 1_000 })).value.items;
    await server.store.apply({ at: new Date().toISOString(), changes: all.map(({ id }) => ({ op: 'delete', id })) });
    await page.goto('/ui/score?scope=22222222-2222-4222-8222-222222222222');
    await page.getByText(texts.score.nothingHere).or(page.getByText(texts.score.notReadable)).waitFor();
    await page.goto('/ui/recommendations');
    await page.getByText(texts.recommendations.empty.none).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  it('shows the score although its history cannot be read, and says so', async () => {
    const server = await stage.serve();
    const { page, context } = await openPage(stage.browser, server.origin);
    await page.route('**/api/v1/history*', (route) => route.fulfill({ status: 503, body: '' }));
    await page.goto('/ui/score');
    await page.getByText(texts.score.noTrend).waitFor();
    await page.getByText(texts.marks.noTrend).first().waitFor();
    expect(await page.locator('.bone').count()).toBe(0);
    await context.close();
  });

  it('draws a part of a long list, and reads on as the reader goes down', async () => {
    const server = await stage.serve();
    const accounts = 1_500;
    await server.store.apply({
      at: new Date().toISOString(),
      changes: Array.from({ length: accounts }, (_, index) => ({
        op: 'put',
        resource: {
          id: `/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/many/providers/Microsoft.Storage/storageAccounts/many${String(index).padStart(5, '0')}`,
          type: 'Microsoft.Storage/storageAccounts',
          properties: { supportsHttpsTrafficOnly: false },
        },
      })),
    });
    const { page, context, faults } = await openPage(stage.browser, server.origin);
    await page.goto('/ui/recommendations/storage-secure-transfer?q=/many/');
    const table = page.getByRole('table', { name: texts.recommendation.tabs.unhealthy });
    await table.getByText('many00000', { exact: true }).waitFor();
    // Exported is the whole list, and not only what was read of it.
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: texts.exportCsv }).click()]);
    const pieces: Buffer[] = [];
    for await (const piece of await download.createReadStream()) pieces.push(piece as Buffer);
    const lines = Buffer.concat(pieces).toString('utf8').trimEnd().split('\r\n');
    expect(lines).toHaveLength(accounts + 1);
    expect(new Set(lines).size).toBe(accounts + 1);
    const end = table.getByText(`many0${accounts - 1}`, { exact: true });
    // The hand is in the list, as a reader's is: what stands there stays, and what follows comes all the same.
    await table.getByText('many00000', { exact: true }).hover();
    await expect
      .poll(
        async () => {
          await page.mouse.wheel(0, 20_000);
          return end.isVisible();
        },
        { timeout: 100_000, interval: 100 },
      )
      .toBe(true);
    expect(await table.locator('tbody tr').count()).toBeLessThan(150);
    expect(
      await table
        .locator('tbody tr')
        .filter({ hasText: `many0${accounts - 1}` })
        .getAttribute('aria-rowindex'),
    ).toBe(String(accounts + 1));
    expect(faults).toEqual([]);
    await context.close();
  });

  it('shows names that mean harm as they are, and runs nothing', async () => {
    const hostile = [
      '<img src=x onerror=document.title="owned">',
      '"><script>window.owned=1</script>',
      '\u202Egpj.exe',
      '😀'.repeat(50),
      `=cmd|'/c calc'!A0`,
      'x'.repeat(1_500),
    ];
    const server = await stage.serve();
    const { refused } = await server.store.apply({
      at: new Date().toISOString(),
      changes: hostile.map((name, index) => ({
        op: 'put',
        resource: {
          id: `/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/wild/providers/Microsoft.Storage/storageAccounts/${index}${name.replaceAll('/', '∕')}`,
          type: 'Microsoft.Storage/storageAccounts',
          name,
          tags: { owner: name.repeat(7) },
          properties: { supportsHttpsTrafficOnly: false },
        },
      })),
    });
    expect(refused).toEqual([]);
    const { page, context, faults } = await openPage(stage.browser, server.origin, { width: 1280 });
    await page.goto('/ui/recommendations/storage-secure-transfer?q=wild');
    const table = page.getByRole('table', { name: texts.recommendation.tabs.unhealthy });
    await table
      .locator('tbody tr')
      .nth(hostile.length - 1)
      .waitFor();
    expect(await table.locator('tbody tr').count()).toBe(hostile.length);
    expect(await table.innerText()).toContain('<img src=x onerror=document.title="owned">');
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(await page.title()).not.toContain('owned');
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);

    // Names of subscriptions stand in tables, in the picker and in its button, and are as long as somebody made them.
    const displayName = `<b onmouseover=alert(1)>\u202E${'x'.repeat(10_000)}`;
    const renamed = {
      id: '/subscriptions/22222222-2222-4222-8222-222222222222',
      type: 'Microsoft.Resources/subscriptions',
      name: displayName,
      subscriptionId: '22222222-2222-4222-8222-222222222222',
      displayName,
    };
    await server.store.apply({ at: new Date().toISOString(), changes: [{ op: 'put', resource: renamed }] });
    for (const path of ['/ui/score', '/ui/score?scope=22222222-2222-4222-8222-222222222222', '/ui/models?model=controls']) {
      await page.goto(path);
      await page.locator('main h1').waitFor();
      await page.locator('.bone').first().waitFor({ state: 'detached' });
      await page.getByRole('button', { name: /^Scope/ }).click();
      await page.getByRole('treeitem').first().waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    }
    expect(await page.getByRole('treeitem').filter({ hasText: '<b onmouseover' }).count()).toBe(1);
    expect(faults).toEqual([]);
    await context.close();
  });
});

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findChromium, launchChromium, openPage } from './chromium.ts';
import { exampleServer, examples } from './example.ts';

const plan = 'plan=subscription-mfa-owners&plan=container-security-configuration';
const machine =
  '/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/data/providers/Microsoft.Storage/storageAccounts/prodstore1';

/** Every screen, by the name of its picture. */
const shots: Readonly<Record<string, string>> = {
  score: '/ui/score',
  'score-controls': '/ui/score?model=controls',
  recommendations: `/ui/recommendations?${plan}`,
  'recommendations-grouped': '/ui/recommendations?group=category',
  recommendation: '/ui/recommendations/storage-secure-transfer',
  resource: `/ui/resource?id=${machine}`,
  configuration: `/ui/resource?id=${machine}&part=configuration`,
  exemptions: '/ui/exemptions',
  history: '/ui/history',
  coverage: '/ui/coverage',
  models: '/ui/models',
};

/** Long lists are cut here. */
const mostHeight = 1_400;

const looks = [
  { name: 'light', scheme: 'light', width: 1440 },
  { name: 'dark', scheme: 'dark', width: 1440 },
  { name: 'narrow', scheme: 'light', width: 360 },
] as const;

/**
 * Photographs every screen of the example estate, light, dark and narrow.
 * @param options.root the repository; the dashboard has to be built.
 * @param options.only names of pictures; empty: all.
 */
export async function takeScreenshots({
  root,
  folder,
  only,
}: {
  readonly root: string;
  readonly folder: string;
  readonly only: readonly string[];
}): Promise<void> {
  const executable = findChromium();
  if (executable === undefined)
    throw new Error('No Chromium was found. Install one (apt-get install chromium) or name it in PLUMBLINE_CHROMIUM.');
  const stores = await examples();
  const server = await exampleServer(await stores.open(), { screens: join(root, 'packages/dashboard/dist'), asksForToken: false });
  const browser = await launchChromium(executable);
  await mkdir(folder, { recursive: true });
  try {
    for (const { name: look, scheme, width } of looks) {
      for (const [name, path] of Object.entries(shots)) {
        if (only.length > 0 && !only.includes(name)) continue;
        const { page, context, faults } = await openPage(browser, server.origin, { scheme, width });
        await page.goto(path);
        await page.locator('main h1').waitFor();
        await page.locator('.bone, .loading').first().waitFor({ state: 'detached', timeout: 60_000 });
        const height = Math.min(mostHeight, (await page.locator('.shell').boundingBox())?.height ?? mostHeight);
        await page.screenshot({ path: join(folder, `${name}-${look}.png`), fullPage: true, clip: { x: 0, y: 0, width, height } });
        if (faults.length > 0) throw new Error(`${name} (${look}): ${faults.join('; ')}`);
        await context.close();
      }
    }
  } finally {
    await browser.close();
    await server.close();
    stores.close();
  }
}

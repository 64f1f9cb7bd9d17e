import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { JsonMap } from '../json.ts';
import { redacted } from '../redact/secret-list.ts';
import { estateOf, subscriptionId } from '../stand-in/estate.fixture.ts';
import { catalogue, hastyClock, linesIn, manifestIn, playground, tree, vault, vaults } from '../stand-in/playing.fixture.ts';

const { play, run, newFolder } = playground();
const site: JsonMap = {
  id: `/subscriptions/${subscriptionId(1)}/resourceGroups/rg/providers/Microsoft.Web/sites/shop`,
  name: 'shop',
  type: 'Microsoft.Web/sites',
  kind: 'app',
  properties: {},
};

describe('the folder', () => {
  test('of something else is left alone', async () => {
    const out = newFolder();
    mkdirSync(out);
    writeFileSync(join(out, 'thesis.txt'), 'mine');
    await expect(run(await play(vaults(1)), out)).rejects.toMatchObject({
      code: 'bad-folder',
      message: expect.stringContaining('thesis.txt') as string,
    });
    expect(readdirSync(out)).toEqual(['thesis.txt']);
  });

  test.runIf(process.platform === 'linux')('that cannot be made is told at once', async () => {
    await expect(run(await play(vaults(1)), '/proc/plumbline')).rejects.toMatchObject({ code: 'bad-folder' });
  });

  test('of an earlier export holds the new one only', async () => {
    const out = newFolder();
    await run(await play(estateOf([vault(1), vault(2), site], tree)), out, { catalogue });
    expect(readdirSync(out)).toContain('microsoft.web_sites.ndjson.gz');
    await run(await play(estateOf([vault(1)], tree)), out, { catalogue });
    expect(linesIn(out).filter((line) => line.includes('Microsoft.KeyVault/vaults"'))).toHaveLength(1);
    expect(readdirSync(out).some((file) => file.startsWith('microsoft.web'))).toBe(false);
  });
});

describe('secrets', () => {
  test('never touch the disk, not even when it breaks off', async () => {
    const secret = 'S3cret-that-nobody-may-see';
    const id = site['id'] as string;
    const resources: JsonMap[] = [
      {
        id,
        name: 'shop',
        type: 'Microsoft.Web/sites',
        kind: 'app',
        tags: { password: secret },
        properties: { siteConfig: { connectionStrings: [{ name: 'db', connectionString: secret }] } },
      },
      {
        id: `${id}/config/web`,
        name: 'web',
        type: 'Microsoft.Web/sites/config',
        properties: { publishingPassword: secret, remoteDebuggingEnabled: false, url: `https://u:${secret}@host/` },
      },
      {
        id: `${id}/config/appsettings`,
        name: 'appsettings',
        type: 'Microsoft.Web/sites/config',
        properties: { ANYTHING: secret, WEBSITE_LOAD_CERTIFICATES: '*' },
      },
    ];
    const out = newFolder();
    const played = await play(estateOf(resources, tree), { fault: ({ path }) => (path === '/v1.0/users' ? { kind: 'reset' } : undefined) });
    await expect(run(played, out, { catalogue, clock: hastyClock(100), retries: 0 })).rejects.toThrow();
    expect(bytesBelow(out)).not.toContain(secret);
    const result = await run(await play(estateOf(resources, tree)), out, { catalogue });
    expect(bytesBelow(out)).not.toContain(secret);
    expect(bytesBelow(out)).toContain(redacted);
    expect(bytesBelow(out)).toContain('"WEBSITE_LOAD_CERTIFICATES":"*"');
    expect(result.redacted).toBeGreaterThanOrEqual(5);
    expect(Object.keys(manifestIn(out).redacted)).toContain('microsoft.web/sites/config properties.ANYTHING');
  });
});

/** Everything on disk, decompressed where it is compressed. */
function bytesBelow(path: string): string {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const bytes = readFileSync(join(entry.parentPath, entry.name));
      return entry.name.endsWith('.gz') ? gunzipSync(bytes).toString() : bytes.toString();
    })
    .join('\n');
}

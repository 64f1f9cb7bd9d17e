import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), 'plumbline-pack-'));
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
// npm hands its own settings down to what it runs; an empty folder must not inherit those of the repository.
const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^npm_(package|lifecycle|config_local_prefix)/.test(key)));
const options = { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' } as const;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the published package', () => {
  beforeAll(() => {
    execFileSync(npm, ['pack', '--pack-destination', folder, '--loglevel=error'], { ...options, cwd: root });
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
    execFileSync(npm, ['install', '--no-audit', '--no-fund', '--loglevel=error', `./${tarball}`], options);
  }, 120_000);

  it('scans in an empty folder', () => {
    const resource = {
      id: '/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/a',
      name: 'a',
      type: 'microsoft.storage/storageaccounts',
      properties: { supportsHttpsTrafficOnly: true, networkAcls: { defaultAction: 'Deny' } },
    };
    writeFileSync(join(folder, 'export.json'), JSON.stringify([resource]));
    const output = execFileSync('npx', ['--no-install', 'plumbline', 'scan', 'export.json', '--format', 'json'], options);
    const report = JSON.parse(output);
    expect(report.schema).toBe('plumbline-score/1');
    expect(report.score).toEqual({ current: 36, max: 36, percentage: 1 });
  });

  it('speaks with PostgreSQL: its client is in the bundle and starts', () => {
    const asked = spawnSync('npx', ['--no-install', 'plumbline', 'migrate', '--database', 'postgres://nobody@127.0.0.1:1/none'], options);
    expect({ status: asked.status, told: asked.stderr }).toEqual({ status: 2, told: expect.stringContaining('does not answer') });
  });

  it('says its version and its help', () => {
    expect(execFileSync('npx', ['--no-install', 'plumbline', '--version'], options)).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(execFileSync('npx', ['--no-install', 'plumbline', '--help'], options)).toContain('scan');
  });
});

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const scripts = join(import.meta.dirname, '../scripts');

function run(script: string, ...options: readonly string[]) {
  return spawnSync(process.execPath, [join(scripts, script), ...options], { encoding: 'utf8' });
}

test('the generated list is up to date', () => {
  expect(run('generate-list.mjs', '--check')).toMatchObject({ status: 0, stderr: '' });
});

test.each([
  ['nothing', [], 'Expected "recommendation", found nothing.'],
  ['another thing', ['control'], 'Expected "recommendation", found "control".'],
  ['a name in another case', ['recommendation', 'StorageTransfer', '--service', 'data'], '"StorageTransfer" is not a name in kebab-case'],
  ['no service', ['recommendation', 'storage-transfer'], 'The service is missing.'],
  ['a path for a service', ['recommendation', 'storage-transfer', '--service', '../data'], 'The service is missing.'],
  ['an unknown kind', ['recommendation', 'storage-transfer', '--service', 'data', '--kind', 'magic'], 'There is no kind "magic".'],
  ['a name that is taken', ['recommendation', 'storage-encryption', '--service', 'machines'], 'storage-encryption exists already'],
] as const)('a new recommendation is refused for %s', (_title, options, message) => {
  const { status, stderr } = run('new-recommendation.mjs', ...options);
  expect(status).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).toContain('Usage: npm run new recommendation');
});

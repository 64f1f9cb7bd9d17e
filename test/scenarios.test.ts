import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { runPlumbline } from './run-plumbline.ts';
import { scenarioOf } from './scenario-file.ts';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'scenarios');
const root = dirname(dirname(folder));
const workspace = mkdtempSync(join(tmpdir(), 'plumbline-scenarios-'));
afterAll(() => rmSync(workspace, { recursive: true, force: true }));

const files = readdirSync(folder).filter((name) => name.endsWith('.txt'));

describe.each(files)('%s', (file) => {
  const scenario = scenarioOf(readFileSync(join(folder, file), 'utf8'));
  const cwd = join(workspace, file);
  mkdirSync(cwd, { recursive: true });
  for (const [name, text] of scenario.files) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  it.each(scenario.steps.map((step) => [`line ${step.line}: plumbline ${step.command.join(' ')}`, step] as const))(
    '%s',
    async (_, step) => {
      // `{root}` stands for the repository, whose examples a scenario may use.
      const command = step.command.map((word) => word.replace('{root}', root));
      const result = await runPlumbline(command, { cwd, stdin: step.stdin });
      // CSV ends its lines with CR LF, which a scenario file does not keep.
      const stdout = result.stdout.replaceAll(root, '{root}').replaceAll('\r\n', '\n');
      if (step.stdout !== undefined) expect(stdout).toBe(step.stdout);
      if (step.stderr !== undefined) expect(plain(result.stderr)).toBe(step.stderr);
      expect(result.exit, result.stderr).toBe(step.exit);
    },
  );
});

/** Lines of CSV end with CR LF, which a text file would lose sooner or later. */
function plain(output: string): string {
  return output.replaceAll(root, '{root}').replaceAll('\r\n', '\n');
}

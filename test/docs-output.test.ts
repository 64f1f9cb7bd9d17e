import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runPlumbline } from './run-plumbline.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** `PLUMBLINE_WRITE_DOCS=1` writes what the commands print now. */
const isWriting = process.env['PLUMBLINE_WRITE_DOCS'] === '1';
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
/** A comment with a command, then a fenced block with what it prints. `| lines 1-20` shows a part of it. */
const shown = /<!-- \$ plumbline (.+?)(?: \| lines (\d+)-(\d+))? -->\n+```text\n([\s\S]*?)```/g;

describe.each(pages)('%s shows what the commands really print', (page) => {
  const text = readFileSync(join(root, page), 'utf8');
  const blocks = [...text.matchAll(shown)];
  it.each(blocks.map((block) => [block[1] ?? '', block] as const))('plumbline %s', async (command, [, , from, to, printed]) => {
    expect(printed).toBe(await outputOf(command, from, to));
  });
  // Not a skipped test otherwise: there is nothing to check then.
  if (isWriting)
    it('is rewritten', async () => {
      let rewritten = text;
      for (const [whole, command = '', from, to, printed = ''] of blocks) {
        const output = await outputOf(command, from, to);
        rewritten = rewritten.replace(whole, () => whole.replace(`\`\`\`text\n${printed}`, () => `\`\`\`text\n${output}`));
      }
      writeFileSync(join(root, page), rewritten);
    });
  it('has no comment with a command that no block follows', () => {
    expect(blocks.length).toBe([...text.matchAll(/<!-- \$ plumbline/g)].length);
  });
});

async function outputOf(command: string, from: string | undefined, to: string | undefined): Promise<string> {
  const { stdout } = await runPlumbline(command.split(' '), { cwd: root, now: '2026-11-24T06:00:00.000Z' });
  const lines = stdout.split('\n').slice(from === undefined ? 0 : Number(from) - 1, to === undefined ? undefined : Number(to));
  return `${lines.join('\n').trimEnd()}\n`;
}

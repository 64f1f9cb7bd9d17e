import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

const page = new URL('../../../../docs/azure-clients.md', import.meta.url);

export interface MatrixRow {
  readonly command: string;
  /** Why it does not work, when it does not. */
  readonly fails?: string | undefined;
}

/**
 * Holds a section of docs/azure-clients.md to what a client has just done. `PLUMBLINE_WRITE_MATRIX=1` writes it anew.
 * @param name of the client, which is the title of its section
 * @param version as it was run; another one than the page names is no difference as long as the commands come out the same
 */
export function holdMatrix(name: string, version: string, rows: readonly MatrixRow[]): void {
  const table = [
    '| command | works |',
    '| --- | --- |',
    ...rows.map(
      ({ command, fails }) => `| \`${command.replaceAll('|', String.raw`\|`)}\` | ${fails === undefined ? 'yes' : `no: ${fails}`} |`,
    ),
  ].join('\n');
  const text = readFileSync(page, 'utf8');
  const section = new RegExp(String.raw`(<!-- ${name}: -->\n)[\s\S]*?(<!-- end -->)`);
  if (process.env['PLUMBLINE_WRITE_MATRIX'] === '1') {
    writeFileSync(
      page,
      text.replace(section, (_all, begin: string, end: string) => `${begin}Run with ${version}.\n\n${table}\n${end}`),
    );
    return;
  }
  const found = section.exec(text)?.[0] ?? '';
  expect(found.slice(found.indexOf('| command')), 'docs/azure-clients.md differs: run the tests with PLUMBLINE_WRITE_MATRIX=1').toBe(
    `${table}\n<!-- end -->`,
  );
}

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { problemSentences } from '@plumbline/policy';
import { expect, it } from 'vitest';

const page = readFileSync(join(dirname(dirname(fileURLToPath(import.meta.url))), 'docs/policy-language.md'), 'utf8');

it('docs/policy-language.md lists every code of a problem, with its sentence, and no other', () => {
  const [, section = ''] = /^## Problems\n([\s\S]*?)^## /m.exec(page) ?? [];
  const rows = [...section.matchAll(/^\| `([a-z-]+)` \| (.+) \|$/gm)].map(([, code, sentence]) => [code, sentence]);
  expect(Object.fromEntries(rows)).toEqual(problemSentences);
});

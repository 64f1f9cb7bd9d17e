import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { problemSentences } from '@plumbline/policy';
import { expect, it } from 'vitest';
import { fileProblemSentences } from '../packages/cli/src/policy/documents.ts';

const page = readFileSync(join(dirname(dirname(fileURLToPath(import.meta.url))), 'docs/policy-language.md'), 'utf8');

it.each([
  ['Problems', problemSentences],
  ['Problems of files', fileProblemSentences],
])('docs/policy-language.md lists under %s every code, with its sentence, and no other', (heading, sentences) => {
  const [, section = ''] = new RegExp(`^## ${heading}\\n([\\s\\S]*?)^## `, 'm').exec(page) ?? [];
  const rows = [...section.matchAll(/^\| `([a-z-]+)` \| (.+) \|$/gm)].map(([, code, sentence]) => [code, sentence]);
  expect(Object.fromEntries(rows)).toEqual(sentences);
});

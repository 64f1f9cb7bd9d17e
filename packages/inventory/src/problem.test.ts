import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { memorySource } from './memory-source.ts';
import { inputProblemSentences } from './problem.ts';
import { readInputs } from './read-inputs.ts';

const page = await readFile(new URL('../../../docs/inputs.md', import.meta.url), 'utf8');

test('docs/inputs.md has every code with its sentence, and no other', () => {
  const table = page.slice(page.indexOf('\n## Problems'));
  const rows = [...table.matchAll(/^\| `([\w-]+)` \| (.*) \|$/gm)].map(([, code, sentence]) => [code, sentence]);
  expect(rows).toEqual(Object.entries(inputProblemSentences));
});

const examples = [...page.matchAll(/^```json\n([\s\S]*?)^```$/gm)].map(([, text]) => text ?? '');

test.each(examples)('the example %# in docs/inputs.md is read without a problem', async (text) => {
  const reading = readInputs([{ ...memorySource('example', text), isHierarchy: text.includes('"children"') }]);
  let entries = 0;
  for await (const batch of reading.entries()) entries += batch.length;
  const { problems, collected } = reading.account();
  expect(problems).toEqual([]);
  expect(entries + collected.length).toBeGreaterThan(1);
});

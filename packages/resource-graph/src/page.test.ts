import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { allAggregates } from './aggregates/aggregates.ts';
import { allFunctions } from './functions/functions.ts';
import { queryProblemSentences } from './problem.ts';
import { operatorParsers } from './syntax/operators.ts';
import { tableNames } from './tables.ts';

const page = readFileSync(join(dirname(fileURLToPath(import.meta.url)), '../../../docs/resource-graph.md'), 'utf8');
const between = (start: string, end: string): string => page.slice(page.indexOf(start), page.indexOf(end, page.indexOf(start)));
const quoted = (text: string): readonly string[] => [...text.matchAll(/`([a-z][\w-]*)`/g)].map(([, name = '']) => name).sort();
const namesOf = (all: readonly { readonly name: string; readonly aliases?: readonly string[] }[]): readonly string[] =>
  all.flatMap(({ name, aliases = [] }) => [name, ...aliases]).sort();

describe('docs/resource-graph.md', () => {
  it('names every operator and no other', () => {
    const row = between('| operators |', '\n');
    expect(quoted(row)).toEqual(Object.keys(operatorParsers).sort());
  });

  it('names every function and no other', () => {
    expect(quoted(between('| functions |', '| aggregates |'))).toEqual([...namesOf(allFunctions), 'toscalar'].sort());
  });

  it('names every aggregate and no other', () => {
    expect(quoted(between('| aggregates |', 'Tables are told apart'))).toEqual(namesOf(allAggregates));
  });

  it('names every table and no other', () => {
    expect(quoted(between('refused with the code that Azure has for it', '## What a value is'))).toEqual([...tableNames].sort());
  });

  it('lists every code of a problem with its sentence', () => {
    const rows = [...between('## Problems', '## Measured').matchAll(/^\| `(\w+)` \| (.+) \|$/gm)].map(([, code, sentence]) => [
      code,
      sentence,
    ]);
    expect(Object.fromEntries(rows)).toEqual(queryProblemSentences);
  });
});

import { expect, test } from 'vitest';
import { type ConclusionOptions, conclude } from './conclusion.ts';
import { report } from './estate.fixture.ts';
import { thresholdOf } from './gate.ts';

const clean = { ...report, problems: [], coverage: { ...report.coverage, refused: 0 } };
const noScore = { ...report, score: null };
const failing = { failUnder: thresholdOf('99%') };

test.each([
  ['scored', clean, {}, 0],
  ['partly read', report, {}, 3],
  ['partly read, and allowed', report, { allowPartial: true }, 0],
  ['something refused without a problem', { ...report, problems: [] }, {}, 3],
  ['a gate failed', clean, failing, 1],
  ['a gate failed on a part', report, failing, 1],
  ['a gate failed on an allowed part', report, { ...failing, allowPartial: true }, 1],
  ['no score', noScore, {}, 2],
  ['no score cannot pass a gate', noScore, failing, 2],
] as const)('%s', (_name, given, options: Partial<ConclusionOptions>, exitCode) => {
  const scanned = { result: { report: given }, emptyScopes: [], catalogueProblems: [], policyProblems: [] };
  expect(conclude(scanned, { isQuiet: false, ...options }).exitCode).toBe(exitCode);
});

test('a catalogue file that counts only in part makes the result partial', () => {
  const problem = {
    code: 'wrong-value',
    file: 'own.yaml',
    line: 3,
    path: '$.points',
    message: 'Found 1001.',
    expected: '1 to 1000.',
    hint: 'Change it.',
  } as const;
  const scanned = { result: { report: clean }, emptyScopes: [], catalogueProblems: [problem], policyProblems: [] };
  expect(conclude(scanned, { isQuiet: false })).toEqual({
    exitCode: 3,
    text: 'Catalogue: own.yaml:3 $.points: Found 1001. Expected: 1 to 1000. Change it.\n',
  });
});

test('a scope that holds nothing makes the result partial, and that can be accepted', () => {
  const scanned = { result: { report: clean }, emptyScopes: ['/subscriptions/nowhere'], catalogueProblems: [], policyProblems: [] };
  expect(conclude(scanned, { isQuiet: true }).exitCode).toBe(3);
  expect(conclude(scanned, { isQuiet: true, allowPartial: true }).exitCode).toBe(0);
});

test('problems of policies are sentences, whether they are told as such or not', () => {
  const problem = (message: string) => ({ code: 'unknown-effect', file: 'p.json', path: '$', message, hint: 'Change it.' }) as const;
  const policyProblems = [problem('the effect is none'), problem('There is no function f().')];
  expect(conclude({ result: { report: clean }, emptyScopes: [], catalogueProblems: [], policyProblems }, { isQuiet: false }).text).toBe(
    'Policy: p.json $: the effect is none. Change it.\nPolicy: p.json $: There is no function f(). Change it.\n',
  );
});

test('quiet keeps only errors', () => {
  const scanned = { result: { report }, emptyScopes: ['/subscriptions/nowhere'], catalogueProblems: [], policyProblems: [] };
  const loud = conclude(scanned, { isQuiet: false, output: 'score.json', ...failing }).text;
  expect(loud).toBe(
    [
      'Score 63 of 90 (69%). Written to score.json.',
      'The input holds nothing in the scope /subscriptions/nowhere. Check its id; without --scope the result lists the subscriptions.',
      'Part of the input could not be read (1 problem, 1 thing left out). Mend it, or accept it with --allow-partial.',
      'The score is 69.4444%, under the 99% that --fail-under asks for.',
      '',
    ].join('\n'),
  );
  expect(conclude(scanned, { isQuiet: true, output: 'score.json', ...failing }).text).toBe(
    'The score is 69.4444%, under the 99% that --fail-under asks for.\n',
  );
});

test('what could not be read is told here where the result does not show it', () => {
  const problem = { code: 'not-json', file: 'a.json', line: 7, message: 'The line is not JSON.', hint: 'Correct it.' } as const;
  const scanned = {
    result: { report: { ...report, problems: Array.from({ length: 22 }, () => problem) } },
    emptyScopes: [],
    catalogueProblems: [],
    policyProblems: [],
  };
  const { text } = conclude(scanned, { isQuiet: false, listProblems: true });
  expect(text.split('\n').slice(1, 4)).toEqual(['  a.json:7', '    The line is not JSON.', '    Correct it.']);
  expect(text).toMatch(/and 2 more; --format json lists them all\n$/);
  expect(conclude(scanned, { isQuiet: true, listProblems: true }).text).toBe('');
});

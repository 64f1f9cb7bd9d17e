import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { colours } from '../drawing/colour.ts';
import { widthOf } from '../drawing/width.ts';
import { hostileResult, plainStyle, report, scanResult } from '../estate.fixture.ts';
import type { ScanResult, Style } from '../result.ts';
import { text } from './text.ts';

const controls = scanResult({ report: { ...report, model: 'controls' } });
const empty = { score: null, categories: [], recommendations: [], topRecommendations: [], subscriptions: [] };
const noScore = scanResult({ report: { ...report, ...empty, exemptions: { ...report.exemptions, scoreWithout: null } } });

test('the page', () => {
  expect(pageOf(scanResult())).toMatchSnapshot();
});

test('the page in the controls model, precise', () => {
  expect(pageOf(controls, { precise: true })).toMatchSnapshot();
});

test('the page without a score says that this is neither 0 nor 100', () => {
  const page = pageOf(noScore);
  expect(page).toContain('No score: no recommendation has a healthy or an unhealthy resource here.');
  expect(page).not.toMatch(/\d%/);
});

test.each([
  ['a scan', scanResult(), { width: 80 }],
  ['the controls model', controls, { width: 80 }],
  ['no score', noScore, { width: 80 }],
  ['a wide terminal', scanResult(), { width: 120 }],
  ['precise', scanResult(), { width: 80, precise: true }],
] as const)('%s fits its columns', (_name, result, style) => {
  for (const line of pageOf(result, style).split('\n')) {
    expect(widthOf(line)).toBeLessThanOrEqual(style.width);
    expect(line).not.toMatch(/\s$/);
  }
});

test('colours change nothing but the colour', () => {
  const painted = pageOf(scanResult(), { palette: colours });
  expect(painted).toContain('\u001B[');
  expect(stripVTControlCharacters(painted)).toBe(pageOf(scanResult()));
});

test('hostile names cannot move the cursor or turn the text', () => {
  expect(pageOf(hostileResult())).not.toMatch(/(?!\n)[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
});

test('precise shows four decimals', () => {
  expect(pageOf(scanResult(), { precise: true })).toContain('62.5000 of 90.0000 points  69.4444%');
});

test.each([
  ['why the sum of subscriptions is not the score', 'These do not add up to the overall score'],
  ['what was not assessed and which input would add it', 'export with properties'],
  ['an assessment that says otherwise', 'computed Unhealthy, in the input Healthy'],
  ['the score without exemptions', 'Score without them: 61 of 90 points  68%'],
  ['the place of a problem', 'export/resources.ndjson:70001'],
] as const)('the page tells %s', (_what, sentence) => {
  expect(pageOf(scanResult())).toContain(sentence);
});

function pageOf(result: ScanResult, style: Partial<Style> = {}): string {
  return [...text(result, { ...plainStyle, ...style })].join('');
}

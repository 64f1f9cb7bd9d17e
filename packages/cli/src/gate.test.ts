import { expect, test } from 'vitest';
import { recommendationScore, report } from './estate.fixture.ts';
import { type Gates, gateFailures, thresholdOf } from './gate.ts';

test.each([
  ['60%', { value: 0.6, unit: 'share', text: '60%' }],
  ['57%', { value: 0.57, unit: 'share', text: '57%' }],
  ['60.5%', { value: 0.605, unit: 'share', text: '60.5%' }],
  ['0%', { value: 0, unit: 'share', text: '0%' }],
  ['100%', { value: 1, unit: 'share', text: '100%' }],
  ['400', { value: 400, unit: 'points', text: '400' }],
  [' 12.25 ', { value: 12.25, unit: 'points', text: '12.25' }],
] as const)('--fail-under %s', (text, threshold) => {
  expect(thresholdOf(text)).toEqual(threshold);
});

test.each(['', '%', '-1', '60 %%', 'sixty', '101%', '1e3', '0x10', 'NaN', 'Infinity', '.5', '6,5%'])(
  '--fail-under %s is refused',
  (text) => {
    expect(() => thresholdOf(text)).toThrow(/--fail-under/);
  },
);

const exactly57 = { current: 57, max: 100, percentage: 57 / 100 };
test.each([
  ['points reached', report, { failUnder: thresholdOf('62.5') }, 0],
  ['points missed', report, { failUnder: thresholdOf('62.6') }, 1],
  ['share reached to the last digit', { ...report, score: exactly57 }, { failUnder: thresholdOf('57%') }, 0],
  ['share missed', { ...report, score: exactly57 }, { failUnder: thresholdOf('57.0001%') }, 1],
  ['an unhealthy high one', report, { failOn: 'high' }, 1],
  ['high is above low', report, { failOn: 'low' }, 1],
  ['medium is not high', { ...report, recommendations: [recommendationScore({ severity: 'medium' })] }, { failOn: 'high' }, 0],
  ['what does not count cannot fail', { ...report, recommendations: [recommendationScore({ active: false })] }, { failOn: 'low' }, 0],
  ['both', report, { failOn: 'high', failUnder: thresholdOf('100%') }, 2],
  ['no gate', report, {}, 0],
] as const)('%s', (_name, given, gates: Gates, failures) => {
  expect(gateFailures(given, gates)).toHaveLength(failures);
});

test('the reasons name the score, the limit and the counts', () => {
  expect(gateFailures(report, { failOn: 'medium', failUnder: thresholdOf('70%') })).toEqual([
    'The score is 69.4444%, under the 70% that --fail-under asks for.',
    '2 recommendations of severity medium or higher (--fail-on) with 4 unhealthy assessments.',
  ]);
});

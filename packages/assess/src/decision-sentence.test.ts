import { describe, expect, it } from 'vitest';
import { evidenceOf } from './decision-sentence.ts';

const alias = 'Microsoft.Storage/storageAccounts/supportsHttpsTrafficOnly';
const decision = { path: '$.if.allOf[1]', subject: alias, operator: 'equals', found: 'x', expected: 'y' } as const;

describe('a reason is a sentence', () => {
  it.each([
    [
      'what a rule finds wrong',
      { operator: 'notEquals', found: false, expected: true },
      'supportsHttpsTrafficOnly is false; it should be true.',
      true,
    ],
    [
      'nothing found',
      { operator: 'notEquals', found: undefined, expected: true },
      'supportsHttpsTrafficOnly is missing; it should be true.',
      true,
    ],
    [
      'a value that is forbidden',
      { operator: 'equals', found: 'Off', expected: 'Off' },
      'supportsHttpsTrafficOnly is "Off"; it should not be "Off".',
      'not "Off"',
    ],
    [
      'one of several',
      { subject: 'Microsoft.Web/sites/siteConfig.ftpsState', operator: 'notIn', found: 'All', expected: ['A', 'B'] },
      'siteConfig.ftpsState is "All"; it should be one of "A", "B".',
      ['A', 'B'],
    ],
    [
      'none of several',
      { operator: 'in', found: 'A', expected: ['A'] },
      'supportsHttpsTrafficOnly is "A"; it should not be one of "A".',
      'not one of "A"',
    ],
    [
      'what must be there',
      { operator: 'exists', found: undefined, expected: 'false' },
      'supportsHttpsTrafficOnly is missing; it should be set.',
      'set',
    ],
    [
      'what must not be there',
      { operator: 'exists', found: 1, expected: true },
      'supportsHttpsTrafficOnly is 1; it should not be set.',
      'not set',
    ],
    [
      'too few',
      { subject: 'count(x[*])', operator: 'less', found: 0, expected: 2 },
      'count(x[*]) is 0; it should be 2 or more.',
      '2 or more',
    ],
    [
      'under a not',
      { path: '$.if.not', operator: 'equals', found: 'x', expected: 'y' },
      'supportsHttpsTrafficOnly is "x"; it should be "y".',
      'y',
    ],
    [
      'a pattern',
      { operator: 'notLike', found: 'x', expected: 'a*' },
      'supportsHttpsTrafficOnly is "x"; it should match "a*".',
      'match "a*"',
    ],
    ['no operator', { operator: 'allOf', subject: 'allOf', found: undefined, expected: undefined }, 'allOf is missing.', undefined],
  ])('%s', (_case, given, text, expected) => {
    const evidence = evidenceOf({ ...decision, ...given }, false);
    expect(evidence.text).toBe(text);
    expect(evidence.expected).toEqual(expected);
  });

  it('says of what is healthy that it is as it should be, and names what was looked at', () => {
    expect(evidenceOf({ ...decision, operator: 'notEquals', found: true, expected: true }, true)).toEqual({
      text: 'supportsHttpsTrafficOnly is true, as it should be.',
      path: '$.if.allOf[1]',
      field: alias,
      found: true,
    });
    expect(evidenceOf({ ...decision, subject: "[field('type')]" }, true)).toMatchObject({
      text: 'type is "x", as it should be.',
      field: 'type',
    });
  });
});

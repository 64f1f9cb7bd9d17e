import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configurationLines } from './configuration.ts';

const resource = { name: 'shop', properties: { httpsOnly: false, rules: [{ port: 22 }, { port: 80 }] }, tags: {} };
const mark = { recommendation: 'r', displayName: 'R', status: 'Unhealthy' } as const;
const marked = (path: string) =>
  configurationLines(resource, [{ ...mark, path }]).flatMap(({ text, marks }) => (marks.length === 0 ? [] : [text]));

describe('a resource’s configuration', () => {
  it.each([
    ['properties.httpsOnly', ['"httpsOnly": false,']],
    ['$.Properties.HTTPSONLY', ['"httpsOnly": false,']],
    ['properties.rules[1].port', ['"port": 80']],
    ['properties.encryption.enabled', ['"properties": {']],
    ['properties.rules[7].port', ['"rules": [']],
    ['nothing', ['{']],
    ['', ['{']],
  ])('is marked at %s', (path, expected) => {
    expect(marked(path)).toEqual(expected);
  });

  it('is the JSON that was given', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = configurationLines(value, [])
          .map((line) => line.text)
          .join('\n');
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('ends', () => {
    expect(
      configurationLines(
        Array.from({ length: 100_000 }, () => 1),
        [],
      ).length,
    ).toBeLessThanOrEqual(5_001);
  });
});

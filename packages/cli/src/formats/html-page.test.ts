import { describe, expect, it } from 'vitest';
import { assessment, hostileName, hostileResult, plainStyle, report, scanResult, secureTransfer } from '../estate.fixture.ts';
import { htmlPageWith } from './html.ts';
import { pageOf } from './html-page.ts';
import { dataText, scriptText } from './html-program.ts';

const program = { script: 'var x = "</script><!-- <script>";', style: '.card { color: red; }' };
const written = (result = scanResult()) => [...htmlPageWith(program, '1.2.3')(result, plainStyle)].join('');

describe('the page', () => {
  it('lists a hundred unhealthy resources of a recommendation, and the counts of all', () => {
    const many = Array.from({ length: 5_000 }, (_, at) => assessment(`account${at}`));
    const page = pageOf(scanResult({ assessments: () => many }), '1.2.3');
    expect(page.resources[secureTransfer.name]?.length).toBe(100);
    expect(page.reports.classic.recommendations).toEqual(report.recommendations);
  });

  it('stays small however long names and values are', () => {
    const long = Array.from({ length: 100 }, (_, at) =>
      assessment(`${'x'.repeat(100_000)}${at}`, { because: { text: 'y'.repeat(100_000), found: ['z'.repeat(100_000)] } }),
    );
    expect(JSON.stringify(pageOf(scanResult({ assessments: () => long }), '1.2.3')).length).toBeLessThan(5_000_000);
  });

  it('keeps a thousand subscriptions, those that need most attention, and says how many are left', () => {
    const [first] = report.subscriptions;
    const subscriptions = Array.from({ length: 1_500 }, (_, at) => ({
      id: String(at),
      displayName: '',
      managementGroups: [],
      healthy: 1,
      unhealthy: 1,
      resources: 1,
      score: { current: at, max: 1_500, percentage: at / 1_500 },
      ...(first === undefined ? {} : { managementGroups: first.managementGroups }),
    })).toReversed();
    const page = pageOf(scanResult({ report: { ...report, subscriptions } }), '1.2.3');
    expect(page.subscriptionsLeft).toBe(500);
    expect(
      page.reports.classic.subscriptions
        .map(({ id }) => Number(id))
        .toSorted((a, b) => a - b)
        .at(-1),
    ).toBe(999);
  });

  it('is the same for the same result', () => {
    expect(written()).toBe(written());
  });

  it('lets through its own script and styles alone', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(written())?.[1] ?? '';
    expect(policy).toMatch(
      /^default-src 'none'; script-src 'sha256-[\w+/=]+'; style-src 'sha256-[\w+/=]+' 'sha256-[\w+/=]+' 'nonce-[\w-]{22}'; base-uri 'none'; form-action 'none'$/,
    );
  });

  it('holds two scripts whatever names in the estate say', () => {
    const page = written(hostileResult());
    expect(page.match(/<script/gi)?.length).toBe(2);
    expect(page.match(/<\/script/gi)?.length).toBe(2);
    expect(page).not.toMatch(/(?!\n)[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
  });

  it.each([hostileName, '</script><script>', '<!--', '\u2028\u202e', '&lt;'])('data survive being written: %j', (text) => {
    expect(JSON.parse(dataText({ text }))).toEqual({ text });
    expect(dataText({ text })).not.toMatch(/[<>&]/);
  });

  it('a script ends where it ends', () => {
    expect(scriptText(program.script)).toBe('var x = "\\x3c/script>\\x3c!-- \\x3cscript>";');
  });
});

import { expect, test } from 'vitest';
import { assessment, hostileResult, plainStyle, report, scanResult } from '../estate.fixture.ts';
import type { ScanResult } from '../result.ts';
import { htmlPageWith } from './html.ts';
import { escaped, html, joined, named } from './html-markup.ts';

const pages = [
  ['a scan', scanResult()],
  ['hostile names', hostileResult()],
  ['the controls model', scanResult({ report: { ...report, model: 'controls' } })],
  ['no score', scanResult({ report: { ...report, score: null } })],
] as const;

test.each(pages)('%s: tags are balanced and ids unique', (_name, result) => {
  const page = pageOf(result);
  expect(unbalanced(page)).toEqual([]);
  const ids = [...page.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]);
  expect(new Set(ids).size).toBe(ids.length);
});

test.each(pages)('%s: asks nothing from anywhere and runs nothing', (_name, result) => {
  const page = pageOf(result);
  expect(page).toContain(`default-src 'none'`);
  expect(page).not.toMatch(/<(script|link|img|iframe|object|embed|base|form|svg[^>]* on)\b/i);
  expect(page).not.toMatch(/\s(src|srcset|on\w+)\s*=\s*["']?[^"'<>]*["']?(?=[^<]*>)/i);
  expect(page).not.toMatch(/url\(|@import/i);
  for (const [, target = ''] of page.matchAll(/ href="([^"]*)"/g)) expect(target).toMatch(/^#/);
});

test('a hostile name is shown and does nothing', () => {
  const page = pageOf(hostileResult());
  expect(page).not.toContain('<script');
  expect(page).not.toMatch(/(?!\n)[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
  expect(page).toContain('=cmd|\\u{1b}[31m&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&#96;$(id)');
});

test('values are escaped wherever they stand, markup is not', () => {
  expect(html`<p title="${'" onload="x'}">${'<b>'}${html`<i>${1}</i>`}${joined(['&', named('x')])}</p>`.text).toBe(
    '<p title="&quot; onload=&quot;x">&lt;b&gt;<i>1</i>&amp;<bdi>x</bdi></p>',
  );
  expect(escaped(`<>&"'\``)).toBe('&lt;&gt;&amp;&quot;&#39;&#96;');
});

test('many unhealthy resources are listed in part, and the page says how many more there are', () => {
  const assessments = Array.from({ length: 80 }, (_, at) => assessment(`account${at}`));
  const [first, ...others] = report.recommendations;
  const recommendations = first === undefined ? [] : [{ ...first, unhealthy: 80 }, ...others];
  const page = pageOf(scanResult({ report: { ...report, recommendations }, assessments: () => assessments }));
  expect(page).toContain('account49<');
  expect(page).not.toContain('account50<');
  expect(page).toContain('and 30 more');
});

function pageOf(result: ScanResult): string {
  return [...htmlPageWith(undefined, '1.2.3')(result, plainStyle)].join('');
}

/** Tags that are opened and not closed in order, or the other way round. */
function unbalanced(page: string): readonly string[] {
  const empty = new Set(['meta', 'br', 'rect']);
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, slash, name = ''] of page.replace(/<style>[\s\S]*?<\/style>/, '').matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/g)) {
    if (empty.has(name)) continue;
    if (slash === '') open.push(name);
    else if (open.pop() !== name) wrong.push(name);
  }
  return [...wrong, ...open];
}

import type { Assessment, OverallScore, RecommendationScore, ScoreReport } from '@plumbline/assess';
import { fixCommandFor, idPartsOf, type Recommendation } from '@plumbline/catalogue';
import type { Page } from '@plumbline/dashboard';
import { count, counted, percent, points } from '../drawing/number.ts';
import type { Format, ScanResult, Style } from '../result.ts';
import { modelSentence, severityNames, threatNames, timeText, whySumsDiffer } from '../wording.ts';
import { byActivity } from './coverage-summary.ts';
import { accountOf } from './html-account.ts';
import { html, joined, type Markup, named, nothing } from './html-markup.ts';
import { pageOf } from './html-page.ts';
import { dataText, hashSource, nonceOf, type PageProgram, scriptText } from './html-program.ts';
import { pageStyle } from './html-style.ts';
import { gain } from './text-section.ts';

/** Unhealthy resources listed under each recommendation; the page says how many more there are. */
const shownResources = 50;
const shownCommands = 5;

/**
 * One self-contained page. With a program it is the dashboard, in a reduced form; what stands below that is for readers without scripts,
 * and all there is without one. Nothing is asked of anybody, which its content security policy also forbids.
 */
export function htmlPageWith(program: PageProgram | undefined, version: string): Format {
  return function* (result, style) {
    const { report } = result;
    const share = report.score === null ? 'none' : percent(report.score.percentage, style);
    const screens = program === undefined ? undefined : screensOf(program, pageOf(result, version));
    const policy = `default-src 'none'; ${screens?.sources ?? ''}style-src ${hashSource(pageStyle)}${screens?.styles ?? ''}; base-uri 'none'; form-action 'none'`;
    yield `<!doctype html>\n<html lang="en" dir="ltr">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n`;
    yield `<meta http-equiv="Content-Security-Policy" content="${policy}">\n<meta name="color-scheme" content="light dark">\n`;
    yield `${html`<title>Secure score ${share}</title>`.text}\n<style id="plain-style">${pageStyle}</style>\n`;
    if (screens === undefined) yield '</head>\n<body>\n';
    else yield* screens.pieces;
    yield '<main id="plain">\n';
    for (const part of [headline, categories, controls, topThree, subscriptions]) {
      const markup = part(report, style).text;
      if (markup !== '') yield `${markup}\n`;
    }
    yield* recommendations(result, style);
    yield `${accountOf(report, style).text}\n</main>\n</body>\n</html>\n`;
  };
}

function screensOf(program: PageProgram, page: Page) {
  const [script, data] = [scriptText(program.script), dataText(page)];
  const nonce = nonceOf(data, script);
  return {
    sources: `script-src ${hashSource(script)}; `,
    // Styles that the script adds come with the nonce.
    styles: ` ${hashSource(program.style)} 'nonce-${nonce}'`,
    pieces: [
      `<meta property="csp-nonce" nonce="${nonce}">\n<style id="screens-style" media="not all">${program.style}</style>\n</head>\n<body>\n<div id="root"></div>\n`,
      `<script type="application/json" id="plumbline-page">${data}</script>\n<script>${script}</script>\n`,
    ],
  };
}

type Part = (report: ScoreReport, style: Style) => Markup;

const headline: Part = (report, style) => {
  const scope = report.scope.length === 0 ? html`Everything in the input` : joined(report.scope.map((one) => html`<code>${one}</code> `));
  const score =
    report.score === null
      ? html`<p class="big">No score</p><p>No recommendation has a healthy or an unhealthy resource here. That is neither 0 nor 100.</p>`
      : html`<p class="big">${points(report.score.current, style)} <span class="soft">of ${points(report.score.max, style)}</span></p>
<p class="${shade(report.score.percentage)}">${percent(report.score.percentage, style)}</p>${bar(report.score)}`;
  return html`<header><h1>Secure score</h1><p class="soft">${scope}</p><p class="soft">${modelSentence(report)}. ${timeText(report.generatedAt)}.</p></header>
<section class="card">${score}</section>`;
};

const categories: Part = (report, style) => {
  const cards = report.categories
    .filter((category) => category.max > 0)
    .map(
      (
        one,
      ) => html`<div class="card"><b>${one.name}</b>${bar(one)}<span class="${shade(one.percentage)}">${percent(one.percentage, style)}</span>
<span class="soft">${points(one.current, style)} of ${points(one.max, style)}, ${count(one.unhealthy)} unhealthy</span></div>\n`,
    );
  return cards.length === 0 ? nothing : html`<h2>By category</h2><section class="cards">${joined(cards)}</section>`;
};

const controls: Part = (report, style) => {
  const active = report.model === 'controls' ? report.controls.filter((control) => control.max > 0) : [];
  if (active.length === 0) return nothing;
  const rows = active.map(
    (one) => html`<tr><td>${named(one.name)}</td><td class="n">${points(one.current, style)} of ${points(one.max, style)}</td>
<td class="n">${gain(one.potentialIncrease, style)}</td><td class="n">${count(one.healthy)}</td><td class="n">${count(one.unhealthy)}</td></tr>\n`,
  );
  return html`<h2>By control</h2><table><thead><tr><th>Control</th><th class="n">Score</th><th class="n">Gain</th><th class="n">Healthy</th><th class="n">Unhealthy</th></tr></thead>
<tbody>${joined(rows)}</tbody></table>`;
};

const topThree: Part = (report, style) => {
  if (report.topRecommendations.length === 0) return nothing;
  const cards = report.topRecommendations.map(
    (one) => html`<div class="card"><span class="gain">${gain(one.impact, style)}</span> <a href="#${one.key}">${named(one.displayName)}</a>
<p class="soft">${severityNames[one.severity]}, ${count(one.unhealthy)} of ${counted(one.healthy + one.unhealthy, 'resource')} unhealthy</p></div>\n`,
  );
  return html`<h2>Fix first</h2><section class="cards">${joined(cards)}</section>`;
};

const subscriptions: Part = (report, style) => {
  if (report.subscriptions.length === 0) return nothing;
  const rows = report.subscriptions.map((one) => {
    const groups =
      one.managementGroups.length === 0
        ? nothing
        : html`<br><span class="soft">${named(one.managementGroups.toReversed().join(' / '))}</span>`;
    const score =
      one.score === null
        ? html`<td class="n">none</td><td class="n"></td>`
        : html`<td class="n">${points(one.score.current, style)} of ${points(one.score.max, style)}</td><td class="n ${shade(one.score.percentage)}">${percent(one.score.percentage, style)}</td>`;
    return html`<tr><td title="${one.id}">${named(one.displayName === '' ? one.id : one.displayName)}${groups}</td>${score}
<td class="n">${count(one.healthy)}</td><td class="n">${count(one.unhealthy)}</td><td class="n">${count(one.resources)}</td></tr>\n`;
  });
  const why = report.subscriptions.length > 1 && report.model === 'classic' ? html`<p class="soft">${whySumsDiffer}</p>` : nothing;
  return html`<h2>Subscriptions</h2><table><thead><tr><th>Subscription</th><th class="n">Score</th><th class="n"></th><th class="n">Healthy</th><th class="n">Unhealthy</th><th class="n">Resources</th></tr></thead>
<tbody>${joined(rows)}</tbody></table>${why}`;
};

function* recommendations(result: ScanResult, style: Style): Iterable<string> {
  const { active, inactive } = byActivity(result.report);
  if (active.length === 0) return;
  const unhealthy = unhealthyByKey(result);
  yield '<h2>Recommendations by impact</h2><table><thead><tr><th class="n">Impact</th><th>Recommendation</th><th>Severity</th><th class="n">Score</th><th class="n">Unhealthy</th></tr></thead>\n<tbody>\n';
  for (const one of active) {
    const details = detailsOf(result.recommendations.get(one.key), unhealthy.get(one.key) ?? [], one);
    yield html`<tr id="${one.key}"><td class="n">${gain(one.impact, style)}</td><td>${details}</td><td class="s ${severityShade[one.severity]}">${severityNames[one.severity]}</td>
<td class="n">${points(one.score.current, style)} of ${points(one.score.max, style)}</td><td class="n">${count(one.unhealthy)} of ${count(one.healthy + one.unhealthy)}</td></tr>\n`
      .text;
  }
  yield '</tbody></table>\n';
  if (inactive > 0)
    yield html`<p class="soft">${counted(inactive, 'more recommendation counts', 'more recommendations count')} on neither side: nothing here is healthy or unhealthy in them.</p>\n`
      .text;
}

function detailsOf(about: Recommendation | undefined, unhealthy: readonly Assessment[], scored: RecommendationScore): Markup {
  const title = named(scored.displayName);
  if (about === undefined && unhealthy.length === 0) return title;
  const steps =
    about === undefined || about.fix.steps.length === 0
      ? nothing
      : html`<ol>${joined(about.fix.steps.map((step) => html`<li>${step}</li>`))}</ol>`;
  const threats =
    about === undefined || about.threats.length === 0
      ? nothing
      : html`<p class="soft">Threats: ${about.threats.map((threat) => threatNames[threat]).join(', ')}</p>`;
  const caution = about?.fix.caution === undefined ? nothing : html`<p><b>Caution:</b> ${about.fix.caution}</p>`;
  const rest = scored.unhealthy - Math.min(unhealthy.length, shownResources);
  const resources = unhealthy.map((one) => {
    const why = one.because === undefined ? nothing : html`<br><span class="soft">${one.because.text}</span>`;
    return html`<li>${named(idPartsOf(one.resource).name)} <code class="soft">${one.resource}</code>${why}</li>\n`;
  });
  const list = resources.length === 0 ? nothing : html`<ul>${joined(resources)}</ul>`;
  const more = rest > 0 && resources.length > 0 ? html`<p class="soft">and ${count(rest)} more</p>` : nothing;
  return html`<details><summary>${title}</summary><div><p>${about?.why ?? ''}</p>${threats}${steps}${caution}${commandsOf(about, unhealthy)}${list}${more}</div></details>`;
}

function commandsOf(about: Recommendation | undefined, unhealthy: readonly Assessment[]): Markup {
  if (about?.fix.command === undefined) return nothing;
  const commands = unhealthy.slice(0, shownCommands).flatMap((one) => fixCommandFor(about.fix.command, one.resource) ?? []);
  return commands.length === 0 ? nothing : html`<pre>${joined(commands.map((command) => html`${command}\n`))}</pre>`;
}

function unhealthyByKey({ assessments }: ScanResult): ReadonlyMap<string, readonly Assessment[]> {
  const byKey = new Map<string, Assessment[]>();
  for (const one of assessments()) {
    if (one.status !== 'Unhealthy') continue;
    const list = byKey.get(one.recommendation) ?? [];
    if (list.length < shownResources) list.push(one);
    byKey.set(one.recommendation, list);
  }
  return byKey;
}

const severityShade = { high: 'bad', medium: 'fair', low: 'soft' } as const;

function shade(share: number): string {
  return share >= 0.8 ? 'good' : share >= 0.5 ? 'fair' : 'bad';
}

/** Drawn with SVG attributes, which a content security policy does not touch. */
function bar({ percentage }: OverallScore): Markup {
  const width = Math.min(100, Math.max(0, percentage * 100)).toFixed(2);
  return html`<svg class="bar ${shade(percentage)}" viewBox="0 0 100 4" preserveAspectRatio="none" role="img" aria-label="${percent(percentage, { precise: false })}"><rect width="100" height="4"/><rect width="${width}" height="4"/></svg>`;
}

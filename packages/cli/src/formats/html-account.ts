import type { ScoreReport } from '@plumbline/assess';
import { count, counted, percent, points } from '../drawing/number.ts';
import { placeOf } from '../problems.ts';
import type { Style } from '../result.ts';
import { refusedRemedy, remedyFor } from '../wording.ts';
import { gapsOf, ignoredSentence, incompleteSentences, refusedSentences, refusedTitle, unknownSentence } from './coverage-summary.ts';
import { html, joined, type Markup, named, nothing } from './html-markup.ts';

const shownRows = 50;

/** What the page says about its own foundations: exemptions, coverage, disagreements, problems. */
export function accountOf(report: ScoreReport, style: Style): Markup {
  return joined([exemptionsOf(report, style), coverageOf(report), disagreementsOf(report), problemsOf(report)]);
}

function exemptionsOf({ exemptions }: ScoreReport, style: Style): Markup {
  if (exemptions.active + exemptions.expired === 0) return nothing;
  const { scoreWithout } = exemptions;
  const without =
    scoreWithout === null
      ? 'none'
      : `${points(scoreWithout.current, style)} of ${points(scoreWithout.max, style)} (${percent(scoreWithout.percentage, style)})`;
  const rows = exemptions.items.slice(0, shownRows).map((item) => {
    const until = item.expiresOn === null ? 'never' : item.expiresOn.slice(0, 10);
    return html`<tr><td>${named(item.displayName)}</td><td>${item.category}</td><td>${until}${item.expired ? ' (expired)' : ''}</td><td class="n">${count(item.assessments)}</td></tr>\n`;
  });
  return html`<h2>Exemptions</h2><p>${count(exemptions.active)} apply, ${count(exemptions.expired)} expired. Score without them: ${without}.</p>
<table><thead><tr><th>Exemption</th><th>Category</th><th>Expires</th><th class="n">Assessments</th></tr></thead><tbody>${joined(rows)}</tbody></table>${more(exemptions.items.length)}`;
}

function coverageOf({ coverage }: ScoreReport): Markup {
  const { assessed } = coverage;
  const unknown = unknownSentence(coverage);
  const ignored = ignoredSentence(coverage);
  const incomplete = incompleteSentences(coverage).map((sentence) => html`<p>${sentence}</p>`);
  const gaps = gapsOf(coverage).map(
    (gap) =>
      html`<tr><td>${named(gap.isRefused ? refusedRemedy(gap.needs) : remedyFor(gap.needs))}</td><td class="n">${count(gap.assessments)}</td><td class="n">${count(gap.recommendations)}</td><td class="n">${count(gap.subscriptions)}</td></tr>\n`,
  );
  const table =
    gaps.length === 0
      ? nothing
      : html`<table><thead><tr><th>Not assessed; to change that</th><th class="n">Assessments</th><th class="n">Recommendations</th><th class="n">Subscriptions</th></tr></thead><tbody>${joined(gaps)}</tbody></table>`;
  const sentences = refusedSentences(coverage).map((sentence) => html`<li>${sentence}</li>\n`);
  const refused = sentences.length === 0 ? nothing : html`<p><b>${refusedTitle}</b></p><ul>${joined(sentences)}</ul>`;
  return html`<h2>Coverage</h2><p>${counted(coverage.files, 'file')}: ${count(coverage.read)} read, ${count(coverage.refused)} refused, ${counted(coverage.duplicates, 'duplicate')}; ${counted(coverage.resources, 'resource')} in scope.</p>${joined(incomplete)}${ignored === undefined ? nothing : html`<p>${ignored}.</p>`}
<p>Assessments: ${count(assessed.healthy)} healthy, ${count(assessed.unhealthy)} unhealthy, ${count(assessed.notApplicable)} not applicable, ${count(assessed.notAssessed)} not assessed.</p>${unknown === undefined ? nothing : html`<p>${unknown}.</p>`}${refused}${table}`;
}

function disagreementsOf({ coverage }: ScoreReport): Markup {
  if (coverage.disagreements.length === 0) return nothing;
  const rows = coverage.disagreements
    .slice(0, shownRows)
    .map((one) => html`<tr><td><code>${one.resource}</code></td><td>${one.computed}</td><td>${one.imported}</td></tr>\n`);
  return html`<h2>Assessments in the input that say otherwise</h2><table><thead><tr><th>Resource</th><th>Computed</th><th>In the input</th></tr></thead><tbody>${joined(rows)}</tbody></table>${more(coverage.disagreements.length)}`;
}

function problemsOf({ problems }: ScoreReport): Markup {
  if (problems.length === 0) return nothing;
  const rows = problems
    .slice(0, shownRows)
    .map((one) => html`<tr><td><code>${placeOf(one)}</code></td><td>${one.message}<br><span class="soft">${one.hint}</span></td></tr>\n`);
  return html`<h2>Problems in the input</h2><table><thead><tr><th>Place</th><th>Problem</th></tr></thead><tbody>${joined(rows)}</tbody></table>${more(problems.length)}`;
}

function more(all: number): Markup {
  return all > shownRows ? html`<p class="soft">and ${count(all - shownRows)} more</p>` : nothing;
}

import { changeMarkdown } from '../change/change-markdown.ts';
import { endText } from '../change/change-text.ts';
import { modelSentence, timeText } from '../wording.ts';
import { literal, markdownTable } from './markdown-text.ts';
import type { WhatIfFormat } from './what-if-format.ts';

/** A tried change for a comment on a pull request. */
export const whatIfMarkdown: WhatIfFormat = function* (report, options) {
  const { before, after, change, subscriptions, debt } = report;
  const { style } = options;
  const parts = [
    '## What if',
    change === null ? `${endText(before, style)} → **${endText(after, style)}**` : changeMarkdown(change, options),
    ...(subscriptions.length === 0
      ? []
      : [
          table(
            ['Subscription', 'Now', 'Then'],
            subscriptions.map((one) => [
              literal(one.displayName),
              endText({ score: one.before }, style),
              endText({ score: one.after }, style),
            ]),
          ),
        ]),
    ...(debt === null || debt.length === 0
      ? []
      : [
          table(
            ['Exemptions run out', 'Score from then on', 'Exemptions'],
            debt.map(({ on, score, exemptions }) => [
              timeText(on),
              endText({ score }, style),
              exemptions.map(({ displayName }) => literal(displayName)).join(', '),
            ]),
          ),
        ]),
    literal(before.model === after.model ? modelSentence(before) : `${modelSentence(before)}; then: ${modelSentence(after)}`),
  ];
  yield `${parts.join('\n\n')}\n`;
};

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  return markdownTable(titles, 'lll', rows).join('\n');
}

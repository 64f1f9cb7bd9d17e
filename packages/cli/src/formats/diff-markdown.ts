import { changeMarkdown } from '../change/change-markdown.ts';
import { modelSentence } from '../wording.ts';
import type { DiffFormat } from './diff-format.ts';
import { literal } from './markdown-text.ts';

/** An explained change for a comment on a pull request. */
export const diffMarkdown: DiffFormat = function* (report, options) {
  const edition = report.after.edition;
  const other = report.before.edition === edition ? '' : `; before: ${literal(report.before.edition)}`;
  yield `## Secure score\n\n${changeMarkdown(report, options)}\n\n${literal(modelSentence({ model: report.model, edition }))}${other}\n`;
};

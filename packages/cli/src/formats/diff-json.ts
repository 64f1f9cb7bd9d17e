import { changeJson } from '../change/change-json.ts';
import { visibleJson } from '../drawing/visible.ts';
import type { DiffFormat } from './diff-format.ts';

/** docs/diff-report.schema.json describes the members. */
export const diffJson: DiffFormat = function* (report) {
  yield `${visibleJson(JSON.stringify({ schema: 'plumbline-diff/1', ...changeJson(report) }, null, 2))}\n`;
};

import { type Column, type JsonValue, objectsOf } from '@plumbline/resource-graph';
import { table } from '../drawing/table.ts';
import { visible, visibleJson } from '../drawing/visible.ts';
import { cellOf } from '../formats/csv.ts';
import type { Style } from '../result.ts';

export interface Answered {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly JsonValue[])[];
}

type AnswerFormat = (answer: Answered, style: Style) => Iterable<string>;

const textOf = (value: JsonValue): string => (value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value));

const text: AnswerFormat = function* ({ columns, rows }, style) {
  const numeric = new Set(['long', 'int', 'real', 'decimal']);
  // JSON wraps; where there is none, the last text does.
  const dynamic = columns.findIndex(({ type }) => type === 'dynamic');
  const growing = dynamic === -1 ? columns.findLastIndex(({ type }) => type === 'string') : dynamic;
  const drawn = columns.map(({ name, type }, at) => ({
    title: visible(name),
    ...(numeric.has(type) ? { align: 'right' as const } : {}),
    ...(at === growing ? { grows: true as const } : {}),
    ...(name === 'id' && at !== growing ? { isId: true as const } : {}),
  }));
  const cells = rows.map((row) => row.map((value) => ({ text: visible(textOf(value)) })));
  for (const line of table(drawn, cells, { width: style.width, heading: style.palette.dim })) yield `${line}\n`;
};

/** An array of objects, as `az graph query` has under `data`. */
const json: AnswerFormat = function* ({ columns, rows }) {
  yield '[';
  let before = '\n  ';
  for (const object of objectsOf(columns, rows)) {
    yield before + visibleJson(JSON.stringify(object));
    before = ',\n  ';
  }
  yield rows.length === 0 ? ']\n' : '\n]\n';
};

const ndjson: AnswerFormat = function* ({ columns, rows }) {
  for (const object of objectsOf(columns, rows)) yield `${visibleJson(JSON.stringify(object))}\n`;
};

const csv: AnswerFormat = function* ({ columns, rows }) {
  yield `${columns.map(({ name }) => cellOf(name)).join(',')}\r\n`;
  for (const row of rows) yield `${row.map((value) => cellOf(typeof value === 'number' ? value : textOf(value))).join(',')}\r\n`;
};

export const answerFormats = { text, json, ndjson, csv } as const;

// Lists that come in an envelope: Resource Graph's answers, pages of the REST API and of Microsoft Graph. The envelope tells whether more follows.
import type { JsonObject, JsonValue } from '@plumbline/policy';
import { isArray, isObject, member, textIn } from './json-member.ts';

export type PageShape = 'resource-graph' | 'resource-graph-table' | 'rest-page';

/** What an envelope tells besides its items. */
export interface PageFacts {
  readonly shape: PageShape;
  /** `@odata.context` of Microsoft Graph. */
  readonly context: string | undefined;
  /** Where the next page is, or a token for it. */
  readonly next: string | undefined;
  readonly total: number | undefined;
  /** The query cut its answer off, so that not even a token tells of the rest. */
  readonly isTruncated: boolean;
}

export function pageFactsOf(envelope: JsonObject): PageFacts {
  const data = envelope['data'];
  const total = numberIn(envelope, 'totalRecords') ?? numberIn(envelope, 'total_records');
  const truncated = textIn(envelope, 'resultTruncated', 'result_truncated')?.toLowerCase();
  const isQuery = data !== undefined || total !== undefined || member(envelope, '$skipToken') !== undefined;
  return {
    shape: isObject(data) ? 'resource-graph-table' : isQuery ? 'resource-graph' : 'rest-page',
    context: textIn(envelope, '@odata.context'),
    next: textIn(envelope, '$skipToken', 'skipToken', 'skip_token', 'nextLink', '@odata.nextLink', 'odata.nextLink'),
    total,
    isTruncated: truncated === 'true',
  };
}

function numberIn(object: JsonObject, name: string): number | undefined {
  const value = member(object, name);
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** @returns the list that an object is an envelope of, with the name that leads to it; undefined when it is none. */
export function listIn(value: JsonObject): { readonly path: string; readonly list: readonly JsonValue[] } | undefined {
  if (member(value, 'id') !== undefined) return undefined;
  const data = value['data'];
  if (isArray(data)) return { path: '.data', list: data };
  if (isObject(data) && isArray(data['rows'])) {
    const columns = columnsIn(data);
    if (columns !== undefined)
      return { path: '.data.rows', list: data['rows'].map((row) => (isArray(row) ? objectOfRow(columns, row) : row)) };
  }
  return isArray(value['value']) ? { path: '.value', list: value['value'] } : undefined;
}

/** @returns the names of the columns of `{columns, rows}`. */
export function columnsIn(data: JsonObject): readonly string[] | undefined {
  const columns = data['columns'];
  if (!isArray(columns)) return undefined;
  return columns.map((column) => (isObject(column) ? (textIn(column, 'name') ?? '') : typeof column === 'string' ? column : ''));
}

export function objectOfRow(columns: readonly string[], row: readonly JsonValue[]): JsonObject {
  const object: Record<string, JsonValue> = {};
  columns.forEach((name, index) => {
    // Resource Graph repeats a column's name with a number at its end; an empty one is no member.
    if (name !== '')
      Object.defineProperty(object, name, { value: row[index] ?? null, enumerable: true, configurable: true, writable: true });
  });
  return object;
}

/** JSON as rows bring it and as dynamic values hold it. Never changed by this package. */
export type JsonValue = null | boolean | number | string | JsonArray | JsonObject;
export type JsonArray = readonly JsonValue[];
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** The types of Kusto's columns. A decimal is computed like a real, an int like a long. */
export const scalarTypes = ['string', 'long', 'int', 'real', 'decimal', 'bool', 'datetime', 'timespan', 'guid', 'dynamic'] as const;
export type ScalarType = (typeof scalarTypes)[number];

/** A value under a static type: bigint is a datetime (100 ns since the year 1) or a timespan (100 ns); dynamic values are JSON. */
export type Value = JsonValue | bigint;
export type Row = readonly Value[];

export interface Column {
  readonly name: string;
  readonly type: ScalarType;
}

export const isArray = (value: Value | undefined): value is JsonArray => Array.isArray(value);

export const isObject = (value: Value | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Own members only, so that `constructor` and the like are missing unless the row has them. */
export const memberOf = (value: Value | undefined, name: string): JsonValue =>
  isObject(value) && Object.hasOwn(value, name) ? (value[name] ?? null) : null;

const numbers: ReadonlySet<ScalarType> = new Set(['long', 'int', 'real', 'decimal']);
export const isNumberType = (type: ScalarType): boolean => numbers.has(type);
export const isWholeType = (type: ScalarType): boolean => type === 'long' || type === 'int';

/** What an absent value of a column is: texts are never null. */
export const absentOf = (type: ScalarType): Value => (type === 'string' ? '' : null);

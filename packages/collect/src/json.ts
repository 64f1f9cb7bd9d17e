export type JsonMap = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textIn(value: JsonMap, name: string): string | undefined {
  const found = value[name];
  return typeof found === 'string' && found !== '' ? found : undefined;
}

export function numberAt(value: JsonMap, name: string): number | undefined {
  const found = value[name];
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
}

/** The objects of a list; everything else in it is left out. */
export function objectsIn(value: unknown): readonly JsonMap[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

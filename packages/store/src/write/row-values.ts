import type { Assessed } from '../filling.ts';
import type { StoredResource } from '../rows.ts';

/** Takes the values of a row one after the other, in the format of a database. */
export interface RowValues {
  integer(value: number): void;
  text(value: string): void;
  textOrNull(value: string | null): void;
}

/** Of a row of `resource` everything behind its subscription. */
export function writeResource(values: RowValues, resource: StoredResource): void {
  values.integer(resource.rid);
  values.text(resource.key);
  values.text(resource.id);
  values.text(resource.type);
  values.textOrNull(resource.resourceGroup);
  values.integer(resource.implied ? 1 : 0);
  values.integer(resource.deleted ? 1 : 0);
  values.integer(resource.configured ? 1 : 0);
  values.text(resource.hash);
  values.integer(resource.generation);
  values.integer(resource.firstSeen);
  values.integer(resource.changed);
  values.integer(resource.shape);
  values.text(resource.lookups.join(' '));
}

/** Of a row of `assessment` what stands between its resource and its times. */
export function writeAssessed(values: RowValues, [recommendation, status, raw, cause, needs, imported]: Assessed): void {
  values.integer(recommendation);
  values.text(status);
  values.text(raw);
  for (const value of [cause, needs]) values.textOrNull(value === null ? null : String(value));
  values.integer(imported);
}

const shortText = 24;

/** Writes a text as UTF-8 where there is room for three bytes a letter. @returns how many bytes it took */
export function writeText(bytes: Buffer, value: string, at: number): number {
  const { length } = value;
  let written = 0;
  // Most are short and plain, and for such a call costs more than this.
  if (length <= shortText) {
    for (; written < length; written += 1) {
      const code = value.charCodeAt(written);
      if (code > 0x7f) break;
      bytes[at + written] = code;
    }
  }
  return written < length ? bytes.write(value, at) : written;
}

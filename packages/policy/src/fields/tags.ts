import type { JsonValue } from '../json.ts';
import { keyReader } from './key.ts';

const atRoot = keyReader('tags');
const properties = keyReader('properties');

/** The tags of an Azure resource; those under `properties` where the root has none (readings.tagsUnderProperties). */
export function readTags(resource: JsonValue | undefined): JsonValue | undefined {
  return atRoot(resource) ?? atRoot(properties(resource));
}

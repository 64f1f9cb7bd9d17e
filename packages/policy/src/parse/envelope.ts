import type { JsonObject, JsonValue } from '../json.ts';
import type { Problem } from '../problem.ts';
import { deepestJson, pathOf, readJson } from './json-text.ts';
import { describe, type Entry, entriesOf, isObject, report } from './reading.ts';

/** A document with its own keys found, whether they stand at the root or under `properties`. */
export interface Envelope {
  readonly object: JsonObject;
  readonly entries: ReadonlyMap<string, Entry>;
  /** The keys of the root: id, name, type. */
  readonly outer: ReadonlyMap<string, Entry>;
  readonly path: string;
}

const ownKeys: ReadonlySet<string> = new Set([
  'displayname',
  'description',
  'mode',
  'metadata',
  'parameters',
  'policyrule',
  'policytype',
  'policydefinitions',
  'policydefinitiongroups',
  'scope',
  'notscopes',
  'enforcementmode',
]);

/** Reads text or JSON and finds the object that holds a document's own keys. */
export function readEnvelope(
  input: string | JsonValue,
  wanted: readonly string[],
): { readonly value: Envelope | undefined; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const root = typeof input === 'string' ? readText(input, problems) : checkDepth(input, problems);
  if (root === undefined) return { value: undefined, problems };
  if (!isObject(root)) {
    report(problems, 'wrong-kind', '$', `expected an object, found ${describe(root)}`, 'Give one policy document a file.');
    return { value: undefined, problems };
  }
  const outer = entriesOf(root, '$', problems);
  const properties = outer.get('properties');
  if (!properties || !isObject(properties.value) || wanted.some((key) => outer.has(key))) {
    return { value: { object: root, entries: outer, outer, path: '$' }, problems };
  }
  const entries = entriesOf(properties.value, properties.path, problems);
  for (const [key, entry] of outer) {
    if (!ownKeys.has(key) || !entries.has(key)) continue;
    report(problems, 'repeated-key', entry.path, `"${entry.key}" stands both outside and inside "properties"`, 'Keep the one inside.');
  }
  return { value: { object: properties.value, entries, outer, path: properties.path }, problems };
}

function readText(text: string, problems: Problem[]): JsonValue | undefined {
  const reading = readJson(text);
  if (reading.kind === 'failed') {
    const place = `line ${reading.line}, column ${reading.column}`;
    if (reading.tooDeep) report(problems, 'nesting-too-deep', '$', `${place}: ${reading.message}`, 'Flatten the document.');
    else report(problems, 'not-json', '$', `${place}: ${reading.message}`, 'Correct the JSON at that place.');
    return undefined;
  }
  for (const { path, key, line } of reading.repeated) {
    // The template that a policy deploys is not this language's.
    if (/\.deployment(?:\.|$)/i.test(path)) continue;
    report(problems, 'repeated-key', pathOf(path, key), `"${key}" stands twice in one object (line ${line})`, 'Keep one of them.');
  }
  return reading.value;
}

/** Objects that did not come from text may be of any depth, and even go round in circles. */
function checkDepth(input: JsonValue, problems: Problem[]): JsonValue | undefined {
  const pending: (readonly [JsonValue, number])[] = [[input, 1]];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [value, depth] = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > deepestJson) {
      report(problems, 'nesting-too-deep', '$', `the document nests deeper than ${deepestJson} levels`, 'Flatten the document.');
      return undefined;
    }
    for (const item of Object.values(value)) pending.push([item, depth + 1]);
  }
  return input;
}

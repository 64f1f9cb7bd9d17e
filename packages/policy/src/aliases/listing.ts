import type { JsonValue } from '../json.ts';
import { pathOf } from '../parse/json-text.ts';
import { describe, type Entry, entriesOf, isList, isObject, itemsOf, report, textOf } from '../parse/reading.ts';
import type { Problem } from '../problem.ts';
import type { AliasCatalogue, AliasEntry } from './catalogue.ts';

/**
 * Reads a user's catalogue. Three forms: the answer of `GET /providers?$expand=resourceTypes/aliases` (`{"value": […]}`, its bare
 * list, or one provider), `{"<type>": {"<alias>": "<path>"}}`, and `{"<alias>": "<path>"}`.
 */
export function readAliases(input: JsonValue): { readonly catalogue: AliasCatalogue; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const entriesByAlias = new Map<string, AliasEntry[]>();
  const add = (alias: string, entry: AliasEntry): void => {
    const key = alias.toLowerCase();
    const entries = entriesByAlias.get(key) ?? [];
    entries.push(entry);
    entriesByAlias.set(key, entries);
  };
  readRoot(input, problems, add);
  return { catalogue: { find: (alias) => entriesByAlias.get(alias.toLowerCase()) ?? [] }, problems };
}

type Add = (alias: string, entry: AliasEntry) => void;

function readRoot(input: JsonValue, problems: Problem[], add: Add): void {
  if (isList(input)) {
    input.forEach((provider, index) => readProvider(provider, pathOf('$', index), problems, add));
    return;
  }
  if (!isObject(input)) {
    report(
      problems,
      'wrong-kind',
      '$',
      `expected a catalogue of aliases, found ${describe(input)}`,
      'Give the provider listing, or {"<type>": {"<alias>": "<path>"}}.',
    );
    return;
  }
  const entries = entriesOf(input, '$', problems);
  const value = entries.get('value');
  if (value && isList(value.value)) {
    value.value.forEach((provider, index) => readProvider(provider, pathOf(value.path, index), problems, add));
  } else if (entries.has('resourcetypes')) readProvider(input, '$', problems, add);
  else readFlat(entries, problems, add);
}

function readProvider(provider: JsonValue, path: string, problems: Problem[], add: Add): void {
  if (!isObject(provider)) {
    report(
      problems,
      'wrong-kind',
      path,
      `expected a resource provider, found ${describe(provider)}`,
      'Write {"namespace": "…", "resourceTypes": […]}.',
    );
    return;
  }
  const entries = entriesOf(provider, path, problems);
  const namespace = textOf(entries.get('namespace'));
  for (const type of objectsOf(entries.get('resourcetypes'), problems)) {
    const name = textOf(type.entries.get('resourcetype'));
    if (name === undefined) {
      report(problems, 'missing-key', type.path, 'there is no "resourceType"', 'Name the resource type.');
      continue;
    }
    const fullType = (namespace === undefined ? name : `${namespace}/${name}`).toLowerCase();
    for (const alias of objectsOf(type.entries.get('aliases'), problems)) readAlias(alias, fullType, problems, add);
  }
}

interface Item {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly path: string;
}

function objectsOf(entry: Entry | undefined, problems: Problem[]): readonly Item[] {
  return itemsOf(entry, problems, 'Write a list of objects.').flatMap((item, index) => {
    const path = pathOf(entry?.path ?? '$', index);
    if (isObject(item)) return [{ entries: entriesOf(item, path, problems), path }];
    report(problems, 'wrong-kind', path, `expected an object, found ${describe(item)}`, 'Write it as the provider listing does.');
    return [];
  });
}

function readAlias(alias: Item, type: string, problems: Problem[], add: Add): void {
  const name = textOf(alias.entries.get('name'));
  const versions = new Map<string, string>();
  let newest: string | undefined;
  for (const item of objectsOf(alias.entries.get('paths'), problems)) {
    const path = textOf(item.entries.get('path'));
    const list = item.entries.get('apiversions')?.value;
    if (path === undefined) continue;
    newest ??= path;
    if (!isList(list)) continue;
    for (const version of list) if (typeof version === 'string') versions.set(version.toLowerCase(), path);
  }
  const path = textOf(alias.entries.get('defaultpath')) ?? newest;
  if (name === undefined || path === undefined) {
    report(problems, 'missing-key', alias.path, 'an alias needs "name" and "defaultPath"', 'Add both.');
    return;
  }
  const metadata = alias.entries.get('defaultmetadata')?.value;
  const attributes = isObject(metadata) ? textOf(entriesOf(metadata, alias.path, problems).get('attributes')) : undefined;
  const modifiable = isObject(metadata) ? attributes?.toLowerCase() === 'modifiable' : undefined;
  add(name, { type, path, versions: versions.size > 0 ? versions : undefined, modifiable });
}

function readFlat(entries: ReadonlyMap<string, Entry>, problems: Problem[], add: Add): void {
  const one = ({ key, value, path }: Entry, type: string): void => {
    if (typeof value === 'string') add(key, { type: type.toLowerCase(), path: value, versions: undefined, modifiable: undefined });
    else report(problems, 'wrong-kind', path, `expected a path, found ${describe(value)}`, 'Write "<alias>": "<path>".');
  };
  for (const entry of entries.values()) {
    const { key, value, path } = entry;
    if (isObject(value)) for (const alias of entriesOf(value, path, problems).values()) one(alias, key);
    else one(entry, key.slice(0, key.lastIndexOf('/')));
  }
}

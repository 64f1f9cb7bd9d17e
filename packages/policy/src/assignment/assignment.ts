import type { JsonObject, JsonValue } from '../json.ts';
import type { Parsed } from '../parse/definition.ts';
import { readEnvelope } from '../parse/envelope.ts';
import { pathOf } from '../parse/json-text.ts';
import { describe, type Entry, entriesOf, isObject, itemsOf, report, textOf } from '../parse/reading.ts';
import type { Problem } from '../problem.ts';
import { checkCount, readResourceSelectors, readSelectors, type Selector } from './selector.ts';

export interface Override {
  readonly kind: 'policyEffect' | 'policyVersion';
  readonly value: string;
  readonly selectors: readonly Selector[];
}

/** Where a definition or initiative is applied, and how. */
export interface Assignment {
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly displayName: string;
  readonly description: string;
  /** From the document, else the part of its id before `/providers/Microsoft.Authorization`; undefined when neither tells. */
  readonly scope: string | undefined;
  readonly notScopes: readonly string[];
  /** Of a definition or an initiative, lower case. */
  readonly definitionId: string;
  readonly definitionVersion: string | undefined;
  readonly parameters: Readonly<Record<string, JsonValue>>;
  /** False for `DoNotEnforce`, which changes nothing about compliance. */
  readonly isEnforced: boolean;
  readonly messages: readonly { readonly message: string; readonly referenceId: string | undefined }[];
  readonly resourceSelectors: readonly (readonly Selector[])[];
  readonly overrides: readonly Override[];
  readonly metadata: JsonObject;
}

/** Reads an assignment, bare or as the resource `Microsoft.Authorization/policyAssignments`, from text or parsed JSON. */
export function parseAssignment(input: string | JsonValue): Parsed<Assignment> {
  const envelope = readEnvelope(input, ['policydefinitionid']);
  const problems = [...envelope.problems];
  if (!envelope.value) return { value: undefined, problems };
  const { entries, outer, path } = envelope.value;
  const definitionId = textOf(entries.get('policydefinitionid'));
  if (definitionId === undefined) {
    report(problems, 'missing-key', path, 'there is no "policyDefinitionId"', 'Name the definition or initiative that is assigned.');
    return { value: undefined, problems };
  }
  const id = textOf(outer.get('id'));
  const metadata = entries.get('metadata')?.value;
  const value: Assignment = {
    id,
    name: textOf(outer.get('name')),
    displayName: textOf(entries.get('displayname')) ?? textOf(outer.get('name')) ?? '',
    description: textOf(entries.get('description')) ?? '',
    scope: textOf(entries.get('scope')) ?? scopeInId(id),
    notScopes: textsOf(entries.get('notscopes'), problems),
    definitionId: definitionId.toLowerCase(),
    definitionVersion: textOf(entries.get('definitionversion')),
    parameters: readValues(entries.get('parameters'), problems),
    isEnforced: textOf(entries.get('enforcementmode'))?.toLowerCase() !== 'donotenforce',
    messages: readMessages(entries.get('noncompliancemessages'), problems),
    resourceSelectors: readResourceSelectors(entries.get('resourceselectors'), problems),
    overrides: readOverrides(entries.get('overrides'), problems),
    metadata: isObject(metadata) ? metadata : {},
  };
  return { value, problems };
}

/** The scope that an assignment or exemption is a child of. */
export function scopeInId(id: string | undefined): string | undefined {
  const at = id?.toLowerCase().lastIndexOf('/providers/microsoft.authorization/') ?? -1;
  return at === -1 ? undefined : (id?.slice(0, at) ?? '') || '/';
}

export function textsOf(entry: Entry | undefined, problems: Problem[]): readonly string[] {
  return itemsOf(entry, problems, 'Write a list of ids.').filter((value) => typeof value === 'string');
}

function readValues(entry: Entry | undefined, problems: Problem[]): Readonly<Record<string, JsonValue>> {
  if (!entry || entry.value === null) return {};
  if (!isObject(entry.value)) {
    report(problems, 'wrong-kind', entry.path, `expected an object, found ${describe(entry.value)}`, 'Write {"<name>": {"value": …}}.');
    return {};
  }
  const values: (readonly [string, JsonValue])[] = [];
  for (const parameter of entriesOf(entry.value, entry.path, problems).values()) {
    const inside = isObject(parameter.value) ? entriesOf(parameter.value, parameter.path, problems).get('value') : undefined;
    if (inside) values.push([parameter.key, inside.value]);
    else report(problems, 'missing-key', parameter.path, `parameter "${parameter.key}" has no "value"`, 'Write {"value": …}.');
  }
  return Object.fromEntries(values);
}

function readMessages(entry: Entry | undefined, problems: Problem[]): Assignment['messages'] {
  return itemsOf(entry, problems, 'Write a list of messages.').flatMap((item, index) => {
    const entries = isObject(item) ? entriesOf(item, pathOf(entry?.path ?? '$', index), problems) : undefined;
    const message = textOf(entries?.get('message'));
    return message === undefined ? [] : [{ message, referenceId: textOf(entries?.get('policydefinitionreferenceid')) }];
  });
}

function readOverrides(entry: Entry | undefined, problems: Problem[]): readonly Override[] {
  if (!entry) return [];
  const items = itemsOf(entry, problems, 'Write a list of overrides.');
  checkCount(items.length, 'overrides', entry.path, problems);
  return items.flatMap((item, index): readonly Override[] => {
    const path = pathOf(entry.path, index);
    const entries = isObject(item) ? entriesOf(item, path, problems) : undefined;
    const value = textOf(entries?.get('value'));
    const written = textOf(entries?.get('kind'));
    const kind = (['policyEffect', 'policyVersion'] as const).find((name) => name.toLowerCase() === written?.toLowerCase());
    if (!entries || !kind || value === undefined) {
      report(
        problems,
        'unknown-selector',
        path,
        `override of kind "${written ?? ''}"`,
        'An override has kind policyEffect or policyVersion, and a value.',
      );
      return [];
    }
    const allowed =
      kind === 'policyEffect' ? (['policyDefinitionReferenceId', 'resourceLocation'] as const) : (['resourceLocation'] as const);
    return [{ kind, value, selectors: readSelectors(entries.get('selectors'), allowed, problems) }];
  });
}

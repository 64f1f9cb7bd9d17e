import type { JsonObject, JsonValue } from '../json.ts';
import type { Problem } from '../problem.ts';
import type { Parsed } from './definition.ts';
import { readEnvelope } from './envelope.ts';
import { pathOf } from './json-text.ts';
import { readOperand } from './operand.ts';
import { readParameters } from './parameters.ts';
import { describe, type Entry, entriesOf, isList, isObject, itemsOf, report, startReading, textOf } from './reading.ts';
import type { Operand, ParameterDeclaration } from './tree.ts';

/** A group of members; what a benchmark calls a control. */
export interface InitiativeGroup {
  readonly name: string;
  readonly displayName: string;
  readonly category: string | undefined;
  readonly description: string;
  readonly additionalMetadataId: string | undefined;
}

/** One definition of an initiative. The same definition may occur twice, under two reference ids. */
export interface InitiativeMember {
  readonly referenceId: string;
  readonly definitionId: string;
  readonly definitionVersion: string | undefined;
  /** By name as written; expressions are over the initiative's parameters. */
  readonly parameters: ReadonlyMap<string, Operand>;
  readonly groups: readonly string[];
  readonly path: string;
}

export interface Initiative {
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly displayName: string;
  readonly description: string;
  readonly category: string | undefined;
  readonly version: string | undefined;
  readonly metadata: JsonObject;
  /** By lower-case name. */
  readonly parameters: ReadonlyMap<string, ParameterDeclaration>;
  readonly groups: readonly InitiativeGroup[];
  readonly members: readonly InitiativeMember[];
}

/** Reads an initiative (policy set definition), bare or wrapped in `properties`, from text or parsed JSON. */
export function parseInitiative(input: string | JsonValue): Parsed<Initiative> {
  const envelope = readEnvelope(input, ['policydefinitions']);
  const problems = [...envelope.problems];
  if (!envelope.value) return { value: undefined, problems };
  const { entries, outer, path } = envelope.value;
  const list = entries.get('policydefinitions');
  if (!list || !isList(list.value)) {
    const found = describe(list?.value);
    report(problems, list ? 'wrong-kind' : 'missing-key', path, `expected a list "policyDefinitions", found ${found}`, 'List the members.');
    return { value: undefined, problems };
  }
  const parameters = readParameters(entries.get('parameters'), problems);
  const groups = readGroups(entries.get('policydefinitiongroups'), problems);
  const declared = new Set(parameters.keys());
  const members = list.value.flatMap((item, index) => readMember(item, pathOf(list.path, index), index, declared, problems) ?? []);
  checkMembers(members, groups, problems);
  const metadata = entries.get('metadata')?.value;
  const about: JsonObject = isObject(metadata) ? metadata : {};
  const value: Initiative = {
    id: textOf(outer.get('id')),
    name: textOf(outer.get('name')),
    displayName: textOf(entries.get('displayname')) ?? textOf(outer.get('name')) ?? '',
    description: textOf(entries.get('description')) ?? '',
    category: typeof about['category'] === 'string' ? about['category'] : undefined,
    version: textOf(entries.get('version')) ?? (typeof about['version'] === 'string' ? about['version'] : undefined),
    metadata: about,
    parameters,
    groups,
    members,
  };
  return { value, problems };
}

function readGroups(entry: Entry | undefined, problems: Problem[]): readonly InitiativeGroup[] {
  const used = new Set<string>();
  return itemsOf(entry, problems, 'Write a list of groups.').flatMap((item, index) => {
    const path = pathOf(entry?.path ?? '$', index);
    const entries = isObject(item) ? entriesOf(item, path, problems) : undefined;
    const name = textOf(entries?.get('name'));
    if (!entries || name === undefined) {
      report(problems, 'missing-key', path, 'a group has no "name"', 'Name the group.');
      return [];
    }
    if (used.has(name.toLowerCase())) report(problems, 'repeated-key', path, `group "${name}" is defined twice`, 'Keep one of them.');
    used.add(name.toLowerCase());
    return [
      {
        name,
        displayName: textOf(entries.get('displayname')) ?? name,
        category: textOf(entries.get('category')),
        description: textOf(entries.get('description')) ?? '',
        additionalMetadataId: textOf(entries.get('additionalmetadataid')),
      },
    ];
  });
}

function readMember(
  item: JsonValue,
  path: string,
  index: number,
  declared: ReadonlySet<string>,
  problems: Problem[],
): InitiativeMember | undefined {
  if (!isObject(item)) {
    report(problems, 'wrong-kind', path, `expected an object, found ${describe(item)}`, 'Write {"policyDefinitionId": "…"}.');
    return undefined;
  }
  const entries = entriesOf(item, path, problems);
  const definitionId = textOf(entries.get('policydefinitionid'));
  if (definitionId === undefined) {
    report(problems, 'missing-key', path, 'there is no "policyDefinitionId"', 'Name the definition.');
    return undefined;
  }
  const parameters = new Map<string, Operand>();
  const given = entries.get('parameters');
  if (given && given.value !== null && !isObject(given.value)) {
    report(problems, 'wrong-kind', given.path, `expected an object, found ${describe(given.value)}`, 'Write {"<name>": {"value": …}}.');
  } else if (given && isObject(given.value)) {
    const reading = startReading(declared, problems);
    for (const [name, value] of entriesOf(given.value, given.path, problems)) {
      const inside = isObject(value.value) ? entriesOf(value.value, value.path, problems).get('value') : undefined;
      if (inside) parameters.set(name, readOperand(inside.value, inside.path, reading));
      else report(problems, 'missing-key', value.path, `parameter "${value.key}" has no "value"`, 'Write {"value": …}.');
    }
  }
  const names = itemsOf(entries.get('groupnames'), problems, 'Write a list of names.');
  return {
    referenceId: textOf(entries.get('policydefinitionreferenceid')) ?? String(index),
    definitionId,
    definitionVersion: textOf(entries.get('definitionversion')),
    parameters,
    groups: names.filter((name) => typeof name === 'string'),
    path,
  };
}

function checkMembers(members: readonly InitiativeMember[], groups: readonly InitiativeGroup[], problems: Problem[]): void {
  const known = new Set(groups.map((group) => group.name.toLowerCase()));
  const seen = new Map<string, string>();
  for (const member of members) {
    const key = member.referenceId.toLowerCase();
    const other = seen.get(key);
    if (other !== undefined) {
      report(
        problems,
        'repeated-key',
        member.path,
        `reference id "${member.referenceId}" is used by ${other} too`,
        'Give each member its own.',
      );
    }
    seen.set(key, member.path);
    for (const group of member.groups) {
      if (known.has(group.toLowerCase())) continue;
      report(problems, 'unknown-group', member.path, `group "${group}" is not defined`, 'Define it under "policyDefinitionGroups".');
    }
  }
}

import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { hierarchyBuilder, placesIn, placeTypes, writtenHierarchy } from '@plumbline/assess';
import type { PolicyRecipe } from '@plumbline/assess/node';
import { type LoadedPolicies, loadPolicies, type NamedDocument, type PolicyProblem } from '@plumbline/catalogue';
import { linesOfTypes, openInputs } from '@plumbline/inventory/node';
import type { AliasCatalogue, JsonObject, JsonValue } from '@plumbline/policy';
import { OperationError } from '../operation-error.ts';
import type { Terminal } from '../terminal.ts';
import { sentence } from '../wording.ts';
import { aliasesFrom } from './aliases-from.ts';
import { policyDocuments } from './documents.ts';

export interface PolicyOptions {
  /** Files and folders of definitions and initiatives. */
  readonly policies?: readonly string[];
  /** Files of initiatives; their definitions are looked for among the policies, beside them and in the estate. */
  readonly initiative?: readonly string[];
  /** A file of aliases of the user's own. */
  readonly aliases?: string;
  readonly hierarchy?: string;
}

/** What policy options name, before anything of an estate is known. */
export interface NamedPolicies {
  readonly definitions: readonly NamedDocument[];
  readonly initiatives: readonly NamedDocument[];
  /** Definitions that lie beside the initiatives. */
  readonly library: readonly NamedDocument[];
  readonly unreadable: readonly PolicyProblem[];
  readonly aliases: AliasCatalogue;
  /** What of them stands in a file of the user's own. */
  readonly ownAliases: JsonValue | undefined;
}

/** Policies with what another thread makes the same of. */
export interface ChosenPolicies extends LoadedPolicies {
  readonly recipe: PolicyRecipe;
}

/** @throws {OperationError} when a path does not exist or holds no policy. */
export async function namedPolicies(options: PolicyOptions, { cwd }: Pick<Terminal, 'cwd'>): Promise<NamedPolicies> {
  const definitions: NamedDocument[] = [];
  const initiatives: NamedDocument[] = [];
  const unreadable: PolicyProblem[] = [];
  const named = [...(options.policies ?? []), ...(options.initiative ?? [])];
  for await (const document of policyDocuments(named, cwd)) {
    const { file } = document;
    if (document.kind === 'definition') definitions.push(document);
    else if (document.kind === 'initiative') initiatives.push(document);
    else if (document.kind === 'unreadable') {
      const { code, message, hint } = document;
      unreadable.push({ file, code, path: '$', message, hint });
    }
  }
  if (definitions.length + initiatives.length === 0) {
    const reasons = unreadable.slice(0, 20).map(({ file, message, hint }) => `  ${file}: ${sentence(message)} ${hint}`);
    throw new OperationError('no-input', `There is no policy definition and no initiative in ${named.join(', ')}.`, {
      hint: [...reasons, 'Expected JSON files with a policyRule or a list of policyDefinitions.'].join('\n'),
    });
  }
  const [library, aliases] = await Promise.all([
    libraryBeside(options.initiative ?? [], initiatives, cwd),
    aliasesFrom(options.aliases, cwd),
  ]);
  return { definitions, initiatives, unreadable, library, ...aliases };
}

/** The named policies as recommendations, applied as an estate assigns them. */
export function policiesIn(
  { definitions, initiatives, library, unreadable, aliases }: NamedPolicies,
  estate: {
    readonly definitions: readonly NamedDocument[];
    readonly assignments: readonly NamedDocument[];
    readonly tree: (subscription: string) => readonly string[];
  },
): LoadedPolicies {
  const loaded = loadPolicies({
    definitions,
    initiatives,
    library: [...estate.definitions, ...library],
    assignments: estate.assignments,
    tree: estate.tree,
    aliases,
  });
  return { ...loaded, problems: [...unreadable, ...loaded.problems] };
}

/**
 * The policies that options name, as recommendations. What the estate itself holds is read first where they are assigned there:
 * assignments, definitions, management groups, and the subscriptions and resource groups that rules ask about.
 *
 * @param inputs the estate; standard input cannot be read twice, so its assignments are not applied and its resource groups not known.
 * @throws {OperationError} when a path does not exist or holds no policy.
 */
export async function chosenPolicies(
  options: PolicyOptions,
  inputs: readonly string[],
  terminal: Pick<Terminal, 'cwd' | 'signal'>,
): Promise<ChosenPolicies> {
  const named = await namedPolicies(options, terminal);
  const { places, hierarchy, ...estate } = await estateDocuments(inputs, options, terminal);
  const loaded = policiesIn(named, estate);
  const recipe = {
    ...loaded.taken,
    hierarchy,
    ...(places === undefined ? {} : { places: [...places] }),
    ...(named.ownAliases === undefined ? {} : { aliases: named.ownAliases }),
  };
  return { ...loaded, recipe, ...(places === undefined ? {} : { places }) };
}

/** In a copy of the public repository of policies, the definitions lie in a folder beside that of the initiatives. */
async function libraryBeside(
  files: readonly string[],
  initiatives: readonly NamedDocument[],
  cwd: string,
): Promise<readonly NamedDocument[]> {
  const folders = new Set<string>();
  for (const initiative of files) {
    let folder = dirname(resolve(cwd, initiative));
    for (let up = 0; up < 3; up += 1, folder = dirname(folder)) {
      const beside = join(folder, 'policyDefinitions');
      if (existsSync(beside)) folders.add(beside);
    }
  }
  const found: NamedDocument[] = [];
  for await (const document of policyDocuments([...folders], cwd, mayBeMember(initiatives))) {
    if (document.kind === 'definition') found.push({ file: document.file, json: document.json });
  }
  return found;
}

/** @returns whether a text may hold a definition that is a member of an initiative, without parsing it: most of a library are none. */
function mayBeMember(initiatives: readonly NamedDocument[]): (text: string) => boolean {
  const named = new Set<string>();
  for (const { json } of initiatives)
    for (const [, id = ''] of JSON.stringify(json).matchAll(/"policyDefinitionId":("(?:[^"\\]|\\.)*")/gi))
      named.add(lastSegment(JSON.parse(id) as string));
  return (text) => {
    for (const [, name = ''] of text.matchAll(/"(?:id|name)"\s*:\s*"([^"]*)"/gi))
      if (name.includes('\\') || named.has(lastSegment(name))) return true;
    // A key may be written with escapes, which nobody does.
    return text.includes('\\u00');
  };
}

function lastSegment(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1).toLowerCase();
}

/** What of an estate says which policies hold where. */
const aboutPolicies = [
  'microsoft.authorization/policyassignments',
  'microsoft.authorization/policydefinitions',
  'microsoft.management/managementgroups',
  ...placeTypes,
];

async function estateDocuments(inputs: readonly string[], options: PolicyOptions, { cwd, signal }: Pick<Terminal, 'cwd' | 'signal'>) {
  const hierarchy = hierarchyBuilder();
  const assignments: NamedDocument[] = [];
  const definitions: NamedDocument[] = [];
  const places = new Map<string, JsonObject>();
  const files = inputs.filter((input) => input !== '-');
  if (files.length > 0) {
    const reading = openInputs(files, {
      cwd,
      signal,
      index: linesOfTypes(aboutPolicies),
      ...(options.hierarchy === undefined ? {} : { hierarchy: options.hierarchy }),
    });
    for await (const batch of reading.entries()) {
      for (const entry of batch) {
        hierarchy.add(entry);
        for (const [key, place] of placesIn([entry])) places.set(key, place);
        const document = { file: entry.key, json: entry.resource };
        if (entry.type === 'microsoft.authorization/policyassignments') assignments.push(document);
        else if (entry.type === 'microsoft.authorization/policydefinitions') definitions.push(document);
      }
    }
  }
  const { managementGroupsOf } = hierarchy.build();
  return {
    places: inputs.includes('-') ? undefined : places,
    assignments,
    definitions,
    hierarchy: writtenHierarchy(hierarchy.facts),
    tree: (subscription: string) => managementGroupsOf(subscription.toLowerCase()),
  };
}

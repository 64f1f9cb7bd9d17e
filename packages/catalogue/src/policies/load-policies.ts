import {
  type AliasCatalogue,
  type Assignment,
  type CompiledInitiative,
  type CompiledPolicy,
  compileInitiative,
  compileParsed,
  type Definition,
  evaluateExpression,
  type FindDefinition,
  type Initiative,
  indexDefinitions,
  type JsonObject,
  type JsonValue,
  parseAssignment,
  parseDefinition,
  parseInitiative,
  type ScopeTree,
} from '@plumbline/policy';
import type { CatalogueItem, Control, Places } from '../catalogue.ts';
import type { PolicyRecommendation } from '../recommendation.ts';
import { type AppliedPolicy, appliedPolicy, type Variant } from './applied.ts';
import { aboutPolicy, defaultControlMax, defaultPoints } from './profile.ts';

/** A JSON document with the name that problems call it by. */
export interface NamedDocument {
  readonly file: string;
  readonly json: JsonValue;
  /** As it was written, where that is known: keys that stand twice are found in text only. */
  readonly text?: string;
}

export interface PolicySources {
  /** Each becomes a recommendation, unless an initiative holds it. */
  readonly definitions: readonly NamedDocument[];
  readonly initiatives: readonly NamedDocument[];
  /** Further definitions, only for the members of initiatives: found beside them or in the estate. */
  readonly library?: readonly NamedDocument[];
  /** `Microsoft.Authorization/policyAssignments` of the estate. A policy that is assigned there holds only where it is assigned. */
  readonly assignments?: readonly NamedDocument[];
  /** The management groups above a subscription; needed for assignments to them. */
  readonly tree?: ScopeTree;
  readonly aliases?: AliasCatalogue;
}

export interface PolicyProblem {
  readonly file: string;
  readonly code: string;
  readonly path: string;
  readonly message: string;
  readonly hint: string;
}

/** Policies as recommendations, for `loadCatalogue` to take in. */
export interface LoadedPolicies {
  readonly items: readonly CatalogueItem[];
  /** The groups of initiatives. */
  readonly controls: readonly Control[];
  readonly problems: readonly PolicyProblem[];
  readonly summary: PolicySummary;
  /** The documents that could be read and are needed: from these alone anybody makes the same. */
  readonly taken: Required<Pick<PolicySources, 'definitions' | 'initiatives' | 'library' | 'assignments'>>;
  /** Whether the parameters that initiatives and assignments give may ask for the time. */
  readonly asksForTime: boolean;
  /** Where resources lie, for rules that ask; whoever knows it adds it. */
  readonly places?: Places;
}

export interface PolicySummary {
  readonly definitions: number;
  readonly initiatives: number;
  readonly assignments: number;
  /** Policies whose points come from this project's plain default, since no document says otherwise: they are ours, not Microsoft's. */
  readonly defaultPoints: number;
  /** Policies that configuration cannot decide, with what would. */
  readonly notDecidable: readonly {
    readonly key: string;
    readonly displayName: string;
    readonly decidedBy: string;
    readonly reason: string;
  }[];
  /** What was read otherwise than its author may have meant: aliases that no catalogue has, values for parameters that are not declared. */
  readonly notes: readonly { readonly key: string; readonly displayName: string; readonly code: string; readonly message: string }[];
}

/** One policy to judge: a definition by itself, or a member of an initiative. */
interface Candidate {
  readonly definition: Definition;
  readonly policy: CompiledPolicy;
  readonly notes: readonly { readonly code: string; readonly message: string }[];
  readonly document: JsonObject;
  readonly initiative?: Initiative;
  readonly referenceId?: string;
  readonly groups: readonly string[];
  readonly variants: readonly Variant[];
}

/**
 * Turns policy definitions and initiatives into recommendations. Display name, description and category come from the documents;
 * severity and points from `metadata.plumbline` where it says so, else from the plain default of `profile.ts`.
 * What cannot be read or compiled is left out and told.
 */
export function loadPolicies(sources: PolicySources): LoadedPolicies {
  const problems: PolicyProblem[] = [];
  const definitions = sources.definitions.flatMap((document) => parsed(document, parseDefinition, problems));
  const initiatives = sources.initiatives.flatMap((document) => parsed(document, parseInitiative, problems));
  const isMember = memberTest(initiatives.map(({ value }) => value));
  const library = (sources.library ?? []).filter(({ json }) => isMember(json)).flatMap((document) => parsed(document, parseDefinition, []));
  const assigned = (sources.assignments ?? []).flatMap((document) => parsed(document, parseAssignment, problems));
  const assignments = assigned.map(({ value }) => value);
  const find = indexDefinitions([...library, ...definitions].map(({ value }) => value));
  const documentOf = new Map([...library, ...definitions].map(({ value, json }) => [value, json]));

  const candidates: Candidate[] = [];
  const held = new Set<Definition>();
  for (const { value, file } of initiatives)
    candidates.push(...membersOf(value, file, { find, assignments, sources, documentOf, held, problems }));
  for (const { value, file, json } of definitions) {
    if (held.has(value)) continue;
    const candidate = aloneOf(value, file, { json, assignments, sources, problems });
    if (candidate !== undefined) candidates.push(candidate);
  }
  const recommendations = recommended(candidates, sources, {
    problems,
    counts: { definitions: definitions.length, initiatives: initiatives.length, assignments: assignments.length },
  });
  const documents = (read: readonly Read<unknown>[]) => read.map(({ file, json }) => ({ file, json }));
  return {
    ...recommendations,
    asksForTime: /utcnow/i.test(JSON.stringify([initiatives, assigned].flatMap(documents))),
    taken: {
      definitions: documents(definitions),
      initiatives: documents(initiatives),
      library: documents(library),
      assignments: documents(assigned),
    },
  };
}

/** Libraries have thousands of definitions and initiatives some dozens of members, so which one may be a member is looked at first. */
function memberTest(initiatives: readonly Initiative[]): (definition: JsonValue) => boolean {
  const named = new Set(
    initiatives.flatMap(({ members }) =>
      members.flatMap(({ definitionId }) => {
        const id = definitionId.toLowerCase();
        return [id, id.slice(id.lastIndexOf('/') + 1)];
      }),
    ),
  );
  return (definition) =>
    typeof definition === 'object' &&
    definition !== null &&
    Object.entries(definition).some(
      ([key, value]) => /^(?:id|name)$/i.test(key) && typeof value === 'string' && named.has(value.toLowerCase()),
    );
}

interface Read<T> {
  readonly value: T;
  readonly file: string;
  readonly json: JsonObject;
}

function parsed<T>(
  { file, json, text }: NamedDocument,
  parse: (input: JsonValue) => { readonly value: T | undefined; readonly problems: readonly Omit<PolicyProblem, 'file'>[] },
  problems: PolicyProblem[],
): readonly Read<T>[] {
  const { value, problems: found } = parse(text ?? json);
  problems.push(...found.map((problem) => ({ file, ...problem })));
  return value === undefined || found.length > 0 ? [] : [{ value, file, json: json as JsonObject }];
}

function membersOf(
  initiative: Initiative,
  file: string,
  at: {
    readonly find: FindDefinition;
    readonly assignments: readonly Assignment[];
    readonly sources: PolicySources;
    readonly documentOf: ReadonlyMap<Definition, JsonObject>;
    readonly held: Set<Definition>;
    readonly problems: PolicyProblem[];
  },
): Candidate[] {
  const compileWith = (parameters: Assignment['parameters'], assignment?: Assignment) =>
    compileInitiative(initiative, {
      definitions: at.find,
      parameters,
      ...(assignment === undefined ? {} : { assignment }),
      ...(at.sources.aliases === undefined ? {} : { aliases: at.sources.aliases }),
    });
  const plain = compileWith({});
  at.problems.push(...plain.problems.map((problem) => ({ file, ...problem })));
  const own = at.assignments.filter(({ definitionId }) => isId(definitionId, initiative));
  const compiledFor = memoized((assignment: Assignment, effect: string | undefined): CompiledInitiative | undefined => {
    if (effect === undefined) return compileWith(assignment.parameters).initiative;
    return compileWith(assignment.parameters, { ...assignment, overrides: [{ kind: 'policyEffect', value: effect, selectors: [] }] })
      .initiative;
  });
  return (plain.initiative?.members ?? []).flatMap((member): Candidate[] => {
    const definition = at.find(member.definitionId, undefined);
    if (definition === undefined || member.policy === undefined) return [];
    at.held.add(definition);
    const variants = own.map((assignment): Variant => {
      const memberFor = (effect: string | undefined) =>
        compiledFor(assignment, effect)?.members.find(({ referenceId }) => referenceId === member.referenceId);
      return { assignment, referenceId: member.referenceId, compile: (effect) => memberFor(effect)?.policy };
    });
    const { referenceId, groups, policy, notes } = member;
    return [{ definition, policy, notes, document: at.documentOf.get(definition) ?? {}, initiative, referenceId, groups, variants }];
  });
}

function aloneOf(
  definition: Definition,
  file: string,
  at: {
    readonly json: JsonObject;
    readonly assignments: readonly Assignment[];
    readonly sources: PolicySources;
    readonly problems: PolicyProblem[];
  },
): Candidate | undefined {
  const aliases = at.sources.aliases === undefined ? {} : { aliases: at.sources.aliases };
  const { policy, problems, notes } = compileParsed(definition, aliases);
  at.problems.push(...problems.map((problem) => ({ file, ...problem })));
  if (policy === undefined) return undefined;
  const variants = at.assignments
    .filter(({ definitionId }) => isId(definitionId, definition))
    .map(
      (assignment): Variant => ({
        assignment,
        referenceId: undefined,
        compile: (effect) =>
          compileParsed(definition, { ...aliases, parameters: assignment.parameters, ...(effect === undefined ? {} : { effect }) }).policy,
      }),
    );
  return { definition, policy, notes, document: at.json, groups: [], variants };
}

/** Ids are compared by their last segment too: built-ins are named without a scope in some exports. */
function isId(definitionId: string, { id, name }: { readonly id: string | undefined; readonly name: string | undefined }): boolean {
  return definitionId === id?.toLowerCase() || definitionId.slice(definitionId.lastIndexOf('/') + 1) === name?.toLowerCase();
}

function memoized<A extends object, B, R>(compute: (a: A, b: B) => R): (a: A, b: B) => R {
  const known = new Map<A, Map<B, R>>();
  return (a, b) => {
    const byB = known.get(a) ?? new Map<B, R>();
    known.set(a, byB);
    const found = byB.get(b);
    if (found !== undefined) return found;
    const made = compute(a, b);
    byB.set(b, made);
    return made;
  };
}

function recommended(
  candidates: readonly Candidate[],
  { tree = () => [] }: PolicySources,
  {
    problems,
    counts,
  }: { readonly problems: readonly PolicyProblem[]; readonly counts: Pick<PolicySummary, 'definitions' | 'initiatives' | 'assignments'> },
): Omit<LoadedPolicies, 'taken' | 'asksForTime'> {
  const names = new Set<string>();
  const keys = new Set<string>();
  const membersByGroup = new Map<string, { readonly control: Omit<Control, 'recommendations'>; readonly members: string[] }>();
  const notDecidable: PolicySummary['notDecidable'][number][] = [];
  const notes: PolicySummary['notes'][number][] = [];
  let defaulted = 0;
  const items = candidates.map((candidate): CatalogueItem => {
    const { definition, policy, initiative, referenceId } = candidate;
    const about = aboutPolicy(policy);
    const name = unused(kebab(policy.displayName || referenceId || definition.name || 'policy'), names);
    const key = keyFor(candidate, keys);
    if (about.points === undefined) defaulted += 1;
    notes.push(...candidate.notes.map(({ code, message }) => ({ key, displayName: policy.displayName, code, message })));
    if (policy.undecidable !== undefined || policy.decidedBy === 'assessment' || policy.decidedBy === 'guest configuration') {
      notDecidable.push({
        key,
        displayName: policy.displayName,
        decidedBy: policy.decidedBy,
        reason: policy.undecidable ?? `It needs ${policy.related?.type ?? 'results'} of another service.`,
      });
    }
    for (const group of candidate.groups) {
      const found = initiative?.groups.find((one) => one.name.toLowerCase() === group.toLowerCase());
      const id = `${initiative?.id ?? initiative?.name ?? ''} ${group}`;
      const entry = membersByGroup.get(id) ?? {
        control: { key: guidOf(id), name: found?.displayName || group, max: defaultControlMax },
        members: [],
      };
      membersByGroup.set(id, entry);
      entry.members.push(name);
    }
    const recommendation: PolicyRecommendation = {
      kind: 'policy',
      name,
      key,
      title: policy.displayName || name,
      why: policy.description,
      severity: about.severity,
      category: about.category,
      threats: [],
      resourceTypes: policy.types ?? [],
      rule: candidate.document,
      fix: { effort: 'moderate', userImpact: 'moderate', steps: [policy.description] },
      whenNotToFix: '',
      examples: { healthy: [], unhealthy: [] },
    };
    const applied: AppliedPolicy = appliedPolicy(policy, candidate.variants, tree);
    const references = [referenceId, definition.name, definition.id, initiative?.name, initiative?.id].filter((one) => one !== undefined);
    return { recommendation, points: about.points ?? defaultPoints, controls: [], state: 'custom', references, applied };
  });
  const controls = [...membersByGroup.values()].map(({ control, members }) => ({ ...control, recommendations: members }));
  return { items, controls, problems, summary: { ...counts, defaultPoints: defaulted, notDecidable, notes } };
}

/** The definition's own GUID where it has one and is taken once; otherwise one made from its reference. */
function keyFor({ definition, initiative, referenceId }: Candidate, taken: Set<string>): string {
  const own = definition.name?.toLowerCase() ?? '';
  const isGuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(own);
  const key =
    isGuid && !taken.has(own)
      ? own
      : guidOf(`${initiative?.id ?? ''} ${referenceId ?? ''} ${definition.id ?? definition.name ?? definition.displayName}`);
  taken.add(key);
  return key;
}

/** A name-based GUID, the same for the same text on every machine. */
function guidOf(text: string): string {
  const answer = evaluateExpression(`[guid('${text.replaceAll("'", "''")}')]`);
  return 'value' in answer && typeof answer.value === 'string' ? answer.value : text;
}

function kebab(text: string): string {
  return (
    text
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 80) || 'policy'
  );
}

function unused(name: string, taken: Set<string>): string {
  let candidate = name;
  for (let count = 2; taken.has(candidate); count += 1) candidate = `${name}-${count}`;
  taken.add(candidate);
  return candidate;
}

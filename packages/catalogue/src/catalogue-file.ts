import type { JsonObject } from '@plumbline/policy';
import { type ControlTable, controlTables } from './controls.ts';
import { type Path, type PlacedDocument, readDocument } from './document.ts';
import { type EntryReader, readEntries } from './entry-reader.ts';
import { type Edition, editions } from './points.ts';
import type { CatalogueProblem } from './problems.ts';
import type { Category, Level, PolicyRecommendation, Recommendation, Severity, Threat } from './recommendation.ts';
import { ruleCompiles } from './rule-check.ts';

/** What a user's own catalogue file says, checked for form; `loadCatalogue` lays it over the shipped catalogue. */
export interface CatalogueAdditions {
  /** What reports call this catalogue; absent: the base's name with `+custom`. */
  readonly edition?: string;
  /** Which points it starts from; `none`: nothing counts but what the file gives points. */
  readonly base?: Edition | 'none';
  /** Which controls it starts from. */
  readonly controlTable?: ControlTable | 'none';
  readonly points: ReadonlyMap<string, Points>;
  readonly severities: ReadonlyMap<string, Severity>;
  readonly states: ReadonlyMap<string, 'standard' | 'preview' | 'deprecated'>;
  /** Who answers for a recommendation: a person or a team. */
  readonly owners: ReadonlyMap<string, string>;
  readonly controls: readonly ControlEntry[];
  readonly recommendations: readonly OwnRecommendation[];
  /** A problem at a place of this file, with its line. */
  readonly problemAt: PlacedDocument['problemAt'];
}

/** `null` takes a recommendation out of the score. */
interface Points {
  readonly points: number | null;
}

/** A new control, or what changes in a known one (found by key or by name). */
export interface ControlEntry {
  readonly key?: string;
  readonly name?: string;
  readonly max?: number;
  readonly recommendations?: readonly { readonly name: string; readonly path: Path }[];
  readonly path: Path;
}

export interface OwnRecommendation {
  readonly recommendation: Recommendation;
  readonly state: 'custom' | 'preview' | 'deprecated';
  readonly points: number | null;
  /** Keys or names of controls. */
  readonly controls: readonly { readonly control: string; readonly path: Path }[];
  readonly path: Path;
}

const severities: readonly Severity[] = ['high', 'medium', 'low'];
const categories: readonly Category[] = ['compute', 'networking', 'data', 'identity', 'iot'];
const levels: readonly Level[] = ['low', 'moderate', 'high'];
const threats: readonly Threat[] = [
  'accountBreach',
  'dataExfiltration',
  'dataSpillage',
  'maliciousInsider',
  'elevationOfPrivilege',
  'threatResistance',
  'missingCoverage',
  'denialOfService',
];

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const pointRange = [1, 1000] as const;
const fileKeys = ['edition', 'base', 'controlTable', 'points', 'severities', 'states', 'owners', 'controls', 'recommendations'] as const;

/**
 * Reads a catalogue file, JSON or YAML, as docs/catalogue-file.md describes it. One wrong entry costs only itself.
 * @param file how problems name it.
 * @returns `additions` is undefined when the text as a whole cannot be read.
 */
export function parseCatalogueFile(
  text: string,
  file: string,
): { readonly additions: CatalogueAdditions | undefined; readonly problems: readonly CatalogueProblem[] } {
  const document = readDocument(text, file);
  if (document.problems.length > 0) return { additions: undefined, problems: document.problems };
  const read = readEntries(document);
  const root = read.object(document.value, [], fileKeys);
  if (root === undefined) return { additions: undefined, problems: read.problems };

  const edition = root['edition'] === undefined ? undefined : read.text(root['edition'], ['edition']);
  const base = root['base'] === undefined ? undefined : read.oneOf(root['base'], ['base'], [...editions, 'none'] as const);
  const controlTable =
    root['controlTable'] === undefined
      ? undefined
      : read.oneOf(root['controlTable'], ['controlTable'], [...controlTables, 'none'] as const);
  const additions: CatalogueAdditions = {
    ...(edition === undefined ? {} : { edition }),
    ...(base === undefined ? {} : { base }),
    ...(controlTable === undefined ? {} : { controlTable }),
    points: read.table(root['points'], ['points'], (value, path) => pointsFrom(read, value, path)),
    severities: read.table(root['severities'], ['severities'], (value, path) => read.oneOf(value, path, severities)),
    states: read.table(root['states'], ['states'], (value, path) =>
      read.oneOf(value, path, ['standard', 'preview', 'deprecated'] as const),
    ),
    owners: read.table(root['owners'], ['owners'], (value, path) => read.text(value, path)),
    controls: read.list(root['controls'], ['controls'], (value, path) => controlFrom(read, value, path)),
    recommendations: read.list(root['recommendations'], ['recommendations'], (value, path) => recommendationFrom(read, value, path)),
    problemAt: document.problemAt,
  };
  return { additions, problems: read.problems };
}

function pointsFrom(read: EntryReader, value: unknown, path: Path): Points | undefined {
  if (value === null) return { points: null };
  const points = read.whole(value, path, pointRange);
  return points === undefined ? undefined : { points };
}

function keyFrom(read: EntryReader, value: unknown, path: Path): string | undefined {
  return read.matching(value, path, guid, 'a GUID, such as 6f1c2d34-58a0-4b7e-9c11-0d2e3f405162')?.toLowerCase();
}

function controlFrom(read: EntryReader, value: unknown, path: Path): ControlEntry | undefined {
  const entry = read.object(value, path, ['key', 'name', 'max', 'recommendations']);
  if (entry === undefined) return undefined;
  if (entry['key'] === undefined && entry['name'] === undefined) {
    read.hasAll(entry, path, ['key']);
    return undefined;
  }
  const key = entry['key'] === undefined ? undefined : keyFrom(read, entry['key'], [...path, 'key']);
  const name = entry['name'] === undefined ? undefined : read.text(entry['name'], [...path, 'name']);
  const max = entry['max'] === undefined ? undefined : read.whole(entry['max'], [...path, 'max'], [0, 10]);
  if (key === undefined && name === undefined) return undefined;
  const members = read.list(entry['recommendations'], [...path, 'recommendations'], (member, at) => {
    const memberName = read.text(member, at);
    return memberName === undefined ? undefined : { name: memberName, path: at };
  });
  return {
    ...(key === undefined ? {} : { key }),
    ...(name === undefined ? {} : { name }),
    ...(max === undefined ? {} : { max }),
    ...(entry['recommendations'] === undefined ? {} : { recommendations: members }),
    path,
  };
}

const required = ['name', 'key', 'title', 'severity', 'category', 'kind', 'resourceTypes'];
const optional = ['alsoKnownAs', 'why', 'threats', 'fix', 'whenNotToFix', 'state', 'points', 'controls', 'rule', 'parameters', 'decidedBy'];

function recommendationFrom(read: EntryReader, value: unknown, path: Path): OwnRecommendation | undefined {
  const entry = read.object(value, path, [...required, ...optional]);
  if (entry === undefined) return undefined;
  if (!read.hasAll(entry, path, entry['kind'] === 'policy' ? [...required, 'rule'] : required)) return undefined;
  const at = (key: string): Path => [...path, key];
  const textList = (key: string) => read.list(entry[key], at(key), read.text);
  const optionalText = (key: string) => (entry[key] === undefined ? undefined : read.text(entry[key], at(key)));

  const name = read.matching(entry['name'], at('name'), /^[a-z0-9]+(-[a-z0-9]+)*$/, 'a name in kebab-case, such as owner-tag');
  const key = keyFrom(read, entry['key'], at('key'));
  const title = read.text(entry['title'], at('title'));
  const severity = read.oneOf(entry['severity'], at('severity'), severities);
  const category = read.oneOf(entry['category'], at('category'), categories);
  const kind = read.oneOf(entry['kind'], at('kind'), ['policy', 'imported'] as const);
  const resourceTypes = textList('resourceTypes');
  const state = entry['state'] === undefined ? 'custom' : read.oneOf(entry['state'], at('state'), ['custom', 'preview', 'deprecated']);
  const points = entry['points'] === undefined ? { points: null } : pointsFrom(read, entry['points'], at('points'));
  const parameters = entry['parameters'] === undefined ? undefined : read.object(entry['parameters'], at('parameters'), 'any');
  const rule = kind === 'policy' ? read.object(entry['rule'], at('rule'), 'any') : undefined;
  const controls = read.list(entry['controls'], at('controls'), (control, where) => {
    const found = read.text(control, where);
    return found === undefined ? undefined : { control: found, path: where };
  });
  const about = {
    alsoKnownAs: textList('alsoKnownAs'),
    why: optionalText('why') ?? '',
    threats: read.list(entry['threats'], at('threats'), (threat, where) => read.oneOf(threat, where, threats)),
    resourceTypes,
    fix: fixFrom(read, entry['fix'], at('fix')),
    whenNotToFix: optionalText('whenNotToFix') ?? '',
    examples: { healthy: [], unhealthy: [] },
  };
  const decidedBy = optionalText('decidedBy') ?? 'An assessment in the input.';

  if (name === undefined || key === undefined || title === undefined || severity === undefined) return undefined;
  if (category === undefined || kind === undefined || state === undefined || points === undefined) return undefined;
  if (resourceTypes.length === 0 || (kind === 'policy' && rule === undefined)) return undefined;
  const shared = { ...about, name, key, title, severity, category };
  if (rule === undefined)
    return { recommendation: { ...shared, kind: 'imported', decidedBy }, state, points: points.points, controls, path };
  const recommendation: PolicyRecommendation = {
    ...shared,
    kind: 'policy',
    // What YAML and JSON can hold is JSON, whatever it was written in.
    rule: rule as JsonObject,
    ...(parameters === undefined ? {} : { parameters: parameters as JsonObject }),
  };
  if (!ruleCompiles(read, recommendation, path)) return undefined;
  return { recommendation, state, points: points.points, controls, path };
}

function fixFrom(read: EntryReader, value: unknown, path: Path): Recommendation['fix'] {
  const fix = value === undefined ? {} : (read.object(value, path, ['effort', 'userImpact', 'steps', 'command', 'caution']) ?? {});
  const level = (key: string) => (fix[key] === undefined ? undefined : read.oneOf(fix[key], [...path, key], levels)) ?? 'moderate';
  const command = fix['command'] === undefined ? undefined : read.text(fix['command'], [...path, 'command']);
  const caution = fix['caution'] === undefined ? undefined : read.text(fix['caution'], [...path, 'caution']);
  return {
    effort: level('effort'),
    userImpact: level('userImpact'),
    steps: read.list(fix['steps'], [...path, 'steps'], read.text),
    ...(command === undefined ? {} : { command }),
    ...(caution === undefined ? {} : { caution }),
  };
}

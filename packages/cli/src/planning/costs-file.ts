import type { CatalogueItem, Level } from '@plumbline/catalogue';
import type { Cost } from '@plumbline/score';
import { findItem, namesLike } from '../recommendation-page.ts';
import { type CostRule, type CostRules, type TogetherRule, usualRules } from './cost-rules.ts';
import { hoursOf } from './hours.ts';
import { type Path, placedYaml } from './placed-yaml.ts';

/**
 * Reads a costs file (docs/planning.md). Whoever plans with costs that were misread plans the wrong work, so one fault refuses the file;
 * all faults are told at once.
 *
 * @param file how messages name it.
 */
export function costRulesOf(
  text: string,
  file: string,
  items: readonly CatalogueItem[],
): { readonly rules: CostRules; readonly faults: readonly string[] } {
  const { value, placeOf, fault } = placedYaml(text, file);
  if (fault !== undefined) return { rules: usualRules, faults: [fault] };
  const faults: string[] = [];
  const refuse = (path: Path, message: string) => void faults.push(`${placeOf(path)}: ${message}`);
  const reader = { refuse, items, placeOf };
  const top = membersOf(value, [], ['effort', 'costs', 'together'], reader);
  const rules = {
    hoursByEffort: { ...usualRules.hoursByEffort, ...effortOf(top['effort'], reader) },
    rules: listOf(top['costs'], ['costs'], reader).flatMap((one, at) => ruleOf(one, ['costs', at], reader) ?? []),
    together: listOf(top['together'], ['together'], reader).flatMap((one, at) => togetherOf(one, ['together', at], reader) ?? []),
  };
  return { rules, faults };
}

interface Reader {
  readonly refuse: (path: Path, message: string) => void;
  readonly placeOf: (path: Path) => string;
  readonly items: readonly CatalogueItem[];
}

function effortOf(value: unknown, reader: Reader): Partial<Record<Level, number>> {
  if (value === undefined) return {};
  const members = membersOf(value, ['effort'], ['low', 'moderate', 'high'], reader);
  return Object.fromEntries(
    Object.entries(members).flatMap(([level, given]) => {
      const cost = costOf(given, ['effort', level], reader);
      if (cost === 'never') reader.refuse(['effort', level], 'found never, expected hours; an effort cannot be impossible.');
      return typeof cost === 'number' ? [[level, cost]] : [];
    }),
  );
}

function ruleOf(value: unknown, path: Path, reader: Reader): CostRule | undefined {
  const members = membersOf(value, path, ['recommendation', 'type', 'tag', 'resource', 'cost', 'note'], reader);
  const cost = costOf(members['cost'], [...path, 'cost'], reader);
  const recommendation =
    members['recommendation'] === undefined ? undefined : keyOf(members['recommendation'], [...path, 'recommendation'], reader);
  const type = textOf(members['type'], [...path, 'type'], reader)?.toLowerCase();
  const resource = textOf(members['resource'], [...path, 'resource'], reader)
    ?.toLowerCase()
    .replace(/\/+$/, '');
  const tag = tagOf(members['tag'], [...path, 'tag'], reader);
  if (resource !== undefined && !resource.startsWith('/'))
    reader.refuse([...path, 'resource'], `found ${resource}, expected an ARM id, which begins with a slash.`);
  if ([recommendation, type, resource, tag].every((part) => part === undefined)) {
    if (cost !== undefined) reader.refuse(path, 'a cost for nothing; expected recommendation, type, tag or resource beside it.');
    return undefined;
  }
  if (cost === undefined) return undefined;
  return {
    place: reader.placeOf(path),
    cost,
    ...(recommendation === undefined ? {} : { recommendation }),
    ...(type === undefined ? {} : { type }),
    ...(resource === undefined ? {} : { resource }),
    ...(tag === undefined ? {} : { tag }),
  };
}

function togetherOf(value: unknown, path: Path, reader: Reader): TogetherRule | undefined {
  const members = membersOf(value, path, ['recommendation', 'recommendations', 'action', 'on', 'cost'], reader);
  if (members['recommendation'] !== undefined && members['recommendations'] !== undefined)
    reader.refuse(path, 'found recommendation and recommendations, expected one of them.');
  const named = members['recommendations'] ?? (members['recommendation'] === undefined ? undefined : [members['recommendation']]);
  if (named === undefined) reader.refuse(path, 'expected recommendations: the names of what the action fixes.');
  const recommendations = listOf(named, [...path, 'recommendations'], reader).flatMap(
    (one, at) => keyOf(one, [...path, 'recommendations', at], reader) ?? [],
  );
  const on = textOf(members['on'], [...path, 'on'], reader);
  const action = textOf(members['action'], [...path, 'action'], reader);
  const cost = members['cost'] === undefined ? undefined : costOf(members['cost'], [...path, 'cost'], reader);
  if (on === undefined) reader.refuse(path, 'expected on: subscription, resourceGroup, tag:NAME, or the path of an id in the resource.');
  if (on === undefined || recommendations.length === 0) return undefined;
  return { place: reader.placeOf(path), recommendations, on, action: action ?? 'One action', ...(cost === undefined ? {} : { cost }) };
}

function costOf(value: unknown, path: Path, { refuse }: Reader): Cost | undefined {
  if (value === undefined) refuse(path, 'no cost; expected hours (2, 30m, 1d) or never.');
  else if (value === 'never') return value;
  else {
    const hours = typeof value === 'number' ? value : typeof value === 'string' ? hoursOf(value) : undefined;
    if (hours !== undefined && Number.isFinite(hours) && hours >= 0 && hours <= 1e9) return hours;
    refuse(
      path,
      `found ${typeof value === 'number' ? value : JSON.stringify(value)}, expected hours from 0 upwards (2, 30m, 1d) or never.`,
    );
  }
  return undefined;
}

function keyOf(value: unknown, path: Path, { refuse, items }: Reader): string | undefined {
  const item = typeof value === 'string' ? findItem(items, value) : undefined;
  if (item !== undefined) return item.recommendation.key;
  const like = typeof value === 'string' ? namesLike(items, value) : [];
  refuse(path, `there is no recommendation ${JSON.stringify(value)}.${like.length === 0 ? '' : ` Did you mean ${like.join(', ')}?`}`);
  return undefined;
}

function tagOf(value: unknown, path: Path, reader: Reader): { readonly name: string; readonly value?: string } | undefined {
  const text = textOf(value, path, reader);
  if (text === undefined) return undefined;
  const at = text.indexOf('=');
  return at === -1 ? { name: text.toLowerCase() } : { name: text.slice(0, at).trim().toLowerCase(), value: text.slice(at + 1).trim() };
}

function textOf(value: unknown, path: Path, { refuse }: Reader): string | undefined {
  if (value === undefined || (typeof value === 'string' && value.trim() !== '')) return value?.trim();
  refuse(path, `found ${JSON.stringify(value)}, expected a text.`);
  return undefined;
}

function listOf(value: unknown, path: Path, { refuse }: Reader): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  refuse(path, 'expected a list.');
  return [];
}

function membersOf(value: unknown, path: Path, known: readonly string[], { refuse }: Reader): Readonly<Record<string, unknown>> {
  if (value === null && path.length === 0) return {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    refuse(path, `found ${JSON.stringify(value)}, expected an object with ${known.join(', ')}.`);
    return {};
  }
  for (const name of Object.keys(value))
    if (!known.includes(name)) refuse([...path, name], `unknown; expected one of ${known.join(', ')}.`);
  return value as Readonly<Record<string, unknown>>;
}

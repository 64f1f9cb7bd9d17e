import type { JsonValue } from '../json.ts';
import { pathOf } from '../parse/json-text.ts';
import { describe, type Entry, entriesOf, isList, isObject, itemsOf, report, textOf } from '../parse/reading.ts';
import type { Problem } from '../problem.ts';

export const selectorKinds = ['resourceLocation', 'resourceType', 'resourceWithoutLocation', 'policyDefinitionReferenceId'] as const;
export type SelectorKind = (typeof selectorKinds)[number];

export interface Selector {
  readonly kind: SelectorKind;
  /** Lower case; locations without spaces. */
  readonly values: ReadonlySet<string>;
  /** False for `notIn`. */
  readonly selects: boolean;
}

/** What selectors look at. */
export interface Selected {
  readonly type?: string | undefined;
  readonly location?: string | undefined;
  readonly referenceId?: string | undefined;
}

const mostSelectors = 10;
const mostValues = 50;

/** Reads a list of selectors, each of a kind that is allowed here and used once. */
export function readSelectors(entry: Entry | undefined, allowed: readonly SelectorKind[], problems: Problem[]): readonly Selector[] {
  const used = new Set<SelectorKind>();
  return itemsOf(entry, problems, 'Write a list of selectors.').flatMap((item, index) => {
    const path = pathOf(entry?.path ?? '$', index);
    const selector = readSelector(item, path, allowed, problems);
    if (selector && used.has(selector.kind)) {
      report(problems, 'repeated-key', path, `kind "${selector.kind}" is used twice`, 'Put the values into one selector.');
    }
    if (selector) used.add(selector.kind);
    return selector ?? [];
  });
}

function readSelector(item: JsonValue, path: string, allowed: readonly SelectorKind[], problems: Problem[]): Selector | undefined {
  if (!isObject(item)) {
    report(problems, 'wrong-kind', path, `expected an object, found ${describe(item)}`, 'Write {"kind": "…", "in": […]}.');
    return undefined;
  }
  const entries = entriesOf(item, path, problems);
  const written = textOf(entries.get('kind'));
  const kind = allowed.find((name) => name.toLowerCase() === written?.toLowerCase());
  if (!kind) {
    report(problems, 'unknown-selector', path, `kind "${written ?? ''}" cannot be used here`, `Use one of ${allowed.join(', ')}.`);
    return undefined;
  }
  const listed = entries.get('in') ?? entries.get('notin');
  if (!listed || !isList(listed.value) || (entries.has('in') && entries.has('notin'))) {
    report(problems, 'missing-key', path, 'a selector has either "in" or "notIn", a list', 'Give one of them.');
    return undefined;
  }
  if (listed.value.length > mostValues) {
    report(problems, 'too-many-selectors', listed.path, `found ${listed.value.length} values`, `At most ${mostValues} are allowed.`);
  }
  const values = listed.value.filter((value) => typeof value === 'string').map((value) => normalised(kind, value));
  return { kind, values: new Set(values), selects: entries.has('in') };
}

/** Whether every selector chooses the thing; no selector chooses everything. */
export function isSelected(selectors: readonly Selector[], thing: Selected): boolean {
  return selectors.every((selector) => selector.values.has(subjectOf(selector.kind, thing)) === selector.selects);
}

function subjectOf(kind: SelectorKind, thing: Selected): string {
  switch (kind) {
    case 'resourceLocation':
      return normalised(kind, thing.location ?? '');
    case 'resourceType':
      return normalised(kind, thing.type ?? '');
    case 'policyDefinitionReferenceId':
      return normalised(kind, thing.referenceId ?? '');
    case 'resourceWithoutLocation':
      return thing.location === undefined ? 'subscriptionlevelresources' : '';
  }
}

function normalised(kind: SelectorKind, value: string): string {
  return (kind === 'resourceLocation' ? value.replaceAll(' ', '') : value).toLowerCase();
}

/** `resourceSelectors`: each a list of selectors, of which any one has to choose the resource. */
export function readResourceSelectors(entry: Entry | undefined, problems: Problem[]): readonly (readonly Selector[])[] {
  const items = itemsOf(entry, problems, 'Write a list of resource selectors.');
  checkCount(items.length, 'resource selectors', entry?.path ?? '$', problems);
  return items.flatMap((item, index) => {
    const path = pathOf(entry?.path ?? '$', index);
    if (!isObject(item)) {
      report(problems, 'wrong-kind', path, `expected an object, found ${describe(item)}`, 'Write {"name": "…", "selectors": […]}.');
      return [];
    }
    const allowed = ['resourceLocation', 'resourceType', 'resourceWithoutLocation'] as const;
    return [readSelectors(entriesOf(item, path, problems).get('selectors'), allowed, problems)];
  });
}

export function isChosen(resourceSelectors: readonly (readonly Selector[])[], thing: Selected): boolean {
  return resourceSelectors.length === 0 || resourceSelectors.some((selectors) => isSelected(selectors, thing));
}

export function checkCount(found: number, what: string, path: string, problems: Problem[]): void {
  if (found > mostSelectors)
    report(problems, 'too-many-selectors', path, `found ${found} ${what}`, `At most ${mostSelectors} are allowed.`);
}

import type { Path, PlacedDocument } from './document.ts';
import type { CatalogueProblem, CatalogueProblemCode } from './problems.ts';

/** Reads the values of a document one by one, telling what is wrong with each and going on without it. */
export interface EntryReader {
  readonly problems: readonly CatalogueProblem[];
  problem(code: CatalogueProblemCode, path: Path, about: { message: string; expected: string; hint: string }): void;
  /** An object with no other keys than these; undefined when it is none. */
  object(value: unknown, path: Path, keys: readonly string[] | 'any'): Readonly<Record<string, unknown>> | undefined;
  list<Item>(value: unknown, path: Path, item: (value: unknown, path: Path) => Item | undefined): readonly Item[];
  /** An object of values by name; a map, for the names are the user's. */
  table<Item>(value: unknown, path: Path, item: (value: unknown, path: Path) => Item | undefined): ReadonlyMap<string, Item>;
  readonly text: (value: unknown, path: Path) => string | undefined;
  matching(value: unknown, path: Path, pattern: RegExp, expected: string): string | undefined;
  oneOf<Choice extends string>(value: unknown, path: Path, choices: readonly Choice[]): Choice | undefined;
  whole(value: unknown, path: Path, range: readonly [number, number]): number | undefined;
  /** Tells of keys that are absent; true when there is none. */
  hasAll(entry: Readonly<Record<string, unknown>>, path: Path, keys: readonly string[]): boolean;
}

export function readEntries(document: PlacedDocument): EntryReader {
  const problems: CatalogueProblem[] = [];
  const problem: EntryReader['problem'] = (code, path, about) => void problems.push(document.problemAt(code, path, about));
  const wrong = (value: unknown, path: Path, expected: string): undefined => {
    problem('wrong-value', path, { message: `Found ${shown(value)}.`, expected, hint: `Write ${expected}, or take the key out.` });
    return undefined;
  };

  const object: EntryReader['object'] = (value, path, keys) => {
    if (!isObject(value)) return wrong(value, path, 'an object');
    if (keys === 'any') return value;
    for (const key of Object.keys(value)) {
      if (keys.includes(key)) continue;
      problem('unknown-key', [...path, key], {
        message: `The key ${JSON.stringify(key)} is not known here.`,
        expected: `one of ${keys.join(', ')}`,
        hint: 'Correct its spelling or take it out.',
      });
    }
    return value;
  };

  const text: EntryReader['text'] = (value, path) =>
    typeof value === 'string' && value.trim() !== '' ? value : wrong(value, path, 'a text that is not empty');

  return {
    problems,
    problem,
    object,
    text,
    list: (value, path, item) => {
      if (value === undefined || value === null) return [];
      if (!Array.isArray(value)) {
        wrong(value, path, 'a list');
        return [];
      }
      return value.flatMap((element: unknown, index) => {
        const read = item(element, [...path, index]);
        return read === undefined ? [] : [read];
      });
    },
    table: (value, path, item) => {
      const entries = value === undefined || value === null ? {} : (object(value, path, 'any') ?? {});
      const read = Object.entries(entries).flatMap(([key, element]) => {
        const result = item(element, [...path, key]);
        return result === undefined ? [] : [[key, result] as const];
      });
      return new Map(read);
    },
    matching: (value, path, pattern, expected) => (typeof value === 'string' && pattern.test(value) ? value : wrong(value, path, expected)),
    oneOf: (value, path, choices) => choices.find((choice) => choice === value) ?? wrong(value, path, `one of ${choices.join(', ')}`),
    whole: (value, path, [least, most]) =>
      typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
        ? value
        : wrong(value, path, `a whole number from ${String(least)} to ${String(most)}`),
    hasAll: (entry, path, keys) => {
      const absent = keys.filter((key) => entry[key] === undefined || entry[key] === null);
      for (const key of absent) {
        problem('missing-key', path, {
          message: `The key ${JSON.stringify(key)} is missing.`,
          expected: `the keys ${keys.join(', ')}`,
          hint: `Add ${JSON.stringify(key)}; until then this entry is left out.`,
        });
      }
      return absent.length === 0;
    },
  };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

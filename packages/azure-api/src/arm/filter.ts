import { ArmError } from './error.ts';

/** `name eq 'value'`, and several of them: what clients send as `$filter`. */
export interface Term {
  /** Lower case. */
  readonly field: string;
  readonly operator: 'eq' | 'ne' | 'startswith' | 'substringof';
  readonly value: string;
}

const comparison = /^\(?\s*([\w/.]+)\s+(eq|ne)\s+(?:'((?:[^']|'')*)'|"([^"]*)"|(true|false|null|-?\d+(?:\.\d+)?))\s*\)?$/i;
const startsWith = /^\(?\s*startswith\(\s*([\w/.]+)\s*,\s*'((?:[^']|'')*)'\s*\)\s*\)?$/i;
const substringOf = /^\(?\s*substringof\(\s*'((?:[^']|'')*)'\s*,\s*([\w/.]+)\s*\)\s*\)?$/i;
const mostBytes = 4_096;

/** @throws {ArmError} for what is none; a filter that is not understood must not be passed over. */
export function termsOf(filter: string | undefined): readonly Term[] {
  const text = (filter ?? '').trim();
  if (text === '') return [];
  if (text.length > mostBytes) throw invalid('it is longer than 4 KiB');
  return partsOf(text).map((part) => {
    const [, field = '', operator = '', quoted, doubled, bare] = comparison.exec(part) ?? [];
    if (field !== '') {
      const value = quoted?.replaceAll("''", "'") ?? doubled ?? bare ?? '';
      return { field: field.toLowerCase(), operator: operator.toLowerCase() === 'ne' ? 'ne' : 'eq', value };
    }
    const [, begun = '', prefix = ''] = startsWith.exec(part) ?? [];
    if (begun !== '') return { field: begun.toLowerCase(), operator: 'startswith', value: prefix.replaceAll("''", "'") };
    const [, inner = '', held = ''] = substringOf.exec(part) ?? [];
    if (held !== '') return { field: held.toLowerCase(), operator: 'substringof', value: inner.replaceAll("''", "'") };
    throw invalid(
      `'${part.slice(0, 100)}' is not understood. Expected field eq 'value', ne, startswith(field,'value') and substringof('value',field), joined with and`,
    );
  });
}

/** Cut at `and`, but not inside quotes. */
function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] ?? '';
    if (quote !== '') {
      if (letter === quote) quote = '';
    } else if (letter === "'" || letter === '"') quote = letter;
    else if (/\s/.test(letter) && /^\sand\s/i.test(text.slice(at, at + 5))) {
      parts.push(text.slice(from, at).trim());
      from = at + 5;
      at += 4;
    }
  }
  return [...parts, text.slice(from).trim()];
}

/** Whether a text meets a term; without case, as ids and names are compared. */
export function meets(value: string | undefined, { operator, value: wanted }: Term): boolean {
  const [text, other] = [(value ?? '').toLowerCase(), wanted.toLowerCase()];
  switch (operator) {
    case 'eq':
      return text === other;
    case 'ne':
      return text !== other;
    case 'startswith':
      return text.startsWith(other);
    case 'substringof':
      return text.includes(other);
  }
}

/** @throws {ArmError} when a term speaks of a field that is not among these. */
export function checkFields(terms: readonly Term[], fields: readonly string[]): void {
  const unknown = terms.find(({ field }) => !fields.includes(field));
  if (unknown !== undefined) throw invalid(`there is no field ${unknown.field.slice(0, 60)} here. Expected one of ${fields.join(', ')}`);
}

function invalid(why: string): ArmError {
  return new ArmError(400, 'InvalidFilterInQueryString', `The $filter cannot be answered: ${why}.`);
}

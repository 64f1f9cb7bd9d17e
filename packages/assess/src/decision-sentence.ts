// What a policy rule's deciding condition says, as a sentence about the resource: what was found, and what should be there.
import type { Evidence } from '@plumbline/catalogue';
import type { Decision, JsonValue } from '@plumbline/policy';

/** @param isHealthy the verdict: what holds of a healthy resource is as it should be, of an unhealthy one it is not. */
export function evidenceOf({ subject, operator, path, found, expected }: Decision, isHealthy: boolean): Evidence {
  const field = aliasIn(subject);
  const name = field === undefined ? subject : shortName(field);
  // Each `not` around the condition turns around what its holding means.
  const isTurned =
    path
      .toLowerCase()
      .split(/[.[\]]/)
      .filter((step) => step === 'not').length %
      2 ===
    1;
  const holds = isHealthy === isTurned;
  const state = stateIn(operator, expected, holds === isHealthy);
  const text =
    state === undefined
      ? `${name} is ${shown(found)}.`
      : isHealthy
        ? `${name} is ${shown(found)}, as it should be.`
        : `${name} is ${shown(found)}; it should ${state.words}.`;
  return {
    text,
    path,
    ...(field === undefined ? {} : { field }),
    found,
    ...(isHealthy || state === undefined ? {} : { expected: state.value }),
  };
}

interface State {
  /** After "it should". */
  readonly words: string;
  /** What is expected: the value itself where it is one. */
  readonly value: JsonValue;
}

/**
 * What has to be so for a resource to be healthy.
 *
 * @param isWanted whether the condition as written has to hold
 */
function stateIn(operator: string, expected: JsonValue | undefined, isWanted: boolean): State | undefined {
  const known = operator.toLowerCase();
  const isNegated = known.startsWith('not') && known !== 'not';
  const plain = isNegated ? known.slice(3) : known;
  const is = isWanted !== isNegated;
  const words = (positive: string, negative: string, value?: JsonValue): State =>
    is ? { words: positive, value: value ?? withoutVerb(positive) } : { words: negative, value: withoutVerb(negative) };
  const value = shown(expected);
  switch (plain) {
    case 'equals':
      // Of two values the other one is wanted.
      if (typeof expected === 'boolean') return { words: `be ${is === expected}`, value: is === expected };
      return words(`be ${value}`, `not be ${value}`, expected);
    case 'in':
      return words(`be one of ${listed(expected)}`, `not be one of ${listed(expected)}`, expected);
    case 'exists':
      return shown(expected).replaceAll('"', '').toLowerCase() === 'false' ? words('not be set', 'be set') : words('be set', 'not be set');
    case 'like':
    case 'match':
    case 'matchinsensitively':
      return words(`match ${value}`, `not match ${value}`);
    case 'contains':
      return words(`contain ${value}`, `not contain ${value}`);
    case 'containskey':
      return words(`have ${value}`, `not have ${value}`);
    case 'greater':
      return words(`be more than ${value}`, `be ${value} or less`);
    case 'greaterorequals':
      return words(`be ${value} or more`, `be less than ${value}`);
    case 'less':
      return words(`be less than ${value}`, `be ${value} or more`);
    case 'lessorequals':
      return words(`be ${value} or less`, `be more than ${value}`);
    default:
      return undefined;
  }
}

function withoutVerb(words: string): string {
  return words.replace(/^(not )?be /, '$1');
}

/** The alias or member that is looked at; undefined for values and counts. */
function aliasIn(subject: string): string | undefined {
  const found = /^\[field\('([^']+)'\)\]$/.exec(subject)?.[1] ?? subject;
  return /^[\w.[\]*/'-]+$/.test(found) && !found.startsWith('[') ? found : undefined;
}

/** `Microsoft.Storage/storageAccounts/networkAcls.defaultAction` is `networkAcls.defaultAction`. */
function shortName(field: string): string {
  const isAlias = /^[\w.]+\/[\w./-]+\//.test(field);
  return isAlias ? field.slice(field.lastIndexOf('/') + 1) : field;
}

/** A value as a reason shows it: short, and missing said as such. */
function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function listed(value: JsonValue | undefined): string {
  return Array.isArray(value) ? value.map(shown).join(', ') : shown(value);
}

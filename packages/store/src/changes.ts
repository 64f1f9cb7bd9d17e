// The border for changes: a line becomes an edit, or a refusal that says what is wrong with it.
import type { CatalogueItem } from '@plumbline/catalogue';
import { type Entry, entryOf, instantMsOf, keyOf } from '@plumbline/inventory';
import type { JsonValue } from '@plumbline/policy';
import { assessmentType, exemptionType } from './context.ts';
import { digestOf } from './hash.ts';
import { isObject } from './json-object.ts';
import type { Setup } from './setup.ts';
import type { Change, ExemptionRequest } from './store.ts';
import type { Edit } from './write/work.ts';

export type Taken =
  | { readonly kind: 'edits'; readonly edits: readonly Edit[]; readonly exemption?: string }
  | { readonly kind: 'refused'; readonly reason: string; readonly hint: string };

/** The longest id that both databases can index. */
export const longestIdBytes = 2000;

export function editsOf(setup: Setup, change: Change): Taken {
  switch (change.op) {
    case 'put':
      return putOf(entryIn(change.resource), 'resource', change.kept);
    case 'assess':
      return assessmentOf(setup, change.assessment);
    case 'delete':
      return deletionOf(change.id);
    case 'complete':
      return completionOf(change.scope, change.types);
    case 'exempt':
      return exemptionOf(setup, change.exemption);
    case 'revoke': {
      const key = typeof change.id === 'string' ? keyOf(change.id) : '';
      if (!key.includes(`/providers/${exemptionType}/`)) {
        return refused(`${shown(change.id)} is not the id of an exemption.`, 'Give the id that the list of exemptions shows.');
      }
      return deletionOf(key);
    }
    default:
      return refused(
        `The operation ${shown((change as { op?: unknown }).op)} is not known.`,
        'Use one of put, delete, assess, complete, exempt, revoke.',
      );
  }
}

/** @returns why an entry cannot be kept; undefined when it can. */
export function unstorable(entry: Entry): { readonly reason: string; readonly hint: string } | undefined {
  return unstorableId(entry.key) ?? unstorableId(entry.type);
}

function unstorableId(key: string): { readonly reason: string; readonly hint: string } | undefined {
  if (Buffer.byteLength(key) > longestIdBytes) {
    return {
      reason: `The id is longer than ${longestIdBytes} bytes: ${key.slice(0, 80)}…`,
      hint: 'Azure gives no such ids; check the line.',
    };
  }
  if (/\0|\p{Surrogate}/u.test(key)) {
    return { reason: 'The id holds characters that are no text (NUL or half of a surrogate pair).', hint: 'Check what wrote this line.' };
  }
  return undefined;
}

function entryIn(resource: JsonValue | undefined): Entry | undefined {
  return isObject(resource) ? entryOf(resource) : undefined;
}

function putOf(entry: Entry | undefined, what: string, kept?: true): Taken {
  if (entry === undefined) {
    return refused(
      `The ${what} has no id of Azure Resource Manager that tells its type.`,
      'Give the whole object with its "id", such as /subscriptions/…/resourceGroups/…/providers/…',
    );
  }
  const problem = unstorable(entry);
  return problem === undefined
    ? { kind: 'edits', edits: [{ kind: 'put', entry, ...(kept === true ? { isKept: kept } : {}) }] }
    : { kind: 'refused', ...problem };
}

function deletionOf(id: unknown): Taken {
  if (typeof id !== 'string' || !id.startsWith('/')) {
    return refused(`${shown(id)} is not an ARM id.`, 'Give the id of the resource, which begins with a slash.');
  }
  const key = keyOf(id);
  const problem = unstorableId(key);
  return problem === undefined ? { kind: 'edits', edits: [{ kind: 'delete', key }] } : { kind: 'refused', ...problem };
}

function completionOf(scope: unknown, types: unknown): Taken {
  const named = Array.isArray(types) ? types.filter((type): type is string => typeof type === 'string' && type.includes('/')) : [];
  if (typeof scope !== 'string' || !scope.startsWith('/')) {
    return refused(
      `The scope ${shown(scope)} is not an ARM id.`,
      'Give a subscription, resource group or management group, or / for everything.',
    );
  }
  if (!Array.isArray(types) || named.length === 0 || named.length !== types.length) {
    return refused(
      '"types" has to be a list of resource types.',
      'Name every type that was sent completely, such as Microsoft.Compute/virtualMachines.',
    );
  }
  const problem = unstorableId(scope);
  if (problem !== undefined) return { kind: 'refused', ...problem };
  return { kind: 'edits', edits: [{ kind: 'complete', scope: keyOf(scope), types: named.map((type) => type.toLowerCase()) }] };
}

const codes = new Map(['Healthy', 'Unhealthy', 'NotApplicable'].map((code) => [code.toLowerCase(), code]));

/** Azure's own shape passes; the short one is brought into it, so that it is kept and read like any other. */
function assessmentOf(setup: Setup, assessment: JsonValue): Taken {
  if (!isObject(assessment)) return refused('"assessment" has to be an object.', 'Give resource, recommendation and status.');
  if (assessment['id'] !== undefined) {
    const entry = entryIn(assessment);
    if (entry?.type === assessmentType) return putOf(entry, 'assessment');
    return refused(
      `The assessment's id ${shown(assessment['id'])} does not name one.`,
      'It ends with /providers/Microsoft.Security/assessments/{key}; or leave id away and give resource, recommendation and status.',
    );
  }
  const { resource, recommendation, status, cause, description } = assessment;
  const item = itemNamed(setup, recommendation);
  if (item === undefined) return unknownRecommendation(recommendation);
  const code = typeof status === 'string' ? codes.get(status.toLowerCase()) : undefined;
  if (code === undefined) return refused(`The status ${shown(status)} is not known.`, 'Give Healthy, Unhealthy or NotApplicable.');
  if (typeof resource !== 'string' || !resource.startsWith('/')) {
    return refused(`The resource ${shown(resource)} is not an ARM id.`, 'Give the id of the assessed resource.');
  }
  const { key, title } = item.recommendation;
  const id = resource.replace(/\/+$/, '');
  const entry = entryOf({
    id: `${id}/providers/Microsoft.Security/assessments/${key}`,
    name: key,
    type: 'Microsoft.Security/assessments',
    properties: {
      displayName: title,
      resourceDetails: { source: 'Azure', id },
      status: {
        code,
        ...(typeof cause === 'string' ? { cause } : {}),
        ...(typeof description === 'string' ? { description } : {}),
      },
    },
  });
  return putOf(entry, 'assessment');
}

const scopePattern = /^\/(subscriptions\/[^/]+|providers\/microsoft\.management\/managementgroups\/[^/]+$)/i;

function exemptionOf(setup: Setup, request: ExemptionRequest): Taken {
  const { scope, recommendations, category, reason, owner, expiresOn, displayName } = request;
  if (typeof scope !== 'string' || !scopePattern.test(scope)) {
    return refused(
      `The scope ${shown(scope)} cannot be exempted.`,
      'Give the id of a resource, resource group, subscription or management group.',
    );
  }
  if (typeof reason !== 'string' || reason.trim() === '') {
    return refused('An exemption needs a reason.', 'Say in "reason" why this need not be fixed, for those who read it later.');
  }
  if (expiresOn !== undefined && Number.isNaN(instantMsOf(expiresOn))) {
    return refused(`The date ${shown(expiresOn)} cannot be read.`, 'Give "expiresOn" as 2026-12-31 or 2026-12-31T00:00:00Z.');
  }
  const items = recommendations.map((name) => itemNamed(setup, name));
  const missing = items.indexOf(undefined);
  if (missing >= 0) return unknownRecommendation(recommendations[missing]);
  const references = items.flatMap((item) => item?.recommendation.name ?? []).sort();
  const trimmed = scope.replace(/\/+$/, '');
  const content = { scope: trimmed.toLowerCase(), references, category, reason, owner: owner ?? null, expiresOn: expiresOn ?? null };
  const name = `plumbline-${request.name ?? digestOf(JSON.stringify(content)).slice(0, 16)}`;
  if (!/^[\w.-]{1,100}$/.test(name))
    return refused(`The name ${shown(request.name)} cannot stand in an id.`, 'Use letters, digits, dots, dashes.');
  const id = `${trimmed}/providers/Microsoft.Authorization/policyExemptions/${name}`;
  const entry = entryOf({
    id,
    name,
    type: 'Microsoft.Authorization/policyExemptions',
    properties: {
      displayName: displayName ?? reason,
      description: reason,
      exemptionCategory: category === 'Mitigated' ? 'Mitigated' : 'Waiver',
      policyDefinitionReferenceIds: references,
      ...(expiresOn === undefined ? {} : { expiresOn: new Date(instantMsOf(expiresOn)).toISOString() }),
      metadata: { plumbline: true, ...(owner === undefined ? {} : { owner }) },
    },
  });
  const taken = putOf(entry, 'exemption');
  return taken.kind === 'edits' ? { ...taken, exemption: id } : taken;
}

export function itemNamed(setup: Setup, name: unknown): CatalogueItem | undefined {
  if (typeof name !== 'string') return undefined;
  const lower = name.toLowerCase();
  return setup.catalogue.items.find(({ recommendation }) => recommendation.name === lower || recommendation.key === lower);
}

function unknownRecommendation(name: unknown): Taken {
  return refused(`There is no recommendation ${shown(name)}.`, 'List the names with: plumbline recommendations');
}

function refused(reason: string, hint: string): Taken {
  return { kind: 'refused', reason, hint };
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

// What a token with scopes may change. A change that could widen what anybody sees needs a token for everything.
import { entryOf } from '@plumbline/inventory';
import type { Change, Store } from '@plumbline/store';
import type { Principal } from '../auth/principal.ts';

export interface Refusal {
  readonly reason: string;
  readonly hint: string;
}

const hint = 'Send it with a token whose scopes hold it.';

/** Types that say where subscriptions hang, and by that who may see them. */
const hierarchyTypes = new Set([
  'microsoft.resources/subscriptions',
  'microsoft.resources/tenants',
  'microsoft.management/managementgroups',
  'microsoft.management/managementgroups/subscriptions',
]);

/** @returns why this token may not make the change; undefined when it may. */
export function refusalOf(change: Change, principal: Principal, store: Store): Refusal | undefined {
  const { scopes } = principal;
  if (scopes === undefined) return undefined;
  const refused = idsOf(change).find((id) => id === '' || id === '/' || !store.isReadable(id, { readable: scopes }));
  if (refused !== undefined) return { reason: 'It lies outside what this token may change.', hint };
  if (movesScopes(change)) {
    return {
      reason: 'It says where subscriptions and management groups stand, which decides who sees them.',
      hint: 'Send it with a token for everything.',
    };
  }
  return undefined;
}

/** Every id that a change writes to. */
function idsOf(change: Change): readonly string[] {
  switch (change.op) {
    case 'put':
      return [textOf(change.resource['id']), ...assessedIdsOf(change.resource)];
    case 'assess': {
      const named = textOf(change.assessment['resource']) || textOf(change.assessment['id']);
      return [named, ...assessedIdsOf(change.assessment)];
    }
    case 'delete':
    case 'revoke':
      return [change.id];
    case 'complete':
      return [change.scope];
    case 'exempt':
      return [change.exemption.scope];
  }
}

/** An assessment may lie in one place and speak of a resource in another. */
function assessedIdsOf(resource: Readonly<Record<string, unknown>>): readonly string[] {
  return [resource['id'], ...Object.values(membersNamed(membersNamed(resource, 'properties'), 'resourcedetails'))].flatMap((value) =>
    typeof value === 'string' && value.startsWith('/') ? value : [],
  );
}

function membersNamed(value: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
  const found = Object.entries(value).filter(
    ([key, member]) => key.toLowerCase() === name && typeof member === 'object' && member !== null,
  );
  return Object.assign({}, ...found.map(([, member]) => member));
}

function movesScopes(change: Change): boolean {
  if (change.op === 'put') return hierarchyTypes.has(entryOf(change.resource)?.type ?? '');
  if (change.op === 'complete') return change.types.length === 0 || change.types.some((type) => hierarchyTypes.has(type.toLowerCase()));
  if (change.op !== 'delete') return false;
  return hierarchyTypes.has(entryOf({ id: change.id })?.type ?? '');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

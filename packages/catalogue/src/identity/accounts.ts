import type { JsonValue, Resource } from '@plumbline/policy';
import { arrayAt, at, textAt } from '../json-reading.ts';
import type { Missing } from '../missing.ts';
import type { Neighbours } from '../recommendation.ts';
import { type Assignment, assignmentsOn } from './assignments.ts';
import type { AccessLevel } from './roles.ts';
import { groupType, userType } from './types.ts';

/** A user who holds a role on the subscription, directly or as a member of a group. */
export interface Account {
  readonly kind: 'account';
  /** Lower-case object id. */
  readonly id: string;
  /** The user; undefined when the input does not hold it. */
  readonly user: Resource | undefined;
  /** Id of an assignment that gives the role. */
  readonly assignment: string;
}

/** Who holds a role of these levels, and what is missing to know all of them. */
export interface Holders {
  /** Each user once, in the order of their object ids. */
  readonly accounts: readonly Account[];
  readonly missing: readonly Missing[];
}

export function holdersOf(levels: readonly AccessLevel[], neighbours: Neighbours): Holders {
  const found = assignmentsOn(levels, neighbours).flatMap((assignment) =>
    assignment.kind === 'missing' ? [assignment] : accountsOf(assignment, neighbours),
  );
  const byId = new Map<string, Account>();
  for (const account of found) if (account.kind === 'account' && !byId.has(account.id)) byId.set(account.id, account);
  return {
    accounts: [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    missing: found.filter((account) => account.kind === 'missing'),
  };
}

function accountsOf(assignment: Assignment, neighbours: Neighbours): readonly (Account | Missing)[] {
  const principal: Principal = { id: assignment.principal, type: assignment.principalType?.toLowerCase() };
  return expand(principal, { assignment: assignment.id, neighbours, seen: new Set() });
}

interface Principal {
  readonly id: string;
  /** `user`, `group` or another kind in lower case; undefined when the export does not say. */
  readonly type: string | undefined;
}

interface Expansion {
  readonly assignment: string;
  readonly neighbours: Neighbours;
  /** Groups already opened: they may hold each other. */
  readonly seen: Set<string>;
}

function expand({ id, type }: Principal, expansion: Expansion): readonly (Account | Missing)[] {
  const { assignment, neighbours } = expansion;
  const user = neighbours.byId(`/providers/${userType}/${id}`);
  if (type === 'user' || (type === undefined && user !== undefined)) return [{ kind: 'account', id, user, assignment }];
  const group = neighbours.byId(`/providers/${groupType}/${id}`);
  if (type === 'group' || (type === undefined && group !== undefined)) return membersOf(id, group, expansion);
  if (type !== undefined) return [];
  return [
    { kind: 'missing', needs: userType, text: `${id} holds a role, and whether it is a user is not in the input.`, resource: assignment },
  ];
}

function membersOf(id: string, group: Resource | undefined, expansion: Expansion): readonly (Account | Missing)[] {
  if (expansion.seen.has(id)) return [];
  expansion.seen.add(id);
  const members = arrayAt(group, 'properties.members');
  if (members === undefined) {
    return [
      {
        kind: 'missing',
        needs: groupType,
        text: `The group ${id} holds a role, and its members are not in the input.`,
        resource: expansion.assignment,
      },
    ];
  }
  return members.flatMap((member) => {
    const principal = principalOf(member);
    return principal === undefined ? [] : expand(principal, expansion);
  });
}

/** A member as Graph gives it (`@odata.type`), or its object id alone. */
function principalOf(member: JsonValue): Principal | undefined {
  const id = typeof member === 'string' ? member : textAt(member, 'id');
  if (id === undefined) return undefined;
  const type = odataTypeOf(member);
  return { id: id.toLowerCase(), type: type?.replace(/^#microsoft\.graph\./i, '').toLowerCase() };
}

/** The name has a dot in it, which a path cannot say. */
function odataTypeOf(member: JsonValue): string | undefined {
  const value = typeof member === 'object' && member !== null && !Array.isArray(member) ? (member as Resource)['@odata.type'] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** Whether the account belongs to somebody outside: a guest. undefined when the input does not say. */
export function isExternal({ user }: Account): boolean | undefined {
  const kind = textAt(user, 'properties.userType')?.toLowerCase();
  const name = textAt(user, 'properties.userPrincipalName');
  if (kind === 'guest' || name?.toUpperCase().includes('#EXT#') === true) return true;
  // Members of other organisations have #EXT# in their names, but a guest may have been created here: only the kind settles it.
  return kind === undefined ? undefined : false;
}

/** Whether the account is blocked from signing in. undefined when the input does not say. */
export function isDeprecated({ user }: Account): boolean | undefined {
  const enabled = at(user, 'properties.accountEnabled');
  if (typeof enabled === 'boolean') return !enabled;
  return typeof enabled === 'string' ? enabled.toLowerCase() === 'false' : undefined;
}

export function shownAccount({ user, id }: Account): string {
  return textAt(user, 'properties.userPrincipalName') ?? textAt(user, 'properties.displayName') ?? id;
}

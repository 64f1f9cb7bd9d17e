// Resource Graph leaves out in silence what somebody may not read. So each subscription is asked what may be read there, and what may
// not is told as refused.
import type { Refused } from '../export/folder.ts';
import type { Client } from '../http/client.ts';
import { type JsonMap, objectsIn } from '../json.ts';
import type { Unit } from './unit.ts';
import type { Unreadable } from './unreadable.ts';

const path = '/providers/Microsoft.Authorization/permissions?api-version=2022-04-01';

/** @param types lower case, those that Resource Graph is asked for */
export function permissionsUnit(
  client: Client,
  subscription: string,
  { types, unreadable }: { readonly types: readonly string[]; readonly unreadable: Unreadable },
): Unit {
  const what = 'microsoft.authorization/permissions';
  return {
    id: `permissions ${subscription}`,
    what,
    request: `GET /subscriptions/{subscription}${path}`,
    scopes: 1,
    async ask() {
      const permissions: JsonMap[] = [];
      const answer = await client.ask({ url: `/subscriptions/${subscription}${path}`, host: 'resourceManager', lane: subscription });
      const isAnswered = answer.kind === 'answer';
      // A host that does not know the question: then what comes has to do.
      if (!isAnswered && [400, 404, 405].includes(answer.status)) return { rows: [], requestIds: [answer.requestId] };
      if (isAnswered) permissions.push(...objectsIn(answer.json['value']));
      // Who may not even ask this does not know what is left out: then nothing is taken for absent.
      const [status, reason] = isAnswered ? [403, 'NoReadPermission'] : [answer.status, answer.code || 'PermissionsNotReadable'];
      const refused = types
        .filter((type) => !isPermitted(`${type}/read`, permissions))
        .map((type): Refused => ({ type, scope: `/subscriptions/${subscription}`, status, reason }));
      // Some of it may be readable in single resource groups; who looks for all of it has to know that it is not all.
      const rows = refused.flatMap(({ type }) => unreadable(type, `/subscriptions/${subscription}`));
      return { rows, requestIds: [answer.requestId], refused };
    },
  };
}

/** Whether one of the permissions has the action and does not take it back. @param action lower case */
export function isPermitted(action: string, permissions: readonly JsonMap[]): boolean {
  return permissions.some(
    (one) =>
      actionsIn(one, 'actions').some((pattern) => matches(action, pattern)) &&
      !actionsIn(one, 'notActions').some((pattern) => matches(action, pattern)),
  );
}

function actionsIn(permission: JsonMap, name: string): readonly string[] {
  const list = permission[name];
  return Array.isArray(list) ? list.flatMap((action) => (typeof action === 'string' ? [action.toLowerCase()] : [])) : [];
}

/** `*` stands for any text; without a regular expression, as patterns come from outside. */
function matches(action: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return action === pattern;
  if (!action.startsWith(first)) return false;
  let at = first.length;
  const last = rest.pop() ?? '';
  for (const part of rest) {
    const found = action.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return action.length - at >= last.length && action.endsWith(last);
}

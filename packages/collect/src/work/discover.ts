import type { Refused } from '../export/folder.ts';
import type { Answer, Client } from '../http/client.ts';
import { isObject, type JsonMap, objectsIn, textIn } from '../json.ts';
import { CollectError } from '../problems.ts';
import { textWithout } from '../redact/redact.ts';
import { cursorsOf } from './cursors.ts';

export interface Selection {
  /** Names of management groups; with everything below them. */
  readonly managementGroups: readonly string[];
  /** GUIDs. Both lists empty: all that may be read. */
  readonly subscriptions: readonly string[];
}

export interface Subscription {
  /** Lower-case GUID. */
  readonly id: string;
  readonly name: string;
}

export interface Discovered {
  /** By id. */
  readonly subscriptions: readonly Subscription[];
  /** Trees of management groups as Azure gives them, one for each that was asked for. */
  readonly groups: readonly JsonMap[];
  readonly refused: readonly Refused[];
  readonly requestIds: readonly string[];
  /** Ids of all that were to be collected, whether they may be read or not. */
  readonly wanted: readonly string[];
  /** Subscriptions that were left out, with the reason. */
  readonly leftOut: readonly string[];
}

const groupType = 'Microsoft.Management/managementGroups';

/**
 * Who there is to ask: the selected subscriptions that may be read, and the management groups above them.
 * @throws {CollectError} `no-subscription`, `refused`, and what asking throws
 */
export async function discover(
  client: Client,
  selection: Selection,
  { tenant, known }: { readonly tenant: string | undefined; readonly known: readonly string[] },
): Promise<Discovered> {
  const requestIds: string[] = [];
  const refused: Refused[] = [];
  const visible = new Map<string, { readonly name: string; readonly state: string; readonly tenant: string }>();
  let url: string | undefined = '/subscriptions?api-version=2022-12-01';
  const follow = cursorsOf('The list of subscriptions');
  while (url !== undefined) {
    const answer: Answer = await client.ask({ url, host: 'resourceManager', lane: 'tenant' });
    requestIds.push(answer.requestId);
    if (answer.kind === 'refused') {
      throw new CollectError('refused', `The list of subscriptions was refused: ${answer.status} ${answer.code} ${answer.message}`.trim(), {
        hint: 'Have the Reader role given to the identity, best at the root management group.',
      });
    }
    if (!Array.isArray(answer.json['value'])) {
      throw new CollectError('bad-answer', 'The answer to the question for subscriptions holds no list of them.', {
        hint: 'Check the endpoint: it should be that of Azure Resource Manager.',
      });
    }
    for (const one of objectsIn(answer.json['value'])) {
      const id = textIn(one, 'subscriptionId')?.toLowerCase();
      if (id === undefined) continue;
      visible.set(id, {
        name: textWithout(textIn(one, 'displayName') ?? id),
        state: textIn(one, 'state') ?? 'Enabled',
        tenant: textIn(one, 'tenantId') ?? '',
      });
    }
    url = textIn(answer.json, 'nextLink');
    if (url !== undefined) follow(url);
  }

  const root = tenant ?? [...visible.values()].find((one) => one.tenant !== '')?.tenant;
  const names = selection.managementGroups.length > 0 ? selection.managementGroups : root === undefined ? [] : [root];
  const groups: JsonMap[] = [];
  const below = new Set<string>();
  for (const name of names) {
    const path = `/providers/${groupType}/${encodeURIComponent(name)}`;
    const answer = await client.ask({
      url: `${path}?api-version=2021-04-01&$expand=children&$recurse=true`,
      host: 'resourceManager',
      lane: 'tenant',
    });
    requestIds.push(answer.requestId);
    if (answer.kind === 'answer') {
      groups.push(answer.json);
      for (const id of subscriptionsIn(answer.json)) below.add(id);
    } else if (selection.managementGroups.length > 0) {
      throw new CollectError('refused', `The management group ${name} was refused: ${answer.status} ${answer.code}`, {
        hint: 'Check its name (not its display name), and have the Reader role given at it.',
      });
    } else refused.push({ type: groupType, scope: path, status: answer.status, reason: answer.code || 'refused' });
  }

  const isSelected = selection.managementGroups.length + selection.subscriptions.length > 0;
  const named = selection.subscriptions.map((id) => id.toLowerCase().replace(/^\/subscriptions\//, ''));
  // Without the tree nobody can tell a subscription that is gone from one that may be read no longer.
  const isTreeRead = groups.length > 0;
  const wanted = isSelected
    ? new Set([...named, ...(selection.managementGroups.length > 0 ? below : [])])
    : new Set([...visible.keys(), ...below, ...(isTreeRead ? [] : known)]);
  const leftOut: string[] = [];
  const subscriptions: Subscription[] = [];
  for (const id of [...wanted].sort()) {
    const one = visible.get(id);
    if (one === undefined) {
      refused.push({ type: 'Microsoft.Resources/subscriptions', scope: `/subscriptions/${id}`, status: 403, reason: 'NotVisible' });
    } else if (/^(?:disabled|deleted)$/i.test(one.state)) leftOut.push(`${one.name} (${id}) is ${one.state.toLowerCase()}`);
    else subscriptions.push({ id, name: one.name });
  }
  if (subscriptions.length === 0) {
    throw new CollectError(
      'no-subscription',
      isSelected ? `None of the selected subscriptions may be read${namesOf([...wanted])}.` : 'There is no subscription that may be read.',
      {
        hint: 'Check who is signed in (az account show), and have the Reader role given on the subscriptions.',
      },
    );
  }
  return { subscriptions, groups, refused, requestIds, leftOut, wanted: [...wanted].sort() };
}

/** `: a, b and 3 more`; nothing where there is none. */
function namesOf(ids: readonly string[]): string {
  const shown = ids.slice(0, 3).join(', ');
  return ids.length === 0 ? '' : `: ${shown}${ids.length > 3 ? ` and ${ids.length - 3} more` : ''}`;
}

function subscriptionsIn(group: JsonMap): readonly string[] {
  const properties = isObject(group['properties']) ? group['properties'] : group;
  return objectsIn(properties['children']).flatMap((child) => {
    const isSubscription = textIn(child, 'type')?.toLowerCase().endsWith('/subscriptions') === true;
    const name = textIn(child, 'name')?.toLowerCase();
    return isSubscription && name !== undefined ? [name] : subscriptionsIn(child);
  });
}

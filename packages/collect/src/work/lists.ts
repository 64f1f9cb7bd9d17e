// Lists below subscriptions, below single resources, and of the directory.
import type { Refused } from '../export/folder.ts';
import type { Answer, Client } from '../http/client.ts';
import { isObject, type JsonMap, objectsIn, textIn } from '../json.ts';
import { directoryPageRows } from '../limits.ts';
import { textWithout } from '../redact/redact.ts';
import { cursorsOf } from './cursors.ts';
import type { ChildRequest } from './sources.ts';
import type { Page, Unit } from './unit.ts';
import type { Unreadable } from './unreadable.ts';

type RefusedAnswer = Extract<Answer, { kind: 'refused' }>;

/** A provider that is not registered in a subscription holds nothing there. */
function isNothing({ status, code }: RefusedAnswer): boolean {
  return status === 404 || /MissingSubscriptionRegistration|NotRegistered|Subscription Not Registered/i.test(code);
}

/** Some types cannot have what is asked for below them: then they have none. */
function isNotSupported({ status, code, message }: RefusedAnswer): boolean {
  return (status === 400 || status === 405) && /not ?support/i.test(`${code} ${message}`);
}

function refusedBy(answer: RefusedAnswer, type: string, scope?: string): Refused {
  return {
    type,
    ...(scope === undefined ? {} : { scope }),
    status: answer.status,
    // A message may repeat what was asked, or what was found.
    reason: answer.code || textWithout(answer.message.slice(0, 200)) || 'refused',
  };
}

/** An answer that is none: an empty one, or of something else. That there is nothing cannot be taken from it. */
function noList(type: string, scope?: string): Refused {
  return { type, ...(scope === undefined ? {} : { scope }), status: 200, reason: 'NoList' };
}

/** A list at a subscription, or of the tenant where none is named. */
export function listUnit(
  client: Client,
  list: {
    readonly type: string;
    readonly subscription?: string;
    readonly path: string;
    readonly apiVersion: string;
    readonly filter?: string;
  },
): Unit {
  const { type, subscription, path, apiVersion, filter } = list;
  const query = `api-version=${apiVersion}${filter === undefined ? '' : `&$filter=${encodeURIComponent(filter)}`}`;
  const scope = subscription === undefined ? undefined : `/subscriptions/${subscription}`;
  return {
    id: `list ${type} ${subscription ?? 'tenant'}`,
    what: type,
    request: `GET ${scope === undefined ? '' : '/subscriptions/{subscription}'}${path}?${query}`,
    scopes: 1,
    async ask(cursor): Promise<Page> {
      const url = cursor ?? `${scope ?? ''}${path}?${query}`;
      const answer = await client.ask({ url, host: 'resourceManager', lane: subscription ?? 'tenant' });
      if (answer.kind === 'answer') {
        if (Array.isArray(answer.json['value'])) return pageOf(answer, type);
        return { rows: [], requestIds: [answer.requestId], refused: [noList(type, scope)] };
      }
      return { rows: [], requestIds: [answer.requestId], refused: isNothing(answer) ? [] : [refusedBy(answer, type, scope)] };
    },
  };
}

function pageOf({ json, requestId }: Extract<Answer, { kind: 'answer' }>, type: string): Page {
  const next = textIn(json, 'nextLink') ?? textIn(json, '@odata.nextLink');
  const rows = objectsIn(json['value']).map((row) => typed(row, type));
  return { rows, requestIds: [requestId], ...(next === undefined ? {} : { next }) };
}

/** Some lists leave the type out, and the file is chosen by it. */
function typed(row: JsonMap, type: string): JsonMap {
  return textIn(row, 'type') === undefined && textIn(row, 'id') !== undefined ? { ...row, type } : row;
}

export interface Parent {
  readonly id: string;
  readonly subscription: string;
}

/** Requests below some resources, as one page: many small ones would cost more to note than to ask. */
export function childrenUnit(
  client: Client,
  children: {
    readonly type: string;
    readonly parents: readonly Parent[];
    readonly asked: readonly (ChildRequest & { readonly apiVersion: string })[];
    readonly id: string;
    readonly unreadable: Unreadable;
  },
): Unit {
  const { type, parents, asked, unreadable } = children;
  return {
    id: children.id,
    what: type,
    request: asked.map(({ path, apiVersion, method = 'GET' }) => `${method} {id}/${path}?api-version=${apiVersion}`).join(', '),
    scopes: parents.length,
    async ask(): Promise<Page> {
      const rows: JsonMap[] = [];
      const requestIds: string[] = [];
      const refused: Refused[] = [];
      await Promise.all(
        parents.flatMap((parent) =>
          asked.map(async (one) => {
            const follow = cursorsOf(type);
            let url: string | undefined = `${parent.id}/${one.path}?api-version=${one.apiVersion}`;
            while (url !== undefined) {
              const answer: Answer = await client.ask({
                url,
                host: 'resourceManager',
                lane: parent.subscription,
                ...(one.method === 'POST' ? { body: {} } : {}),
              });
              requestIds.push(answer.requestId);
              if (answer.kind === 'refused') {
                if (isNothing(answer) || isNotSupported(answer)) return;
                refused.push(refusedBy(answer, type, scopeOf(parent.id, one)));
                if (one.isSettings !== true) rows.push(...unreadable(type, parent.id));
                return;
              }
              const { json } = answer;
              if (Array.isArray(json['value'])) {
                rows.push(...pageOf(answer, type).rows);
                url = textIn(json, 'nextLink');
                if (url !== undefined) follow(url);
              } else {
                if (isObject(json['properties'])) rows.push({ id: scopeOf(parent.id, one), type, ...json });
                else {
                  refused.push(noList(type, scopeOf(parent.id, one)));
                  if (one.isSettings !== true) rows.push(...unreadable(type, parent.id));
                }
                url = undefined;
              }
            }
          }),
        ),
      );
      rows.sort((a, b) => ((textIn(a, 'id') ?? '') < (textIn(b, 'id') ?? '') ? -1 : 1));
      return { rows, requestIds, refused };
    },
  };
}

/** What a refusal is about: one child where it has a name, else everything of the type below the parent. */
function scopeOf(parent: string, { path, method }: ChildRequest): string {
  const segments = (method === 'POST' ? path.replace(/\/list$/, '') : path).split('/');
  return segments.length % 2 === 0 && segments[0] !== 'providers' ? `${parent}/${segments.join('/')}` : parent;
}

/** Resources in full; where that is refused, as Resource Graph gave them. */
export function wholeUnit(
  client: Client,
  whole: { readonly type: string; readonly held: readonly JsonMap[]; readonly apiVersion: string; readonly id: string },
): Unit {
  const { type, held, apiVersion } = whole;
  return {
    id: whole.id,
    what: type,
    request: `GET {id}?api-version=${apiVersion}`,
    scopes: held.length,
    async ask(): Promise<Page> {
      const requestIds: string[] = [];
      const refused: Refused[] = [];
      const rows = await Promise.all(
        held.map(async (row): Promise<JsonMap> => {
          const id = textIn(row, 'id') ?? '';
          const answer = await client.ask({ url: `${id}?api-version=${apiVersion}`, host: 'resourceManager', lane: subscriptionIn(id) });
          requestIds.push(answer.requestId);
          if (answer.kind === 'answer') return { ...row, ...answer.json, id };
          refused.push(refusedBy(answer, type, id));
          return row;
        }),
      );
      return { rows, requestIds, refused };
    },
  };
}

export function subscriptionIn(id: string): string {
  return id.split('/')[2]?.toLowerCase() ?? '';
}

const userFields = ['id', 'displayName', 'userPrincipalName', 'userType', 'accountEnabled'];

export function usersUnit(client: Client): Unit {
  const path = `/v1.0/users?$select=${userFields.join(',')}&$top=${directoryPageRows}`;
  const type = 'Microsoft.Graph/users';
  return {
    id: 'directory users',
    what: type.toLowerCase(),
    request: `GET ${path}`,
    scopes: 1,
    async ask(cursor): Promise<Page> {
      const answer = await client.ask({ url: cursor ?? path, host: 'graph', lane: 'directory' });
      if (answer.kind === 'refused') return { rows: [], requestIds: [answer.requestId], refused: [refusedBy(answer, type)] };
      if (!Array.isArray(answer.json['value'])) return { rows: [], requestIds: [answer.requestId], refused: [noList(type)] };
      const next = textIn(answer.json, '@odata.nextLink');
      const rows = objectsIn(answer.json['value']).map((user) =>
        directoryObject('users', Object.fromEntries(userFields.flatMap((name) => (name in user ? [[name, user[name]]] : [])))),
      );
      return { rows, requestIds: [answer.requestId], ...(next === undefined ? {} : { next }) };
    },
  };
}

/** Groups with everybody in them, also through other groups. */
export function groupsUnit(client: Client, groups: readonly string[], id: string): Unit {
  const type = 'Microsoft.Graph/groups';
  return {
    id,
    what: type.toLowerCase(),
    request: `GET /v1.0/groups/{id}/transitiveMembers?$select=id&$top=${directoryPageRows}`,
    scopes: groups.length,
    async ask(): Promise<Page> {
      const rows: JsonMap[] = [];
      const requestIds: string[] = [];
      const refused: Refused[] = [];
      for (const group of groups) {
        const members: JsonMap[] = [];
        const follow = cursorsOf(type);
        let url: string | undefined = `/v1.0/groups/${group}/transitiveMembers?$select=id&$top=${directoryPageRows}`;
        while (url !== undefined) {
          const answer: Answer = await client.ask({ url, host: 'graph', lane: 'directory' });
          requestIds.push(answer.requestId);
          if (answer.kind === 'refused') {
            // A group that is gone has nobody in it.
            if (answer.status !== 404) refused.push(refusedBy(answer, type, `/providers/${type}/${group}`));
            url = undefined;
            if (answer.status !== 404) break;
          } else {
            for (const member of objectsIn(answer.json['value'])) {
              members.push({ ...('@odata.type' in member ? { '@odata.type': member['@odata.type'] } : {}), id: member['id'] });
            }
            url = textIn(answer.json, '@odata.nextLink');
            if (url !== undefined) follow(url);
          }
        }
        if (!refused.some(({ scope }) => scope === `/providers/${type}/${group}`))
          rows.push(directoryObject('groups', { id: group, securityEnabled: true, members }));
      }
      return { rows, requestIds, refused };
    },
  };
}

function directoryObject(kind: 'users' | 'groups', value: JsonMap): JsonMap {
  const id = textIn(value, 'id') ?? '';
  return { id: `/providers/Microsoft.Graph/${kind}/${id}`, name: id, type: `Microsoft.Graph/${kind}`, properties: value };
}

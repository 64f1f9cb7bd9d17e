// Estates for the stand-in: what Azure would hold, laid into the places where Azure would keep it.
import type { JsonMap } from '../json.ts';
import { sourceOf } from '../work/sources.ts';
import type { Estate } from './stand-in.fixture.ts';

export const tenant = '0f0f0f0f-0000-4000-8000-000000000000';

export function subscriptionId(index: number): string {
  return `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
}

/** Puts plain resources where Azure would answer for them: tables of Resource Graph, lists, children, the directory. */
export function estateOf(resources: readonly JsonMap[], managementGroup?: JsonMap): Estate {
  const tables: Record<string, JsonMap[]> = {};
  const paths = new Map<string, JsonMap | JsonMap[]>();
  const users: JsonMap[] = [];
  const groups = new Map<string, readonly JsonMap[]>();
  const subscriptions = new Map<string, { id: string; name: string }>();
  /** Azure tells in every subscription what is assigned above it. */
  const inherited: JsonMap[] = [];
  const addTo = (path: string, resource: JsonMap) => {
    const known = paths.get(path);
    if (Array.isArray(known)) known.push(resource);
    else paths.set(path, [resource]);
  };
  for (const resource of resources) {
    const id = String(resource['id']);
    const lower = id.toLowerCase();
    const type = String(resource['type']).toLowerCase();
    const subscription = lower.startsWith('/subscriptions/') ? (lower.split('/')[2] ?? '') : '';
    if (subscription !== '' && !subscriptions.has(subscription))
      subscriptions.set(subscription, { id: subscription, name: `Subscription ${subscription.slice(-3)}` });
    const source = sourceOf(type);
    switch (source.kind) {
      case 'query':
        (tables[source.table] ??= []).push(resource);
        break;
      case 'whole':
        (tables['resources'] ??= []).push({ ...resource, properties: {} });
        paths.set(lower, resource);
        break;
      case 'subscription-list':
        if (subscription === '' && type === 'microsoft.authorization/roleassignments') inherited.push(resource);
        else
          addTo(subscription === '' ? source.path.toLowerCase() : `/subscriptions/${subscription}${source.path.toLowerCase()}`, resource);
        break;
      case 'children':
      case 'extension': {
        const asked = source.asked.find(
          (one) =>
            (lower.endsWith(`/${one.path.toLowerCase().replace(/\/list$/, '')}`) && !/s$/i.test(one.path.replace(/\/list$/, ''))) ||
            (one.isSettings === true && lower.endsWith('/appsettings')),
        );
        if (asked !== undefined) paths.set(`${lower}${asked.path.endsWith('/list') ? '/list' : ''}`, resource);
        else addTo(lower.slice(0, lower.lastIndexOf('/')), resource);
        break;
      }
      case 'directory': {
        const properties = resource['properties'] as JsonMap;
        if (source.what === 'users') users.push(properties);
        else groups.set(String(properties['id'] ?? resource['name']).toLowerCase(), properties['members'] as JsonMap[]);
        break;
      }
      case 'embedded':
      case 'hierarchy':
      case 'none':
        break;
    }
  }
  for (const { id } of subscriptions.values())
    for (const resource of inherited) addTo(`/subscriptions/${id}/providers/microsoft.authorization/roleassignments`, resource);
  const containers = (tables['resourcecontainers'] ??= []);
  const held = new Set(containers.map(({ id }) => String(id).toLowerCase()));
  for (const { id, name } of subscriptions.values()) {
    if (held.has(`/subscriptions/${id}`)) continue;
    containers.push({
      id: `/subscriptions/${id}`,
      name,
      type: 'microsoft.resources/subscriptions',
      subscriptionId: id,
      properties: { state: 'Enabled' },
    });
  }
  for (const rows of Object.values(tables)) rows.sort((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1));
  return {
    tenant,
    subscriptions: [...subscriptions.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    tables,
    paths,
    users,
    groups,
    ...(managementGroup === undefined ? {} : { managementGroup }),
  };
}

// What happens to an estate while it is collected: what Azure would hold then, and what it would tell of it.
import type { JsonMap } from '../json.ts';
import type { Estate } from './stand-in.fixture.ts';

let made = 0;

function note(estate: Estate, resource: JsonMap, changeType: 'Create' | 'Update' | 'Delete'): void {
  made += 1;
  const id = String(resource['id']);
  tableOf(estate, 'resourcechanges').push({
    id: `${id}/providers/Microsoft.Resources/changes/change-${String(made).padStart(6, '0')}`,
    type: 'microsoft.resources/changes',
    properties: {
      targetResourceId: id,
      targetResourceType: String(resource['type']).toLowerCase(),
      changeType,
      changeAttributes: { timestamp: new Date().toISOString() },
    },
  });
}

function tableOf(estate: Estate, name: string): JsonMap[] {
  const tables = estate.tables as Record<string, JsonMap[]>;
  return (tables[name] ??= []);
}

/** Puts a resource into the table, in the order of ids, in place of the one that was there. */
export function change(estate: Estate, resource: JsonMap): void {
  const rows = tableOf(estate, 'resources');
  const at = rows.findIndex((row) => row['id'] === resource['id']);
  note(estate, resource, at === -1 ? 'Create' : 'Update');
  if (at === -1) rows.push(resource);
  else rows[at] = resource;
  rows.sort((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1));
}

export function remove(estate: Estate, id: string): void {
  const rows = tableOf(estate, 'resources');
  const at = rows.findIndex((row) => row['id'] === id);
  const [resource] = rows.splice(at, 1);
  if (resource !== undefined) note(estate, resource, 'Delete');
}

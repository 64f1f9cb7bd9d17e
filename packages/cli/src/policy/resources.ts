import { type Entry, keyOf } from '@plumbline/inventory';
import { openInputs } from '@plumbline/inventory/node';
import { type EvaluationContext, type JsonObject, lookUpIn, type Resource } from '@plumbline/policy';
import { OperationError } from '../operation-error.ts';
import { problemLines } from '../problems.ts';
import type { Terminal } from '../terminal.ts';
import { isObject } from './documents.ts';

/** All resources of an input in memory, and the context that rules are judged in. */
export interface Resources {
  readonly list: readonly Resource[];
  readonly contextFor: (resource: Resource) => EvaluationContext;
  /** What could not be read, as lines for standard error. */
  readonly complaints: readonly string[];
}

/** @throws {OperationError} when nothing could be read. */
export async function resourcesIn(inputs: readonly string[], options: { readonly at?: string }, terminal: Terminal): Promise<Resources> {
  const reading = openInputs(inputs, { stdin: terminal.stdin, cwd: terminal.cwd, signal: terminal.signal });
  const entries = new Map<Resource, Entry>();
  for await (const batch of reading.entries()) for (const entry of batch) entries.set(entry.resource, entry);
  const list = [...entries.keys()];
  const complaints = reading.account().problems.flatMap((problem) => problemLines(problem, 80));
  if (list.length === 0) throw new OperationError('no-input', 'Nothing in the input could be read.', { hint: complaints.join('\n') });
  const related = lookUpIn(list);
  const placeOf = placesIn([...entries.values()]);
  const now = options.at ?? terminal.now().toISOString();
  return {
    list,
    complaints,
    contextFor: (resource) => {
      const apiVersion = resource['apiVersion'];
      const entry = entries.get(resource);
      return { now, related, ...(typeof apiVersion === 'string' ? { apiVersion } : {}), ...(entry === undefined ? {} : placeOf(entry)) };
    },
  };
}

/** What `subscription()` and `resourceGroup()` give: what the input holds of both, else what the resource's own id says. */
function placesIn(entries: readonly Entry[]): (entry: Entry) => Pick<EvaluationContext, 'subscription' | 'resourceGroup'> {
  const containers = new Map<string, JsonObject>();
  for (const { key, type, resource } of entries) {
    if (type === 'microsoft.resources/subscriptions') containers.set(key, subscriptionObject(resource, key));
    else if (type === 'microsoft.resources/subscriptions/resourcegroups') containers.set(key, resource);
  }
  return ({ subscription, resourceGroup }) => {
    if (subscription === undefined) return {};
    const id = `/subscriptions/${subscription}`;
    const group = `${id}/resourceGroups/${resourceGroup}`;
    return {
      subscription: containers.get(id) ?? { id, subscriptionId: subscription },
      ...(resourceGroup === undefined ? {} : { resourceGroup: containers.get(keyOf(group)) ?? { id: group, name: resourceGroup } }),
    };
  };
}

/** The members that Azure gives to expressions, from the shape that a subscription has among resources. */
function subscriptionObject({ id, name, properties, tags }: Resource, key: string): JsonObject {
  const { tenantId, displayName } = isObject(properties) ? properties : {};
  return {
    id: id ?? key,
    subscriptionId: key.slice('/subscriptions/'.length),
    ...(tenantId === undefined ? {} : { tenantId }),
    displayName: displayName ?? name ?? null,
    ...(tags === undefined ? {} : { tags }),
  };
}

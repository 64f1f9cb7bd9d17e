// The manifest of an export: what its collector asked for completely, and what it was not allowed to read.
//   {"plumbline":"export/1",
//    "collected":["Microsoft.Graph/users",{"type":"Microsoft.Security/pricings","subscription":"<guid>"}],
//    "refused":[{"type":"Microsoft.Insights/diagnosticSettings","scope":"/subscriptions/<guid>","status":403,"reason":"AuthorizationFailed"}]}
import type { JsonObject, JsonValue } from '@plumbline/policy';
import { isArray, isObject, textIn } from './json-member.ts';
import type { CollectedType, NotPermitted } from './reading.ts';

export interface Manifest {
  readonly collected: readonly CollectedType[];
  readonly notPermitted: readonly NotPermitted[];
  /** What is not as expected: the place within the document, and the sentence. */
  readonly faults: readonly { readonly path: string; readonly message: string }[];
}

export function isManifest(value: JsonObject): boolean {
  return typeof value['plumbline'] === 'string' && value['plumbline'].startsWith('export/');
}

/** Reads a manifest; what is wrong in it costs only itself. */
export function readManifest(value: JsonObject): Manifest {
  const faults: { path: string; message: string }[] = [];
  if (value['plumbline'] !== 'export/1') {
    const message = `The manifest is of version ${JSON.stringify(value['plumbline'])}; this program reads "export/1".`;
    return { collected: [], notPermitted: [], faults: [{ path: '$.plumbline', message }] };
  }
  const listOf = (name: string): readonly JsonValue[] => {
    const list = value[name];
    if (list === undefined || isArray(list)) return list ?? [];
    faults.push({ path: `$.${name}`, message: `"${name}" is not a list.` });
    return [];
  };
  const typeAt = (item: JsonValue, path: string): string | undefined => {
    const type = typeof item === 'string' ? item : isObject(item) ? textIn(item, 'type') : undefined;
    if (type?.includes('/')) return type.toLowerCase();
    faults.push({ path, message: 'An item here names no resource type such as "Microsoft.Security/pricings".' });
    return undefined;
  };
  const collected = listOf('collected').flatMap((item, index): CollectedType[] => {
    const type = typeAt(item, `$.collected[${index}]`);
    if (type === undefined) return [];
    const subscription = isObject(item) ? textIn(item, 'subscription') : undefined;
    return [
      { type, ...(subscription === undefined ? {} : { subscription: subscription.toLowerCase().replace(/^\/subscriptions\//, '') }) },
    ];
  });
  const notPermitted = listOf('refused').flatMap((item, index): NotPermitted[] => {
    const type = typeAt(item, `$.refused[${index}]`);
    if (type === undefined || !isObject(item)) return [];
    const scope = textIn(item, 'scope');
    const reason = textIn(item, 'reason');
    const status = item['status'];
    return [
      {
        type,
        ...(scope === undefined ? {} : { scope }),
        ...(typeof status === 'number' ? { status } : {}),
        ...(reason === undefined ? {} : { reason }),
      },
    ];
  });
  return { collected, notPermitted, faults };
}

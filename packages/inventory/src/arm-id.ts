// What an ARM id tells by itself. Everything here works on text alone and allocates little: it runs once for every resource.
import type { ResourceKey, SubscriptionId } from './entry.ts';

const slash = 47;
const subscriptionPrefix = '/subscriptions/';

/** @returns what an id is compared by: lower case, without a trailing slash. */
export function keyOf(id: string): ResourceKey {
  let key = id.toLowerCase();
  while (key.length > 0 && key.charCodeAt(key.length - 1) === slash) key = key.slice(0, -1);
  return key as ResourceKey;
}

/** Whether a key is one that Azure Resource Manager (or Plumbline, for users and groups) gives, with the name of the resource in it. */
export function isArmKey(key: string): boolean {
  return isRooted(key) && !key.includes('//') && hasName(key);
}

function isRooted(key: string): boolean {
  if (key.startsWith(subscriptionPrefix))
    return key.length > subscriptionPrefix.length && key.charCodeAt(subscriptionPrefix.length) !== slash;
  if (key.startsWith('/providers/')) return key.indexOf('/', '/providers/'.length) > 0;
  return key.startsWith('/tenants/') && key.length > '/tenants/'.length;
}

/** `…/providers/microsoft.storage/storageaccounts` and `…/resourcegroups` are lists, not one of what they hold. */
function hasName(key: string): boolean {
  const provider = key.lastIndexOf('/providers/');
  if (provider === -1) return !key.endsWith('/resourcegroups') && !key.endsWith('/providers');
  const type = key.indexOf('/', provider + '/providers/'.length);
  return type === -1 || key.indexOf('/', type + 1) !== -1;
}

/** @returns the subscription that a key lies in; undefined for what stands above subscriptions. */
export function subscriptionOf(key: string): SubscriptionId | undefined {
  if (!key.startsWith(subscriptionPrefix)) return undefined;
  const end = key.indexOf('/', subscriptionPrefix.length);
  return (end === -1 ? key.slice(subscriptionPrefix.length) : key.slice(subscriptionPrefix.length, end)) as SubscriptionId;
}

/** @returns the lower-case name of the resource group that a key lies in; undefined outside resource groups. */
export function resourceGroupOf(key: string): string | undefined {
  if (!key.startsWith(subscriptionPrefix)) return undefined;
  const end = key.indexOf('/', subscriptionPrefix.length);
  if (end === -1 || !key.startsWith('/resourcegroups/', end)) return undefined;
  const from = end + '/resourcegroups/'.length;
  const to = key.indexOf('/', from);
  const name = to === -1 ? key.slice(from) : key.slice(from, to);
  return name === '' ? undefined : name;
}

/** @returns the type that an id stands for, in the casing of the id: of `…/providers/A/b/n/providers/C/d/m` it is `C/d`; undefined when it tells none. */
export function typeInId(id: string): string | undefined {
  const segments = id.split('/').filter((segment) => segment !== '');
  const lower = segments.map((segment) => segment.toLowerCase());
  const provider = lower.lastIndexOf('providers');
  if (provider >= 0) {
    const [namespace, ...rest] = segments.slice(provider + 1);
    if (namespace === undefined) return undefined;
    if (rest.length === 0) return 'Microsoft.Resources/providers';
    return [namespace, ...rest.filter((_, index) => index % 2 === 0)].join('/');
  }
  if (lower[0] === 'tenants') return 'Microsoft.Resources/tenants';
  if (lower[0] !== 'subscriptions' || lower.length < 2) return undefined;
  const below = segments.slice(2).filter((_, index) => index % 2 === 0);
  return [
    'Microsoft.Resources/subscriptions',
    ...below.map((part) => (part.toLowerCase() === 'resourcegroups' ? 'resourceGroups' : part)),
  ].join('/');
}

/** @returns the last segment of an id. */
export function nameInId(id: string): string {
  const trimmed = id.replace(/\/+$/, '');
  return trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isGuid(text: string): boolean {
  return text.length === 36 && guid.test(text);
}

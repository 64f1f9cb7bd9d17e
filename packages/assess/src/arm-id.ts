/** Reading of lower-cased ARM ids (resource keys). */

/** @returns the lower-case GUID of the subscription in a key; undefined above subscriptions. */
export function subscriptionOf(key: string): string | undefined {
  if (!key.startsWith('/subscriptions/')) return undefined;
  const end = key.indexOf('/', 15);
  return end === -1 ? key.slice(15) : key.slice(15, end);
}

/** @returns the lower-case name of the resource group in a key. */
export function resourceGroupOf(key: string): string | undefined {
  const match = /^\/subscriptions\/[^/]+\/resourcegroups\/([^/]+)/.exec(key);
  return match?.[1];
}

/** @returns the type named by a key's last provider: `microsoft.sql/servers/databases`. */
export function typeOf(key: string): string | undefined {
  const at = key.lastIndexOf('/providers/');
  if (at === -1) {
    if (/^\/subscriptions\/[^/]+$/.test(key)) return 'microsoft.resources/subscriptions';
    return /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+$/.test(key) ? 'microsoft.resources/subscriptions/resourcegroups' : undefined;
  }
  const [provider, ...rest] = key.slice(at + 11).split('/');
  const types = rest.filter((_, index) => index % 2 === 0);
  return provider === undefined || types.length === 0 ? undefined : [provider, ...types].join('/');
}

/** @returns the names after the last provider: `server/db`; of a subscription or a resource group its own name. */
export function fullNameOf(key: string): string {
  const at = key.lastIndexOf('/providers/');
  if (at === -1) return key.slice(key.lastIndexOf('/') + 1);
  const segments = key.slice(at + 11).split('/');
  return segments.filter((_, index) => index > 0 && index % 2 === 0).join('/');
}

/** @returns the last of the names of `fullNameOf`. */
export function lastNameOf(key: string): string {
  const at = key.lastIndexOf('/providers/');
  if (at === -1) return key.slice(key.lastIndexOf('/') + 1);
  let last = '';
  // Behind the namespace types and names take turns.
  for (let slash = key.indexOf('/', at + 11); slash !== -1; ) {
    const name = key.indexOf('/', slash + 1);
    if (name === -1) return last;
    slash = key.indexOf('/', name + 1);
    last = key.slice(name + 1, slash === -1 ? key.length : slash);
  }
  return last;
}

/** @returns the keys of everything that a key lies under, the nearest first, up to its subscription or the tenant. */
export function ancestorsOf(key: string): readonly string[] {
  const ancestors: string[] = [];
  let current = parentOf(key);
  while (current !== undefined && current !== '') {
    ancestors.push(current);
    current = parentOf(current);
  }
  return ancestors;
}

/** @returns of `ancestorsOf` those that are resources. */
export function resourcesAbove(key: string): readonly string[] {
  const above: string[] = [];
  let at = key.lastIndexOf('/providers/');
  let current = key;
  while (at !== -1) {
    const type = current.indexOf('/', at + 11);
    const name = type === -1 ? -1 : current.indexOf('/', type + 1);
    if (name !== -1 && current.includes('/', name + 1)) {
      current = current.slice(0, current.lastIndexOf('/', current.lastIndexOf('/') - 1));
      above.push(current);
    } else {
      current = current.slice(0, at);
      at = current.lastIndexOf('/providers/');
      if (at !== -1) above.push(current);
    }
  }
  return above;
}

function parentOf(key: string): string | undefined {
  const at = key.lastIndexOf('/providers/');
  if (at === -1) {
    const cut = key.lastIndexOf('/', key.lastIndexOf('/') - 1);
    return cut > 0 ? key.slice(0, cut) : undefined;
  }
  const type = key.indexOf('/', at + 11);
  const name = type === -1 ? -1 : key.indexOf('/', type + 1);
  // provider/type/name: what it hangs on stands before the provider; longer: drop one type and name.
  const isFirst = name === -1 || key.indexOf('/', name + 1) === -1;
  return isFirst ? key.slice(0, at) : key.slice(0, key.lastIndexOf('/', key.lastIndexOf('/') - 1));
}

/** Whether `key` is `scope` or lies under it, by whole segments. */
export function isWithin(key: string, scope: string): boolean {
  return scope === '' || key === scope || (key.startsWith(scope) && key.charCodeAt(scope.length) === 47);
}

/** Levels that a resource may be nested: real ones have under 40, and everything that walks one does so by recursion. */
const most = 200;

export function isTooDeep(value: unknown, left = most): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (left === 0) return true;
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null && isTooDeep(inner, left - 1)) return true;
  }
  return false;
}

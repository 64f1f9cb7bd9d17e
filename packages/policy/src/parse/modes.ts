/** Modes in lower case: the two of Resource Manager, and every other ends in `.data`. */
export function isDataPlane(mode: string | undefined): boolean {
  return mode?.toLowerCase().endsWith('.data') ?? false;
}

export function isKnownMode(mode: string): boolean {
  const lower = mode.toLowerCase();
  return lower === 'all' || lower === 'indexed' || lower === 'notspecified' || (lower.startsWith('microsoft.') && lower.endsWith('.data'));
}

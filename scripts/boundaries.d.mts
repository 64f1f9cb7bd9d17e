export function boundaryViolations(
  packages: readonly { name: string; dependencies: readonly string[]; files: readonly { path: string; text: string }[] }[],
): string[];

import { fixCommandFor } from '@plumbline/catalogue';

/** The commands for several resources, one a line; those that cannot be written are left out. */
export function fixCommandsFor(template: string | undefined, resourceIds: readonly string[]): readonly string[] {
  return [...new Set(resourceIds.flatMap((id) => fixCommandFor(template, id) ?? []))];
}

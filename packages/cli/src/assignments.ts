import type { Entry } from '@plumbline/inventory';

export interface PolicyAssignment {
  readonly id: string;
  readonly displayName: string;
  /** Lower-case id of the definition or initiative that is assigned. */
  readonly definition: string;
  /** Lower-case id of what it is assigned to. */
  readonly scope: string;
}

/** Remembers the policy assignments of everything that is read. */
export function assignmentsCollector() {
  const assignments: PolicyAssignment[] = [];
  const definitionByAssignment = new Map<string, string>();
  return {
    assignments,
    /** By lower-case id. */
    definitionByAssignment: definitionByAssignment as ReadonlyMap<string, string>,
    observe: (entry: Entry): void => {
      if (entry.type !== 'microsoft.authorization/policyassignments') return;
      const { id, name, properties } = entry.resource;
      const members =
        typeof properties === 'object' && properties !== null && !Array.isArray(properties)
          ? (properties as Readonly<Record<string, unknown>>)
          : {};
      const definition = members['policyDefinitionId'];
      if (typeof definition !== 'string') return;
      definitionByAssignment.set(entry.key, definition.toLowerCase());
      const at = entry.key.lastIndexOf('/providers/microsoft.authorization/policyassignments/');
      const displayName = members['displayName'];
      assignments.push({
        id: typeof id === 'string' ? id : entry.key,
        displayName: typeof displayName === 'string' ? displayName : typeof name === 'string' ? name : entry.key,
        definition: definition.toLowerCase(),
        scope: at < 0 ? entry.key : entry.key.slice(0, at),
      });
    },
  };
}

import { isWithin, type JudgedResource } from '@plumbline/assess';
import { type Entry, entryOf } from '@plumbline/inventory';
import type { Entries } from '../runs.ts';
import type { EstateChanges } from './changes.ts';
import { isJsonObject, patchedResource } from './merge-patch.ts';

/** An estate after changes: what is assessed instead of the input, and what becomes of the verdicts. */
export interface ChangedEstate {
  /** The entries after the changes. */
  readonly entries: (entries: Entries) => Entries;
  /** The same without any exemption. */
  readonly entriesWithoutExemptions: (entries: Entries) => Entries;
  /** What is completed, fixed, switched off or gone. */
  readonly resource: (resource: JudgedResource) => JudgedResource | undefined;
  /** Options that named something that the input does not hold, in sentences; complete when the entries have ended. */
  readonly unmatched: () => readonly string[];
}

/** Whether other resources are assessed than those of the input; what is completed, fixed or switched off changes verdicts only. */
export function changesResources(changes: EstateChanges | undefined): boolean {
  if (changes === undefined) return false;
  const { add, exempt, expire, remove, set } = changes;
  return add.length + exempt.length + expire.length + remove.length + set.size > 0;
}

const exemptionType = 'microsoft.authorization/policyexemptions';

export function changedEstate(changes: EstateChanges): ChangedEstate {
  const matched = new Set<string>();
  const added = [...changes.add, ...changes.exempt.map(exemptionEntry)];
  const completed = new Set(changes.complete);
  const switchedOff = new Set(changes.off);
  const isRemoved = (key: string) => {
    const scope = changes.remove.find((one) => isWithin(key, one));
    if (scope !== undefined) matched.add(`remove ${scope}`);
    return scope !== undefined;
  };

  const changedEntry = (entry: Entry): readonly Entry[] => {
    if (isRemoved(entry.key)) return [];
    if (entry.type === exemptionType) {
      const name = changes.expire.find((one) => namesOf(entry).includes(one));
      if (name !== undefined) {
        matched.add(`expire ${name}`);
        return [];
      }
    }
    const patch = changes.set.get(entry.key);
    if (patch === undefined) return [entry];
    matched.add(`set ${entry.key}`);
    return [entryOf(patchedResource(entry.resource, patch)) ?? entry];
  };

  async function* entries(stream: Entries): Entries {
    for await (const batch of stream) yield batch.flatMap(changedEntry);
    if (added.length > 0) yield added;
  }

  return {
    entries,
    async *entriesWithoutExemptions(stream) {
      for await (const batch of entries(stream)) yield batch.filter(({ type }) => type !== exemptionType);
    },
    resource(resource) {
      if (isRemoved(resource.key)) return undefined;
      const fixes = changes.fix.filter(({ id }) => id === resource.key);
      for (const { recommendation, text } of fixes)
        if (recommendation === undefined || resource.assessments.some((one) => one.recommendation === recommendation))
          matched.add(`fix ${text}`);
      const isFixed = (recommendation: string) =>
        completed.has(recommendation) || fixes.some((fix) => fix.recommendation === undefined || fix.recommendation === recommendation);
      return {
        ...resource,
        assessments: resource.assessments.map((assessment) => {
          if (switchedOff.has(assessment.recommendation)) return { ...assessment, status: 'NotApplicable', cause: 'OffByPolicy' };
          return assessment.status === 'Unhealthy' && isFixed(assessment.recommendation)
            ? { ...assessment, status: 'Healthy' }
            : assessment;
        }),
      };
    },
    unmatched: () => [
      ...changes.remove.filter((id) => !matched.has(`remove ${id}`)).map((id) => `--remove ${id}: the input holds nothing there.`),
      ...changes.fix
        .filter(({ text }) => !matched.has(`fix ${text}`))
        .map(({ recommendation, text }) =>
          recommendation === undefined
            ? `--fix ${text}: nothing was judged on such a resource.`
            : `--fix ${text}: the recommendation was not judged on such a resource.`,
        ),
      ...changes.expire
        .filter((name) => !matched.has(`expire ${name}`))
        .map((name) => `--expire ${name}: the input holds no such exemption.`),
      ...[...changes.set.keys()]
        .filter((id) => !matched.has(`set ${id}`))
        .map((id) => `--set ${id}: the input holds no such resource; --add adds new ones.`),
    ],
  };
}

function namesOf(entry: Entry): readonly string[] {
  const properties = entry.resource['properties'];
  const displayName = isJsonObject(properties) ? properties['displayName'] : undefined;
  return [entry.key, entry.resource['name'], displayName].flatMap((name) => (typeof name === 'string' ? [name.toLowerCase()] : []));
}

function exemptionEntry({ id, recommendation, category, text }: EstateChanges['exempt'][number], at: number): Entry {
  const entry = entryOf({
    id: `${id}/providers/Microsoft.Authorization/policyExemptions/what-if-${at + 1}`,
    name: `what-if-${at + 1}`,
    type: 'Microsoft.Authorization/policyExemptions',
    properties: {
      displayName: `What if ${text}`,
      exemptionCategory: category,
      policyDefinitionReferenceIds: recommendation === undefined ? [] : [recommendation],
    },
  });
  if (entry === undefined) throw new Error(`no entry could be made of the exemption on ${id}`);
  return entry;
}

import type { Entry } from '@plumbline/inventory';
import type { JsonObject } from '@plumbline/policy';
import type { Cause } from './assessment.ts';
import { member, objectOf, textOf } from './json-reading.ts';
import type { JudgePlan, PlannedItem } from './judge-plan.ts';
import type { ItemVerdict } from './verdict.ts';

/** An assessment found in the input, for a recommendation of the catalogue. */
export interface ImportedAssessment {
  readonly planned: PlannedItem;
  /** Lower-case id of the resource that was assessed, and the id as given. */
  readonly resourceKey: string;
  readonly resourceId: string;
  readonly verdict: ItemVerdict;
}

/** An assessment of something that the catalogue does not have: counted and shown, not scored. */
export interface UnknownAssessment {
  readonly key: string;
  readonly displayName: string;
}

/** Reads `microsoft.security/assessments` entries in the shapes of Resource Graph and of the REST API. */
export function importedReader(plan: JudgePlan): (entry: Entry) => ImportedAssessment | UnknownAssessment {
  return (entry) => {
    const byName = itemsByName(plan);
    const properties = objectOf(entry.resource['properties']);
    const displayName =
      textOf(member(properties, 'displayName')) ?? textOf(member(objectOf(member(properties, 'metadata')), 'displayName')) ?? '';
    const name = textOf(entry.resource['name']) ?? '';
    const planned = byName.get(name.toLowerCase()) ?? byName.get(displayName.toLowerCase());
    if (planned === undefined) return { key: name, displayName };
    const resourceId = assessedIdOf(entry, properties);
    return { planned, resourceId, resourceKey: resourceId.toLowerCase(), verdict: verdictOf(objectOf(member(properties, 'status'))) };
  };
}

const itemsByPlan = new WeakMap<JudgePlan, ReadonlyMap<string, PlannedItem>>();

/** Most parts hold no assessment, so nobody looks for names in them. */
function itemsByName(plan: JudgePlan): ReadonlyMap<string, PlannedItem> {
  const known = itemsByPlan.get(plan);
  if (known !== undefined) return known;
  const byName = new Map<string, PlannedItem>();
  for (const planned of plan.items) {
    const { key, title, alsoKnownAs } = planned.item.recommendation;
    for (const name of [key, title, ...(alsoKnownAs ?? [])]) byName.set(name.toLowerCase(), planned);
  }
  itemsByPlan.set(plan, byName);
  return byName;
}

function assessedIdOf(entry: Entry, properties: JsonObject): string {
  const details = objectOf(member(properties, 'resourceDetails'));
  const named = textOf(member(details, 'id')) ?? textOf(member(details, 'resourceId')) ?? textOf(member(details, 'azureResourceId'));
  if (named?.startsWith('/')) return named.replace(/\/+$/, '');
  const id = textOf(entry.resource['id']) ?? entry.key;
  const at = id.toLowerCase().lastIndexOf('/providers/microsoft.security/assessments/');
  return at > 0 ? id.slice(0, at) : id;
}

function verdictOf(status: JsonObject): ItemVerdict {
  const code = (textOf(member(status, 'code')) ?? '').toLowerCase();
  const cause = textOf(member(status, 'cause')) ?? '';
  const description = textOf(member(status, 'description'));
  const because = { because: { text: description ?? (cause === '' ? 'An assessment in the input says so.' : cause) } };
  if (code === 'healthy') return { status: 'Healthy', imported: true, ...because };
  if (code === 'unhealthy') return { status: 'Unhealthy', imported: true, ...because };
  if (code === 'notapplicable') {
    const known = causeOf(cause);
    return { status: 'NotApplicable', imported: true, ...(known === undefined ? {} : { cause: known }), ...because };
  }
  return {
    status: 'NotAssessed',
    cause: 'Failed',
    imported: true,
    because: { text: `The assessment in the input has the status "${code}".` },
  };
}

function causeOf(text: string): Cause | undefined {
  const lower = text.toLowerCase();
  if (lower === 'offbypolicy') return 'OffByPolicy';
  return lower === 'exempt' ? 'Exempt' : undefined;
}

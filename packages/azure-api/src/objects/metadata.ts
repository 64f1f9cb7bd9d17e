import { type CatalogueItem, policyReferencesByName, type Recommendation } from '@plumbline/catalogue';

const categories = { compute: 'Compute', networking: 'Networking', data: 'Data', identity: 'IdentityAndAccess', iot: 'IoT' } as const;

/** Made once: rows of Resource Graph carry it by the hundred thousand. */
const made = new WeakMap<CatalogueItem, ReturnType<typeof metadataMade>>();

/** A recommendation as Azure calls it: the metadata of an assessment. */
export function metadataOf(item: CatalogueItem): ReturnType<typeof metadataMade> {
  const known = made.get(item) ?? metadataMade(item);
  made.set(item, known);
  return known;
}

function metadataMade({ recommendation, state }: CatalogueItem) {
  const { key, title, why, severity, category, threats, fix } = recommendation;
  return {
    id: metadataId(key),
    name: key,
    type: 'Microsoft.Security/assessmentMetadata',
    properties: {
      displayName: title,
      policyDefinitionId: definitionId(recommendation),
      description: why,
      remediationDescription: remediationOf(recommendation),
      categories: [categories[category]],
      severity: capital(severity),
      userImpact: capital(fix.userImpact),
      implementationEffort: capital(fix.effort),
      threats: [...threats],
      ...(state === 'preview' ? { preview: true } : {}),
      assessmentType: state === 'custom' ? 'CustomPolicy' : 'BuiltIn',
    },
  };
}

export function metadataId(key: string): string {
  return `/providers/Microsoft.Security/assessmentMetadata/${key}`;
}

/** The definition of the security benchmark that means the same, where there is one; our own otherwise. */
export function definitionId({ name, key }: Recommendation): string {
  const published = (policyReferencesByName[name] ?? []).find((reference) => /^[0-9a-f]{8}-/.test(reference));
  return `/providers/Microsoft.Authorization/policyDefinitions/${published ?? key}`;
}

function remediationOf({ fix, whenNotToFix }: Recommendation): string {
  const steps = fix.steps.map((step, index) => `${index + 1}. ${step}`);
  return [...steps, ...(fix.caution === undefined ? [] : [`Caution: ${fix.caution}`]), `When not to fix: ${whenNotToFix}`].join('\n');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

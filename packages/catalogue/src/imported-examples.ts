import type { JsonObject } from '@plumbline/policy';
import { exampleExtension } from './example-resource.ts';
import type { Examples } from './recommendation.ts';

const assessments = 'Microsoft.Security/assessments';

/**
 * Examples of a recommendation that is decided outside: one resource with an assessment of each result, found by key and by display
 * name, with an assessment of something else, and with none.
 * @param title a display name under which exports hold the assessment.
 */
export function importedExamples(resource: JsonObject, key: string, title: string): Examples {
  const assessed = (name: string, displayName: string, code: string): readonly JsonObject[] => [
    exampleExtension(resource, assessments, name, { properties: { displayName, status: { code }, resourceDetails: { Source: 'Azure' } } }),
  ];
  return {
    healthy: [
      { name: 'assessed as healthy', resource, estate: assessed(key, title, 'Healthy') },
      { name: 'key in capitals', resource, estate: assessed(key.toUpperCase(), title, 'Healthy') },
    ],
    unhealthy: [
      { name: 'assessed as unhealthy', resource, estate: assessed(key, title, 'Unhealthy') },
      { name: 'known by its display name only', resource, estate: assessed(otherKey, title, 'Unhealthy') },
    ],
    notApplicable: [{ name: 'assessed as not applicable', resource, estate: assessed(key, title, 'NotApplicable') }],
    notCollected: [
      { name: 'no assessment in the input', resource },
      { name: 'only another assessment in the input', resource, estate: assessed(otherKey, 'Something else should hold', 'Healthy') },
    ],
  };
}

/** A key that no recommendation has. */
const otherKey = '2fcbbc89-4e9c-4804-af77-350485d6e561';

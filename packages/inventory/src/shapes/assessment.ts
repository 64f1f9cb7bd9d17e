import type { JsonObject } from '@plumbline/policy';
import { isObject, member, textIn } from '../json-member.ts';

const marker = '/providers/microsoft.security/assessments/';

/**
 * Resource Graph writes `properties.resourceDetails.Id` (older answers `ResourceId`), the REST API `.id`; some exports keep only the
 * assessment's own id. Afterwards `properties.resourceDetails.id` and `properties.status.code` hold, whoever wrote it.
 */
export function assessmentResource(value: JsonObject): JsonObject {
  const properties = member(value, 'properties');
  if (!isObject(properties)) return value;
  const given = member(properties, 'resourceDetails');
  const details = isObject(given) ? given : {};
  const status = member(properties, 'status');
  const isStatusText = typeof status === 'string';
  if (typeof details['id'] === 'string' && !isStatusText) return value;
  const id = textIn(details, 'id', 'resourceId', 'azureResourceId') ?? resourceInId(textIn(value, 'id') ?? '');
  return {
    ...value,
    properties: {
      ...properties,
      ...(id === undefined ? {} : { resourceDetails: { ...details, id } }),
      ...(isStatusText ? { status: { code: status } } : {}),
    },
  };
}

function resourceInId(id: string): string | undefined {
  const at = id.toLowerCase().lastIndexOf(marker);
  return at > 0 ? id.slice(0, at) : undefined;
}

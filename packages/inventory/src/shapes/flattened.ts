// The Azure CLI prints the resources of some commands with the members of `properties` at the top level. For types whose members keep
// their names there, `properties` is put together again. Types that the CLI renames (virtual machines, storage accounts, key vaults)
// are not here on purpose: half a configuration would be judged as if it were whole.
import type { JsonObject, JsonValue } from '@plumbline/policy';
import { isObject } from '../json-member.ts';

/** Members that stand beside `properties` in ARM's shape, or that the CLI and Resource Graph add. */
const envelope = new Set([
  'id',
  'name',
  'type',
  'location',
  'kind',
  'tags',
  'sku',
  'plan',
  'identity',
  'zones',
  'etag',
  'managedby',
  'systemdata',
  'extendedlocation',
  'resourcegroup',
  'subscriptionid',
  'apiversion',
  'createdtime',
  'changedtime',
  'aliases',
]);

/** Lower-case types, each with the members that the CLI renames. */
export const flattenedTypes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'microsoft.authorization/roleassignments': {},
  'microsoft.authorization/roledefinitions': { roleType: 'type' },
  'microsoft.authorization/policyassignments': {},
  'microsoft.authorization/policydefinitions': {},
  'microsoft.authorization/policysetdefinitions': {},
  'microsoft.authorization/policyexemptions': {},
  'microsoft.authorization/locks': {},
  'microsoft.insights/diagnosticsettings': {},
  'microsoft.security/assessments': {},
  'microsoft.security/assessments/subassessments': {},
  'microsoft.security/autoprovisioningsettings': {},
  'microsoft.security/locations/jitnetworkaccesspolicies': {},
  'microsoft.security/pricings': {},
  'microsoft.security/securitycontacts': {},
  'microsoft.security/settings': {},
  'microsoft.sql/servers/administrators': {},
  'microsoft.sql/servers/auditingsettings': {},
  'microsoft.sql/servers/azureadonlyauthentications': {},
  'microsoft.sql/servers/databases/auditingsettings': {},
  'microsoft.sql/servers/databases/securityalertpolicies': {},
  'microsoft.sql/servers/databases/transparentdataencryption': {},
  'microsoft.sql/servers/databases/vulnerabilityassessments': {},
  'microsoft.sql/servers/encryptionprotector': {},
  'microsoft.sql/servers/firewallrules': {},
  'microsoft.sql/servers/securityalertpolicies': {},
  'microsoft.sql/servers/virtualnetworkrules': {},
  'microsoft.sql/servers/vulnerabilityassessments': {},
  'microsoft.compute/virtualmachines/extensions': { typePropertiesType: 'type', virtualMachineExtensionType: 'type' },
  'microsoft.compute/virtualmachinescalesets/extensions': { typePropertiesType: 'type' },
};

/** Members that a projection of Resource Graph keeps too; alone they are no configuration. */
const weak = new Set(['tenantid', 'displayname', 'scope']);

/** @returns the resource with `properties` put together again; itself where there is nothing to put there, as after `az resource list`. */
export function unflattened(resource: JsonObject, renames: Readonly<Record<string, string>>): JsonObject {
  if (isObject(resource['properties'])) return resource;
  const outside: Record<string, JsonValue> = {};
  const inside: Record<string, JsonValue> = {};
  let found = false;
  for (const [key, value] of Object.entries(resource)) {
    if (envelope.has(key.toLowerCase())) define(outside, key, value);
    else if (key !== 'properties') {
      define(inside, Object.hasOwn(renames, key) ? (renames[key] ?? key) : key, value);
      found ||= value !== null && !weak.has(key.toLowerCase()) && !key.includes(':');
    }
  }
  return found ? { ...outside, properties: inside } : resource;
}

/** Sets an own member even where the name is `__proto__`. */
function define(target: Record<string, JsonValue>, key: string, value: JsonValue): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

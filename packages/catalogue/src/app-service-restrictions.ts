import type { JsonObject, JsonValue, Resource } from '@plumbline/policy';
import type { ConfigurationFinding } from './app-service-config.ts';
import { isObject, textAt, valueAt } from './value-at.ts';

/** What `judgeRestrictions` reads from an app. */
export const restrictionSettings = ['ipSecurityRestrictions', 'ipSecurityRestrictionsDefaultAction', 'publicNetworkAccess'] as const;

const setting = 'ipSecurityRestrictions';

/**
 * Whether an app lets every address in. Rules are tried from the lowest priority number up; once there is a rule, whoever matches none
 * is refused unless the default says otherwise. A fresh app has the one rule `Any`, allow.
 */
export function judgeRestrictions(value: (setting: string) => JsonValue | undefined, site: Resource): ConfigurationFinding {
  const publicAccess = textAt(site, 'properties.publicNetworkAccess') || asText(value('publicNetworkAccess'));
  if (publicAccess.toLowerCase() === 'disabled') return { status: 'Healthy', text: 'cannot be reached from public addresses.' };
  const rules = value(setting);
  const inOrder = (Array.isArray(rules) ? rules : []).filter(isObject).toSorted((a, b) => priorityOf(a) - priorityOf(b));
  const forEveryone = inOrder.find(matchesEveryone);
  const byDefault = asText(value('ipSecurityRestrictionsDefaultAction')) || (inOrder.length === 0 ? 'Allow' : 'Deny');
  const action = forEveryone === undefined ? byDefault : textAt(forEveryone, 'action') || 'Allow';
  if (action.toLowerCase() === 'deny') return { status: 'Healthy', text: 'lets in only the addresses of its access rules.', setting };
  return { status: 'Unhealthy', text: 'lets every address in.', setting, expected: 'rules for known addresses, all others denied' };
}

function matchesEveryone(rule: JsonObject): boolean {
  const address = textAt(rule, 'ipAddress').toLowerCase();
  return ['any', '0.0.0.0/0', '::/0'].includes(address) && !isObject(valueAt(rule, 'headers'));
}

function priorityOf(rule: JsonObject): number {
  const priority = valueAt(rule, 'priority');
  return typeof priority === 'number' ? priority : Number.MAX_SAFE_INTEGER;
}

function asText(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

import type { Control } from './catalogue.ts';

/**
 * The two published lists of controls: that of December 2019, with which the controls model began (maxima add up to 60), and the one
 * that Azure's documentation gives now (58: data classification is gone, and three recommendations have moved to the best practices).
 * Controls did not exist before, so both shipped editions of the points use the list of 2019-12.
 */
export const controlTables = ['2019-12', 'current'] as const;
export type ControlTable = (typeof controlTables)[number];

interface ControlRow {
  /** Azure's own id where it is known; the ids marked `ours` are fixed ones of this project. */
  readonly key: string;
  readonly name: string;
  /** Maximum by table; null where the table has no such control. */
  readonly max: Readonly<Record<ControlTable, number | null>>;
  readonly recommendations: readonly string[];
  /** Where the membership of the current table differs: what left and what came. */
  readonly since?: { readonly left?: readonly string[]; readonly came?: readonly string[] };
}

/** The published mapping names four agent recommendations (machines, virtual machines, scale sets, their health); two of them are in this catalogue. */
const agent = ['machine-monitoring-agent', 'machine-monitoring-agent-health'];
const movedToBestPractices = ['subscription-mfa-readers', 'subscription-maximum-three-owners', 'subscription-external-readers'];

/*
 * Recommendations that no published control names stand in none, so they count in the classic model only: next generation firewall,
 * routing through the firewall, IP restrictions, web sockets, custom domains, language versions, certificates for all applications,
 * diagnostic logs of load balancers and Service Fabric, Service Bus authorization rules, automatic provisioning, missing scan data,
 * web application firewall of machines, auditing of databases, encryption at rest of Data Lake and storage accounts.
 */
const rows: readonly ControlRow[] = [
  {
    key: '34a42fb3-e6db-409c-b56b-7b1db6b8aee0',
    name: 'Enable MFA',
    max: { '2019-12': 10, current: 10 },
    recommendations: ['subscription-mfa-owners', 'subscription-mfa-writers', 'subscription-mfa-readers'],
    since: { left: ['subscription-mfa-readers'] },
  },
  {
    key: '614f3e19-dcb0-4c16-a9a6-0e03a777906b', // ours
    name: 'Secure management ports',
    max: { '2019-12': 8, current: 8 },
    recommendations: ['vm-just-in-time-access', 'vm-network-security-group', 'vm-management-ports-closed'],
  },
  {
    key: '61702b76-1fab-41f2-bcbc-50b7870dcf38',
    name: 'Apply system updates',
    max: { '2019-12': 6, current: 6 },
    recommendations: [
      ...agent,
      'cloud-service-os-version',
      'scale-set-system-updates',
      'machine-system-updates',
      'machine-restart-for-updates',
    ],
  },
  {
    key: '7fc5491b-5cb6-46f2-a905-08886591f100', // ours
    name: 'Remediate vulnerabilities',
    max: { '2019-12': 6, current: 6 },
    recommendations: ['sql-vulnerability-findings', 'machine-vulnerability-findings', 'machine-vulnerability-assessment'],
  },
  {
    key: '8fd574ec-43cf-426e-a439-a67cbaf2d564',
    name: 'Enable encryption at rest',
    max: { '2019-12': 4, current: 4 },
    recommendations: [
      'vm-disk-encryption',
      'sql-transparent-data-encryption',
      'automation-variable-encryption',
      'service-fabric-protection-level',
    ],
  },
  {
    key: '0e55495e-034f-4abc-8293-767229250176',
    name: 'Encrypt data in transit',
    max: { '2019-12': 4, current: 4 },
    recommendations: ['function-app-https-only', 'web-app-https-only', 'redis-secure-connections', 'storage-secure-transfer'],
  },
  {
    key: '2d85f639-0bea-4a4a-b6c6-608952a1414a',
    name: 'Manage access and permissions',
    max: { '2019-12': 4, current: 4 },
    recommendations: [
      'subscription-maximum-three-owners',
      'subscription-external-readers',
      'subscription-deprecated-accounts',
      'subscription-deprecated-owners',
      'subscription-external-owners',
      'subscription-external-writers',
      'subscription-more-than-one-owner',
      'service-fabric-aad-authentication',
    ],
    since: { left: ['subscription-maximum-three-owners', 'subscription-external-readers'] },
  },
  {
    key: '99fc8df2-e0f5-40f8-9415-a7f7ca948b5a',
    name: 'Remediate security configurations',
    max: { '2019-12': 4, current: 4 },
    recommendations: ['container-security-configuration', 'machine-security-configuration', 'scale-set-security-configuration', ...agent],
  },
  {
    key: 'f9d5432b-8f7b-45e9-b90c-e214a30f6a02',
    name: 'Restrict unauthorized network access',
    max: { '2019-12': 4, current: 4 },
    recommendations: [
      'vm-ip-forwarding',
      'app-service-access-restricted',
      'vm-web-application-rules',
      'vm-network-security-group',
      'web-app-cors',
      'function-app-cors',
      'web-app-remote-debugging',
      'function-app-remote-debugging',
      'vm-permissive-internet-rules',
    ],
  },
  {
    key: 'a000c66f-6da2-4f9d-826d-2364347d2588',
    name: 'Apply adaptive application control',
    max: { '2019-12': 3, current: 3 },
    recommendations: ['machine-adaptive-application-controls', ...agent],
  },
  {
    // Its one recommendation, classifying the data in SQL databases, never had points and is not in this catalogue.
    key: 'e833329e-0577-479a-95c8-013a568980fb', // ours
    name: 'Apply data classification',
    max: { '2019-12': 2, current: null },
    recommendations: [],
  },
  {
    key: 'a9909064-42b4-4d34-8143-275477afe18b',
    name: 'Protect applications against DDoS attacks',
    max: { '2019-12': 2, current: 2 },
    recommendations: ['vnet-ddos-protection'],
  },
  {
    key: '12136bd9-dc24-44f2-9587-7be3af6aac14',
    name: 'Enable endpoint protection',
    max: { '2019-12': 2, current: 2 },
    recommendations: [
      'scale-set-endpoint-protection-health',
      'machine-endpoint-protection-health',
      'scale-set-endpoint-protection',
      'machine-endpoint-protection',
      ...agent,
    ],
  },
  {
    key: '27b24961-75ba-4fe4-8909-97286d5dd5ee',
    name: 'Enable auditing and logging',
    max: { '2019-12': 1, current: 1 },
    recommendations: [
      'sql-server-auditing',
      'app-service-diagnostic-logs',
      'data-lake-store-diagnostic-logs',
      'stream-analytics-diagnostic-logs',
      'batch-diagnostic-logs',
      'data-lake-analytics-diagnostic-logs',
      'event-hub-diagnostic-logs',
      'key-vault-diagnostic-logs',
      'logic-app-diagnostic-logs',
      'search-diagnostic-logs',
      'service-bus-diagnostic-logs',
      'scale-set-diagnostic-logs',
      'batch-metric-alerts',
    ],
  },
  {
    key: '76763537-9feb-42d3-b4f4-78c01117be80',
    name: 'Implement security best practices',
    max: { '2019-12': 0, current: 0 },
    recommendations: [
      'storage-network-restricted',
      'event-hub-namespace-authorization-rules',
      'sql-server-aad-administrator',
      'event-hub-entity-authorization-rules',
      'storage-classic-migration',
      'vm-classic-migration',
      'subnet-network-security-group',
    ],
    since: { came: movedToBestPractices },
  },
  {
    key: '4db8d6cf-075b-4149-a813-da09ca2ae120',
    name: 'Enable enhanced security features',
    max: { '2019-12': null, current: 0 },
    recommendations: [],
  },
];

/** The controls of one table, in the order published, with the names of their recommendations. */
export function controlsOf(table: ControlTable): readonly Control[] {
  return rows.flatMap(({ key, name, max, recommendations, since }) => {
    const maxHere = max[table];
    if (maxHere === null) return [];
    if (table === '2019-12') return [{ key, name, max: maxHere, recommendations }];
    const stayed = recommendations.filter((recommendation) => since?.left?.includes(recommendation) !== true);
    return [{ key, name, max: maxHere, recommendations: [...stayed, ...(since?.came ?? [])] }];
  });
}

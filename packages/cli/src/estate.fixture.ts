// A small estate that was assessed, built by hand: what the formats are tested on.
import type { Assessment, RecommendationScore, ScoreReport } from '@plumbline/assess';
import { loadCatalogue, type Recommendation } from '@plumbline/catalogue';
import { noColours } from './drawing/colour.ts';
import type { ScanResult, Style } from './result.ts';

export const plainStyle: Style = { palette: noColours, width: 80, precise: false, rows: 'recommendations' };

const subscription = '6f1c2d34-58a0-4b7e-9c11-0d2e3f405162';
const other = '0a3b7c55-1d2e-4f60-8a9b-1c2d3e4f5061';

export const secureTransfer: Recommendation = {
  name: 'storage-secure-transfer',
  key: '1c5de8e1-f68d-6a17-e0d2-ec259c42768c',
  title: 'Secure transfer to storage accounts should be enabled',
  why: 'Over plain HTTP anyone on the way can read and change what is stored.',
  severity: 'high',
  category: 'data',
  threats: ['dataExfiltration', 'dataSpillage'],
  resourceTypes: ['Microsoft.Storage/storageAccounts'],
  kind: 'policy',
  rule: {},
  fix: {
    effort: 'low',
    userImpact: 'moderate',
    steps: ['Find clients that still use http://', 'Turn on secure transfer'],
    command: 'az storage account update --ids {id} --https-only true',
    caution: 'Clients that use plain HTTP stop working.',
  },
  whenNotToFix: 'An account that serves a custom domain over plain HTTP on purpose.',
  examples: { healthy: [], unhealthy: [] },
};

export const owners: Recommendation = {
  ...secureTransfer,
  name: 'subscription-mfa-owners',
  key: '94290b00-4d0c-d7b4-7cea-064a9554e681',
  title: 'MFA should be enabled on accounts with owner permissions on your subscription',
  category: 'identity',
  threats: ['accountBreach'],
  kind: 'imported',
  decidedBy: 'Nothing in the configuration tells who has registered.',
  fix: { effort: 'low', userImpact: 'high', steps: ['Require MFA for owners'] },
} as Recommendation;

export function recommendationScore(changes: Partial<RecommendationScore> = {}): RecommendationScore {
  return {
    key: secureTransfer.key,
    name: secureTransfer.name,
    displayName: secureTransfer.title,
    category: 'Data & storage',
    severity: 'high',
    kind: 'policy',
    active: true,
    points: 20,
    score: { current: 5, max: 20 },
    impact: 15,
    healthy: 1,
    unhealthy: 3,
    notApplicable: 0,
    notAssessed: 1,
    ...changes,
  };
}

const mfa = recommendationScore({
  key: owners.key,
  name: owners.name,
  displayName: owners.title,
  category: 'Identity & access',
  kind: 'imported',
  points: 50,
  score: { current: 37.5, max: 50 },
  impact: 12.5,
  healthy: 3,
  unhealthy: 1,
  notAssessed: 0,
});
const firewall = recommendationScore({
  key: '6cd8a81e-9021-49e5-8a9d-1e9a1f1c2b3a',
  name: 'vm-permissive-internet-rules',
  displayName: 'Permissive network security group rules with Internet-facing machines should be restricted',
  category: 'Networking',
  score: { current: 20, max: 20 },
  impact: 0,
  healthy: 2,
  unhealthy: 0,
  notAssessed: 0,
});
const silent = recommendationScore({
  key: '7d0e9b6a-3c1f-4a57-9a57-3b9f0c1d2e3f',
  name: 'redis-secure-connections',
  displayName: 'Only secure connections to your Redis Cache should be enabled',
  active: false,
  score: { current: 0, max: 0 },
  impact: 0,
  healthy: 0,
  unhealthy: 0,
  notAssessed: 0,
});

/** 62.5 of 90 points in two subscriptions. */
export const report: ScoreReport = {
  schema: 'plumbline-score/1',
  model: 'classic',
  edition: '2019-11',
  scope: [],
  generatedAt: '2026-11-24T02:18:00.000Z',
  score: { current: 62.5, max: 90, percentage: 62.5 / 90 },
  categories: [
    { name: 'Networking', current: 20, max: 20, percentage: 1, unhealthy: 0 },
    { name: 'Data & storage', current: 5, max: 20, percentage: 0.25, unhealthy: 3 },
    { name: 'Identity & access', current: 37.5, max: 50, percentage: 0.75, unhealthy: 1 },
  ],
  controls: [
    {
      key: '34a42fb3-e6db-409c-b56b-7b1db6b8aee0',
      name: 'Enable MFA',
      current: 7.5,
      max: 10,
      percentage: 0.75,
      potentialIncrease: 2.5,
      healthy: 3,
      unhealthy: 1,
      notApplicable: 0,
    },
  ],
  recommendations: [recommendationScore(), mfa, firewall, silent],
  topRecommendations: [recommendationScore(), mfa],
  subscriptions: [
    {
      id: subscription,
      displayName: 'Production',
      managementGroups: ['corp', 'root'],
      score: { current: 45, max: 70, percentage: 45 / 70 },
      healthy: 5,
      unhealthy: 2,
      resources: 1204,
    },
    { id: other, displayName: '', managementGroups: [], score: null, healthy: 0, unhealthy: 0, resources: 3 },
  ],
  exemptions: {
    active: 1,
    expired: 1,
    waived: 1,
    mitigated: 0,
    scoreWithout: { current: 61, max: 90, percentage: 61 / 90 },
    items: [
      {
        id: `/subscriptions/${subscription}/providers/Microsoft.Authorization/policyExemptions/legacy`,
        displayName: 'Legacy upload account',
        category: 'Waiver',
        expiresOn: '2027-01-31T00:00:00Z',
        expired: false,
        assessments: 1,
      },
      {
        id: `/subscriptions/${subscription}/providers/Microsoft.Authorization/policyExemptions/old`,
        displayName: 'Migration',
        category: 'Mitigated',
        expiresOn: '2026-01-31T00:00:00Z',
        expired: true,
        assessments: 0,
      },
    ],
  },
  coverage: {
    files: 2,
    read: 1207,
    refused: 1,
    duplicates: 4,
    resources: 1207,
    assessed: { healthy: 6, unhealthy: 4, notApplicable: 1, notAssessed: 1 },
    byType: [{ type: 'microsoft.storage/storageaccounts', resources: 5, judged: 4 }],
    notCollected: [{ recommendation: secureTransfer.key, subscription: other, needs: 'configuration', resources: 1 }],
    disagreements: [{ recommendation: secureTransfer.key, resource: storageId('logs'), computed: 'Unhealthy', imported: 'Healthy' }],
    unknownAssessments: [],
  },
  problems: [
    {
      code: 'not-json',
      file: 'export/resources.ndjson',
      line: 70_001,
      message: 'Expected one JSON object on this line; found a text that ends too early.',
      hint: 'Export the page again; the other lines were read.',
    },
  ],
};

export function storageId(name: string): string {
  return `/subscriptions/${subscription}/resourceGroups/data/providers/Microsoft.Storage/storageAccounts/${name}`;
}

export function assessment(name: string, changes: Partial<Assessment> = {}): Assessment {
  return {
    recommendation: secureTransfer.key,
    resource: storageId(name),
    type: 'microsoft.storage/storageaccounts',
    subscription,
    status: 'Unhealthy',
    decidedBy: 'rule',
    because: { text: 'supportsHttpsTrafficOnly is false', path: 'properties.supportsHttpsTrafficOnly', found: false, expected: true },
    ...changes,
  };
}

const assessments: readonly Assessment[] = [
  assessment('backups', { status: 'Healthy', because: { text: 'supportsHttpsTrafficOnly is true' } }),
  assessment('bare', { status: 'NotAssessed', cause: 'NotCollected', needs: 'configuration' }),
  assessment('legacy', { status: 'NotApplicable', cause: 'Exempt', because: { text: 'Exempted by Legacy upload account' } }),
  assessment('logs'),
  assessment('media'),
  assessment('uploads'),
  assessment('', {
    recommendation: owners.key,
    resource: `/subscriptions/${subscription}`,
    type: 'microsoft.resources/subscriptions',
    decidedBy: 'input',
  }),
];

export function scanResult(changes: Partial<ScanResult> = {}): ScanResult {
  const own = changes.report ?? report;
  return {
    report,
    reportIn: (model) => ({ ...own, model }),
    catalogue,
    assessments: () => assessments,
    recommendations: new Map([
      [secureTransfer.key, secureTransfer],
      [owners.key, owners],
    ]),
    ...changes,
  };
}

const catalogue: ScanResult['catalogue'] = {
  ...loadCatalogue().catalogue,
  items: [secureTransfer, owners].map((recommendation) => ({ recommendation, points: 20, controls: [], state: 'standard' })),
};

/** A name that attacks whatever prints it: a terminal, a page, a spreadsheet, Markdown, a shell. */
export const hostileName = '=cmd|\u001B[31m<script>alert(1)</script>"\'`$(id)`[x](javascript:1)|@all\u202Egpj.exe\n\u009B2J';

/** A result in which every name that comes from the estate is hostile. */
export function hostileResult(): ScanResult {
  const hostile = recommendationScore({ displayName: hostileName, unhealthy: 1 });
  const [first] = report.subscriptions;
  const [exemption] = report.exemptions.items;
  const [problem] = report.problems;
  return scanResult({
    report: {
      ...report,
      scope: [`/subscriptions/${hostileName}`],
      recommendations: [hostile],
      topRecommendations: [hostile],
      subscriptions: first === undefined ? [] : [{ ...first, displayName: hostileName, managementGroups: [hostileName] }],
      exemptions: { ...report.exemptions, items: exemption === undefined ? [] : [{ ...exemption, displayName: hostileName }] },
      coverage: {
        ...report.coverage,
        notCollected: [{ recommendation: hostile.key, subscription: hostileName, needs: hostileName, resources: 1 }],
        disagreements: [{ recommendation: hostile.key, resource: hostileName, computed: hostileName, imported: hostileName }],
      },
      problems:
        problem === undefined ? [] : [{ ...problem, file: hostileName, path: hostileName, message: hostileName, hint: hostileName }],
    },
    assessments: () => [assessment(hostileName, { because: { text: hostileName } })],
  });
}

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runPlumbline } from './run-plumbline.ts';

// Microsoft's initiative and definitions are not part of the project: they are tried where a copy is at hand.
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const shared = join(dirname(root), 'shared/data');
const initiative = join(shared, 'azure-policy/policySetDefinitions/Security Center/AzureSecurityCenter.json');
const recorded = join(shared, 'recorded-estate/estate.ndjson');
const isAtHand = existsSync(initiative) && existsSync(recorded);
if (!isAtHand) process.stderr.write(`The Microsoft cloud security benchmark is not scored: there is no ${initiative}.\n`);

const machine = '/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm1';
const machineEntry = {
  id: machine,
  name: 'vm1',
  type: 'Microsoft.Compute/virtualMachines',
  location: 'westeurope',
  identity: { type: 'SystemAssigned' },
  properties: {
    storageProfile: { imageReference: { publisher: 'MicrosoftWindowsServer', offer: 'WindowsServer', sku: '2022-datacenter' } },
  },
};
const vulnerabilityAssessment = (code: string) => ({
  id: `${machine}/providers/Microsoft.Security/assessments/ffff0522-1e88-47fc-8382-2a80ba848f5d`,
  name: 'ffff0522-1e88-47fc-8382-2a80ba848f5d',
  type: 'Microsoft.Security/assessments',
  properties: { resourceDetails: { source: 'Azure', id: machine }, status: { code } },
});
const guestConfiguration = (complianceStatus: string) => ({
  id: `${machine}/providers/Microsoft.GuestConfiguration/guestConfigurationAssignments/AzureWindowsBaseline`,
  name: 'AzureWindowsBaseline',
  type: 'Microsoft.GuestConfiguration/guestConfigurationAssignments',
  // The definition also wants the parameters that it would assign with, which are empty.
  properties: { complianceStatus, parameterHash: Buffer.from('AzureWindowsBaseline;BaselineSettings=').toString('base64') },
});

interface Scored {
  readonly key: string;
  readonly displayName: string;
  readonly points: number;
  readonly healthy: number;
  readonly unhealthy: number;
  readonly notApplicable: number;
  readonly notAssessed: number;
}

interface Report {
  readonly model: string;
  readonly score: { readonly current: number; readonly max: number };
  readonly controls: readonly { readonly name: string; readonly max: number }[];
  readonly recommendations: readonly Scored[];
  readonly coverage: { readonly refused: number };
  readonly policies: {
    readonly initiatives: number;
    readonly defaultPoints: number;
    readonly notDecidable: readonly { readonly key: string; readonly decidedBy: string; readonly reason: string }[];
  };
}

describe.runIf(isAtHand)('the Microsoft cloud security benchmark', { timeout: 60_000 }, () => {
  const scan = async (input: string, { stdin = '', options = [] as readonly string[] } = {}) => {
    const args = ['scan', input, '--initiative', initiative, '--no-shipped', '--format', 'json', ...options];
    const { exit, stdout, stderr } = await runPlumbline(args, { cwd: root, stdin });
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    const report: Report = JSON.parse(stdout);
    const undecided: readonly { readonly key: string; readonly decidedBy: string; readonly reason: string }[] =
      report.policies.notDecidable;
    return { ...report, undecided, recommendations: report.recommendations as readonly Scored[] };
  };

  const estates: [string, string, { current: number; max: number }][] = [
    ['the recorded estate', recorded, { current: 333.2005, max: 1170 }],
    ['the example', 'examples/estate', { current: 361.556, max: 620 }],
  ];

  it.each(estates)(
    'decides 171 of its 223 members on %s from plain configuration, and says of the others what would',
    async (_name, estate, expected) => {
      const { recommendations, undecided, policies, score, coverage } = await scan(estate);
      expect(recommendations).toHaveLength(223);
      expect(new Set(recommendations.map(({ points }) => points))).toEqual(new Set([10]));
      // That the points are ours is part of the report.
      expect(policies).toMatchObject({ initiatives: 1, defaultPoints: 223 });
      expect(coverage.refused).toBe(0);
      const count = (kind: string) => undecided.filter(({ decidedBy }) => decidedBy === kind).length;
      expect([undecided.length, count('assessment'), count('data plane'), count('guest configuration')]).toEqual([52, 26, 19, 7]);
      for (const { reason } of undecided) expect(reason).toMatch(/^(It needs microsoft\.|Mode Microsoft\.)/);
      expect(score.max).toBe(expected.max);
      expect(score.current).toBeCloseTo(expected.current, 4);
    },
  );

  it('takes the groups of the initiative for controls', async () => {
    const { controls, model, score } = await scan('examples/estate', { options: ['--model', 'controls'] });
    expect(model).toBe('controls');
    for (const { name, max } of controls)
      expect([name, max]).toEqual([expect.stringMatching(/^Azure_Security_Benchmark_v3\.0_[A-Z]+-\d+$/), 4]);
    expect(score.max).toBe(4 * controls.length);
  });

  const vulnerability = '501541f7-f7e7-4cd6-868c-4190fdad3ac9';
  const baseline = '72650e9f-97bc-4b2a-ab5f-9781a9fcecbc';
  it.each([
    ['nothing of other services', [], vulnerability, { notAssessed: 1 }],
    ['a healthy assessment', [vulnerabilityAssessment('Healthy')], vulnerability, { healthy: 1 }],
    ['an unhealthy assessment', [vulnerabilityAssessment('Unhealthy')], vulnerability, { unhealthy: 1 }],
    ['no guest configuration', [], baseline, { notAssessed: 1 }],
    ['a compliant guest configuration', [guestConfiguration('Compliant')], baseline, { healthy: 1 }],
    ['a guest configuration that is not compliant', [guestConfiguration('NonCompliant')], baseline, { unhealthy: 1 }],
  ])('%s decides what hangs on it', async (_name, others, key, expected) => {
    const stdin = [machineEntry, ...others].map((entry) => JSON.stringify(entry)).join('\n');
    const { recommendations } = await scan('-', { stdin });
    const found = recommendations.find((one) => one.key === key);
    expect(found).toMatchObject({ healthy: 0, unhealthy: 0, notApplicable: 0, notAssessed: 0, ...expected });
  });
});

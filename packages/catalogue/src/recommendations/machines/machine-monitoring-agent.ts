import { extension, machine } from '../../example-machine.ts';
import type { PolicyRecommendation } from '../../recommendation.ts';

const extensions = 'Microsoft.Compute/virtualMachines/extensions';
const logAnalytics = 'Microsoft.EnterpriseCloud.Monitoring';

export const machineMonitoringAgent: PolicyRecommendation = {
  name: 'machine-monitoring-agent',
  key: 'd1db3318-01ff-16de-29eb-28b344515626',
  title: 'Install monitoring agent on your machines',
  alsoKnownAs: [
    'Monitoring agent should be installed on your machines',
    'Monitoring agent should be installed on your virtual machines',
    'Monitoring agent should be installed on virtual machines',
    'Log Analytics agent should be installed on virtual machines',
    'Log Analytics agent should be installed on your virtual machine for Azure Security Center monitoring',
  ],
  why: 'Without an agent nobody sees what happens on the machine: no missing updates, no weak settings, no trace of an intruder.',
  severity: 'high',
  category: 'compute',
  threats: ['missingCoverage'],
  resourceTypes: ['Microsoft.Compute/virtualMachines'],
  kind: 'policy',
  rule: {
    if: { field: 'type', equals: 'Microsoft.Compute/virtualMachines' },
    then: {
      effect: 'auditIfNotExists',
      details: {
        type: extensions,
        existenceCondition: {
          allOf: [
            {
              anyOf: [
                {
                  allOf: [
                    { field: `${extensions}/publisher`, equals: logAnalytics },
                    { field: `${extensions}/type`, in: ['MicrosoftMonitoringAgent', 'OmsAgentForLinux'] },
                  ],
                },
                // The agent of 2019 can no longer be installed; this is what Microsoft has put in its place.
                {
                  allOf: [
                    { field: `${extensions}/publisher`, equals: 'Microsoft.Azure.Monitor' },
                    { field: `${extensions}/type`, in: ['AzureMonitorWindowsAgent', 'AzureMonitorLinuxAgent'] },
                  ],
                },
              ],
            },
            { field: `${extensions}/provisioningState`, notEquals: 'Failed' },
          ],
        },
      },
    },
  },
  fix: {
    effort: 'low',
    userImpact: 'low',
    steps: [
      'Choose the workspace that collects the data',
      'Install the agent as an extension of the machine',
      'Associate a data collection rule with it',
    ],
    command:
      'az vm extension set --resource-group {resourceGroup} --vm-name {name} --publisher Microsoft.Azure.Monitor --name AzureMonitorLinuxAgent --enable-auto-upgrade true',
    caution: 'On Windows the extension is AzureMonitorWindowsAgent; the machine needs a managed identity.',
    together: {
      action: 'Let a policy assignment install the agent on all machines',
      on: 'subscription',
    },
  },
  whenNotToFix: 'A machine that lives for minutes, or one that another agent watches and whose logs reach the same people.',
  examples: {
    healthy: [
      { name: 'Linux agent', resource: machine('web-1'), estate: [extension(machine('web-1'), logAnalytics, 'OmsAgentForLinux')] },
      {
        name: 'Windows agent, odd casing',
        resource: machine('app-1', {}, 'Windows'),
        estate: [extension(machine('app-1'), 'microsoft.enterprisecloud.monitoring', 'microsoftmonitoringagent')],
      },
      {
        name: 'the newer agent beside another extension',
        resource: machine('web-2'),
        estate: [
          extension(machine('web-2'), 'Microsoft.Azure.Extensions', 'CustomScript'),
          extension(machine('web-2'), 'Microsoft.Azure.Monitor', 'AzureMonitorLinuxAgent'),
        ],
      },
    ],
    unhealthy: [
      {
        name: 'only another extension',
        resource: machine('web-3'),
        estate: [extension(machine('web-3'), 'Microsoft.Azure.Extensions', 'CustomScript')],
      },
      {
        name: 'installation failed',
        resource: machine('web-4'),
        estate: [extension(machine('web-4'), logAnalytics, 'OmsAgentForLinux', { provisioningState: 'Failed' })],
      },
      {
        name: 'agent of another machine',
        resource: machine('web-5'),
        estate: [extension(machine('web-50'), logAnalytics, 'OmsAgentForLinux')],
      },
      {
        name: 'the right type from another publisher',
        resource: machine('web-6'),
        estate: [extension(machine('web-6'), 'Contoso', 'OmsAgentForLinux')],
      },
    ],
    notCollected: [{ name: 'no extensions in the input', resource: machine('web-7') }],
  },
};

import type { ClientCase } from './client-case.fixture.ts';

export interface AzCase extends ClientCase {
  /** What has to stand in its output, besides that it is JSON. */
  readonly shows?: string;
}

const subscription = '11111111-1111-4111-8111-111111111111';
const machine = `/subscriptions/${subscription}/resourceGroups/web/providers/Microsoft.Compute/virtualMachines/prod-vm-01`;
const assignment = `/subscriptions/${subscription}/providers/Microsoft.Authorization/policyAssignments/SecurityCenterBuiltIn`;
const updates = '4ab6e3c5-74dd-8b35-9ab9-f61b30875b27';
const own = '00000000-0000-4000-8000-00000000abcd';
const transit = '0e55495e-034f-4abc-8293-767229250176';

/** In this order: some look at what those before have written. Quotes as in a shell. */
export const azCases: readonly AzCase[] = [
  { command: 'az account list --refresh', shows: 'Shop Production' },
  { command: 'az account list-locations', shows: 'westeurope' },
  { command: 'az security secure-scores list', shows: 'classicScore' },
  { command: 'az security secure-scores show -n ascScore', shows: '"current"' },
  { command: 'az security secure-score-controls list', shows: transit },
  { command: 'az security secure-score-controls list_by_score -n ascScore', shows: transit },
  { command: 'az security secure-score-control-definitions list', shows: transit },
  { command: 'az security assessment list', shows: updates },
  { command: `az security assessment show -n ${updates} --assessed-resource-id ${machine}`, shows: '"Unhealthy"' },
  { command: 'az security assessment-metadata list', shows: updates },
  { command: `az security assessment-metadata show -n ${updates}`, shows: '"High"' },
  {
    command: `az security assessment-metadata create -n ${own} --display-name Ours --severity High --description d --remediation-description r`,
    shows: 'CustomerManaged',
  },
  { command: `az security assessment create -n ${own} --status-code Unhealthy --assessed-resource-id ${machine}`, shows: '"Unhealthy"' },
  { command: `az security assessment delete -n ${own} --assessed-resource-id ${machine}` },
  { command: `az security assessment-metadata delete -n ${own}` },
  { command: 'az security sub-assessment list', shows: '[]' },
  { command: 'az security task list', shows: '"Active"' },
  { command: 'az security pricing list', shows: '"value": []' },
  { command: 'az security alert list', shows: '[]' },
  { command: 'az security setting list', shows: '[]' },
  { command: 'az security contact list', shows: '[]' },
  { command: 'az security location list', shows: 'centralus' },
  { command: 'az security auto-provisioning-setting list', shows: 'default' },
  { command: 'az security regulatory-compliance-standards list', shows: '[]' },
  { command: 'az policy definition list', shows: 'policyRule' },
  { command: 'az policy set-definition list', shows: 'plumbline' },
  { command: 'az policy set-definition show -n plumbline', shows: 'storage-secure-transfer' },
  { command: 'az policy assignment list', shows: 'SecurityCenterBuiltIn' },
  { command: 'az policy assignment show -n SecurityCenterBuiltIn', shows: 'plumbline' },
  {
    command: `az policy exemption create -n by-az --policy-assignment ${assignment} -e Waiver --policy-definition-reference-ids machine-system-updates --scope ${machine}`,
    shows: '"Waiver"',
  },
  { command: `az policy exemption show -n by-az --scope ${machine}`, shows: 'machine-system-updates' },
  { command: `az policy exemption update -n by-az --scope ${machine} --description "until March"`, shows: 'until March' },
  { command: 'az policy exemption list --disable-scope-strict-match', shows: 'by-az' },
  { command: `az policy exemption delete -n by-az --scope ${machine}` },
  { command: 'az policy state list --top 5', shows: '"complianceState"' },
  { command: `az policy state list --resource ${machine}`, shows: 'prod-vm-01' },
  { command: 'az policy state trigger-scan' },
  { command: 'az policy state summarize', fails: 'Debian’s 2.45 sends something else than the subscription’s id; newer versions do not' },
  { command: 'az policy event list', fails: 'Debian’s 2.45 sends something else than the subscription’s id; newer versions do not' },
  { command: 'az resource list', shows: 'prod-vm-01' },
  { command: 'az resource list -g web --resource-type Microsoft.Compute/virtualMachines', shows: 'prod-vm-01' },
  { command: `az resource show --ids ${machine}`, shows: 'prod-vm-01' },
  { command: 'az group list', shows: '"web"' },
  { command: 'az group show -n web', shows: '"web"' },
  { command: 'az group exists -n web', shows: 'true' },
  { command: 'az provider list', shows: 'Microsoft.Security' },
  { command: 'az account management-group list --no-register', shows: 'harbour-sandbox' },
  { command: 'az account management-group show -n harbour --expand --recurse --no-register', shows: 'Shop Production' },
  { command: 'az account management-group entities list', shows: 'harbour' },
  {
    command: 'az role assignment list --all',
    fails: 'Debian’s 2.45 ends before it asks anything: two of its packages do not fit each other',
  },
  { command: 'az role definition list', fails: 'Debian’s 2.45 ends before it asks anything: two of its packages do not fit each other' },
  {
    command: 'az ad user list',
    fails: '2.45 takes no address of Microsoft Graph from a registered cloud; register it with --cloud-config',
  },
  { command: `az monitor diagnostic-settings subscription list --subscription ${subscription}` },
  { command: 'az vm list', fails: 'Debian’s 2.45 ends before it asks anything: two of its packages do not fit each other' },
  { command: 'az storage account list', shows: 'prodstore1' },
  {
    command: `az rest --url "/subscriptions/${subscription}/providers/Microsoft.Security/governanceRules?api-version=2022-01-01-preview"`,
    shows: '"value": []',
  },
  {
    command: 'az graph query -q "securityresources | where type == \'microsoft.security/securescores\' | project name, subscriptionId"',
    shows: 'ascScore',
  },
  { command: 'az graph query -q "resources | project id | order by id asc" --first 5', shows: 'skip_token' },
];
